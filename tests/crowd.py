"""Several people, or one impatient one, at the same moment: real connections, on either database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import TypeVar

from flask import Flask
from werkzeug.test import TestResponse

from govdesk import create_app
from govdesk.settings import Settings
from tests import databases
from tests.pages import PageClient

HANDS = 6

T = TypeVar("T")


@contextmanager
def app_of_its_own(settings: Settings, folder: Path) -> Iterator[Flask]:
    """The other tests' database is one transaction; in this application's several can meet."""
    with databases.migrated(folder) as url:
        app = create_app(settings.model_copy(update={"database_url": url}))
        app.testing = True
        app.test_client_class = PageClient
        yield app
        app.extensions["engine"].dispose()


def at_once(acts: list[Callable[[], T]]) -> list[T]:
    together = Barrier(len(acts))

    def act(one: Callable[[], T]) -> T:
        together.wait(timeout=20)
        return one()

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(act, acts))


def again(app: Flask, browser: PageClient, url: str, data: dict[str, str]) -> Callable[[], TestResponse]:
    """The same post from a browser of its own: a test client is not made for several threads."""
    other = app.test_client()
    cookie = browser.get_cookie("govdesk")
    assert cookie is not None
    other.set_cookie("govdesk", cookie.value)
    return lambda: other.post(url, data=data)
