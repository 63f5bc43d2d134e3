"""What is kept of a file between the look and the decision: its sound lines, never the file itself.

A line that was refused may hold a password; of such a line only its number and the reason stay. An address may carry
a key behind its question mark: of each address only the account it means stays, or its host where it means none.
Of notes and other free text, where anything may stand, only cells are kept that hold addresses or mail addresses and
nothing else.
"""

import re
import zlib
from collections.abc import Collection
from dataclasses import replace

from pydantic import TypeAdapter

from govdesk.accounts.importing.reading import Line, Sheet, Value
from govdesk.accounts.importing.reading.columns import is_free_text
from govdesk.accounts.importing.reading.fitness import SOMETHING
from govdesk.accounts.importing.reading.rows import LABEL
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify

_SHEETS = TypeAdapter(list[Sheet])
_NAMING = re.compile(r"https?://\S+|[\w.-]+\.\w+/\S*|[^@\s]+@[\w.-]+\.\w+", re.IGNORECASE)
"""An address, a mail address."""
_ADDRESS = re.compile(r"[^\s\[\],;|]+\.[^\s\[\],;|]*/[^\s\[\],;|]*")


def pack(sheets: list[Sheet], platforms: Catalogue) -> bytes:
    """The sheets as JSON, made small."""
    return zlib.compress(_SHEETS.dump_json([_bare_sheet(sheet, platforms) for sheet in sheets]), level=1)


def unpack(content: bytes) -> list[Sheet]:
    """The sheets that were packed."""
    return _SHEETS.validate_json(zlib.decompress(content))


def _bare_sheet(sheet: Sheet, platforms: Catalogue) -> Sheet:
    free = {column for column in sheet.columns if is_free_text(column)}
    return replace(sheet, lines=[_bare(line, free, platforms) for line in sheet.lines])


def _bare(line: Line, free: Collection[str], platforms: Catalogue) -> Line:
    def stripped(value: Value) -> Value:
        if isinstance(value, list):
            return [_ADDRESS.sub(canonical, text) for text in value]
        return _ADDRESS.sub(canonical, LABEL.sub(r"\g<0> ", value) if "/" in value else value)

    def canonical(found: re.Match[str]) -> str:
        meant = identify(found[0], platforms)
        return meant.url if isinstance(meant, Identity) else _host_of(found[0])

    return replace(
        line,
        cells={
            column: stripped(value) if column not in free or _names(value) else SOMETHING
            for column, value in line.cells.items()
        },
        links={column: _ADDRESS.sub(canonical, link) for column, link in line.links.items()},
    )


def _names(value: Value) -> bool:
    """Whether a cell of free text does nothing but name accounts or people, so that it can be read as such."""
    words = " ".join(value).split() if isinstance(value, list) else value.split()
    return all(_NAMING.fullmatch(word) for word in words)


def _host_of(address: str) -> str:
    place = address.partition("://")[2] or address
    return f"{place.partition('/')[0].rpartition('@')[2]}/"
