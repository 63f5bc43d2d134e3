"""Which accounts a refused row names: a list names them still, so that nobody takes them for gone from it."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from govdesk.accounts.importing.reading.columns import meaning_of
from govdesk.accounts.importing.reading.fitness import texts_of
from govdesk.accounts.importing.reading.handles import address_of
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.secrecy import looks_secret

LOOK_AT = 200
"""Values of one row that are looked at."""


def digest_of(key: str) -> str:
    """All that is kept of an identity in a refused row: it recognises an account, and cannot be read."""
    return hashlib.sha256(key.encode()).hexdigest()


def accounts_in(record: Any, platforms: Catalogue) -> tuple[str, ...]:
    """Digests of all that the cells of a row may mean: addresses, and handles beside a platform or under one."""
    cells = [(name, " ".join(text.split())) for name, text in islice(texts_of(record), LOOK_AT)]
    texts = [(name, text) for name, text in cells if text.isprintable()]
    said = {platform.key for _name, text in texts if (platform := platforms.named(text))}
    found = (key for name, text in texts for key in _keys(name, text, said, platforms))
    return tuple(dict.fromkeys(map(digest_of, found)))


def _keys(column: str, text: str, said: set[str], platforms: Catalogue) -> Iterator[str]:
    meaning = meaning_of(column, platforms)[0]
    there = {meaning} & platforms.platforms.keys() or said
    for address in (text, *(address_of(text, platforms[key], platforms) for key in sorted(there))):
        meant = identify(address, platforms)
        # Not even a digest of what may be a secret; `x.com/noaa?access_token=…` means x.com/noaa.
        if isinstance(meant, Identity) and not looks_secret(column, meant.url):
            yield meant.key
