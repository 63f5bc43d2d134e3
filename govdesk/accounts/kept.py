"""What is kept of a file between the look and the decision: its sound rows, never the file itself.

A row that was refused may hold a password; of such a row only its number and the reason stay.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from govdesk.accounts.planning import Entry
from govdesk.accounts.reading import Row, Unreadable

_ROWS = TypeAdapter(list[Row])


def pack(entries: Iterable[Entry]) -> bytes:
    """The rows of `entries` as JSON. The canonical address stands for the one that was pasted."""
    return _ROWS.dump_json([replace(entry.row, url=entry.identity.url) for entry in entries])


def unpack(content: bytes, report: dict[str, Any]) -> Iterator[Row | Unreadable]:
    """The rows that were packed, and those that the report says were refused."""
    yield from _ROWS.validate_json(content)
    yield from (Unreadable(refusal["row"], refusal["reason"]) for refusal in report["refused"])
