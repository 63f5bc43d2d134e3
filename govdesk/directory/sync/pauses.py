"""Python's search for rings of garbage, while a hundred thousand entries pass through."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 50_000
"""Objects made between two searches: a page of entries is a quarter of that, and no garbage."""


@contextmanager
def only_new_garbage() -> Iterator[None]:
    """Look for garbage among what is made from now on, not again and again among all that was there before.

    Without this a third of the time goes into looking at the modules of the application.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(RARELY, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
