"""What must not come in, wherever it stands: secrets, and characters that no text has."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from govdesk.accounts.secrecy import looks_secret
from govdesk.i18n import _

MOST_PARTS = 5_000
"""Values of one record. A few lines of YAML can stand for billions."""


class BadRow(Exception):
    """Why a row cannot be used, for people; and what it held, where it could be read."""

    def __init__(self, reason: str, record: Any = None) -> None:
        super().__init__(reason)
        self.record = record


def refuse_unfit(record: Any) -> None:
    """Raises BadRow for a record with anything unfit in it, however deep; its words never repeat a value."""
    for name, text in texts_of(record):
        _refuse_text(name, text)


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


def _refuse_text(name: str, text: str) -> None:
    if not text.isprintable() and any(map(_is_no_text, text)):
        raise BadRow(_("The row holds characters that are not text. Save the file as UTF-8."))
    if looks_secret(name, text):
        raise BadRow(_("The row holds what looks like a secret. Take it out; the register never stores one."))


def _is_no_text(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\t\r\n"
