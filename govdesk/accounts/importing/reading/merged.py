"""Merged cells of a workbook: the value of A6:A8 stands in its first row only, and is meant for each."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

Merges = Mapping[int, Sequence[tuple[int, int]]]
"""First row → the places (from 0) of cells that are merged downwards, and their last rows."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})"')
AT_ONCE = 1 << 20
LONGEST = 200
"""Bytes of one range: what may be cut apart between two portions."""
MOST = 400_000


def merges_of(archive: zipfile.ZipFile, part: str) -> Merges:
    """The ranges of the sheet that lies in `part` which take several rows. Its text is searched, not parsed: it is
    long, and they stand at its end.
    """
    found = defaultdict[int, list[tuple[int, int]]](list)
    for count, (column, first, last) in enumerate(_ranges(archive, part)):
        if int(last) > int(first):
            found[int(first)].append((_place(column), int(last)))
        if count > MOST:
            break
    return found


def _ranges(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    with archive.open(part) as sheet:
        rest = b""
        while portion := sheet.read(AT_ONCE):
            text, end = rest + portion, 0
            for match in _MERGED.finditer(text):
                end = match.end()
                yield match[1], match[2], match[3]
            rest = text[max(end, len(text) - LONGEST) :]


def _place(column: bytes) -> int:
    place = 0
    for letter in column:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def filled(rows: Iterable[tuple[int, list[str]]], merges: Merges) -> Iterator[tuple[int, list[str]]]:
    """The rows with each merged value in all of its rows; those that hold nothing else are not in `rows`."""
    held: dict[int, tuple[int, str]] = {}
    for number, cells in rows:
        held = {place: (last, text) for place, (last, text) in held.items() if number <= last}
        for place, (_last, text) in held.items():
            cells.extend([""] * (place + 1 - len(cells)))
            cells[place] = cells[place] or text
        held |= {place: (last, cells[place]) for place, last in merges.get(number, ()) if place < len(cells)}
        yield number, cells
