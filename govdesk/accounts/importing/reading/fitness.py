"""What must not come in, wherever it stands: secrets, and characters that no text has."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.i18n import _
from govdesk.secrecy import holds_secret, looks_secret

MOST_PARTS = 5_000
"""Values of one record. A few lines of YAML can stand for billions."""
SOMETHING = "…"
"""All that is known of what stood under a name for secrets."""
_BARE_ADDRESS = re.compile(r"\A(?=[\w.-]*[a-z])[\w-]+(\.[\w-]+)*\.[a-z]{2,}/\S*\Z", re.IGNORECASE)


class BadRow(Exception):
    """Why a row cannot be used, for people; and what it held, where it could be read."""

    def __init__(self, reason: str, record: Any = None) -> None:
        super().__init__(reason)
        self.record = record


class Sieve:
    """Lets through what is fit to be kept of one file. Cells that say the same are looked at once."""

    def __init__(self, platforms: Catalogue) -> None:
        self._platforms = platforms
        self._fit = set[str]()

    def refuse_unfit(self, record: Any) -> None:
        """Raises BadRow for a record with anything unfit in it, however deep; its words never repeat a value."""
        for name, text in texts_of(record):
            if is_for_secrets(name):
                raise BadRow(_secret())
            if text not in self._fit:
                self._refuse_text(text)
                self._fit.add(text)

    def _refuse_text(self, text: str) -> None:
        if not text.isprintable() and any(map(_is_no_text, text)):
            raise BadRow(_("The row holds characters that are not text. Save the file as UTF-8."))
        if holds_secret(_with_scheme(text)) and not self._is_a_number_of_ours(text):
            raise BadRow(_secret())

    def _is_a_number_of_ours(self, text: str) -> bool:
        """A platform's own number of an account looks as if it were made by chance: `UCSwf8bGblNsD288wY0w4Rzw`."""
        return any(platform.is_stable_id(text.strip()) for platform in self._platforms)


@lru_cache(maxsize=1_000)
def is_for_secrets(column: str) -> bool:
    """Whether what stands under this name opens accounts, whatever it looks like."""
    return looks_secret(column, "x")


def names_a_secret(column: str) -> bool:
    """Whether the name of a column tells one itself: `Password: sunflower99`."""
    return holds_secret(column)


def without_secret_parts(record: Any) -> Any:
    """A record whose mappings tell no more than that there is something under a name for secrets."""
    if not isinstance(record, dict):
        return record
    return {
        name: SOMETHING if value and is_for_secrets(str(name)) else without_secret_parts(value)
        for name, value in record.items()
    }


def _secret() -> str:
    return _("The row holds what looks like a secret. Take it out; the register never stores one.")


def _with_scheme(text: str) -> str:
    """An address is one also without `https://`, whatever it mixes behind its question mark."""
    return f"https://{text}" if _BARE_ADDRESS.match(text) else text


def texts_of(record: Any) -> Iterator[tuple[str, str]]:
    """The texts of a record, however deep, each with the name it has there. Raises BadRow for too many."""
    waiting, seen = [("", record)], 0
    while waiting:
        name, value = waiting.pop()
        seen += 1
        if seen > MOST_PARTS:
            raise BadRow(_("The row holds too many values."))
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict):
            waiting += [(str(inner), part) for inner, part in value.items()]
        elif isinstance(value, list):
            waiting += [(name, part) for part in value]


def _is_no_text(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\t\r\n"
