"""Links behind the cells of a workbook: what a click on `NOAA` opens. The reader of sheets leaves them out."""

import zipfile
from collections.abc import Iterator
from posixpath import basename, dirname
from typing import Any

from defusedxml.ElementTree import fromstring, iterparse

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST = 400_000


class Linked(str):
    """What a cell shows, and the address behind it."""

    __slots__ = ("link",)
    link: str


def linked(text: str, link: str) -> Linked:
    cell = Linked(text)
    cell.link = link
    return cell


def links_of(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """`B7` → the web address behind that cell of the sheet that lies in `part`. Raises what unsound XML raises."""
    targets = _targets(archive, f"{dirname(part)}/_rels/{basename(part)}.rels")
    if not targets:
        return {}
    with archive.open(part) as sheet:
        return dict(_found(sheet, targets))


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    if part not in archive.namelist():
        return {}
    relations = fromstring(archive.read(part))
    return {
        relation.get("Id", ""): target
        for relation in relations
        if (target := relation.get("Target", "")).lower().startswith(("https://", "http://"))
    }


def _found(sheet: Any, targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    count = 0
    for _event, element in iterparse(sheet):
        name = element.tag.rpartition("}")[2]
        if name == "hyperlink" and (target := targets.get(element.get(_RELATION, ""))):
            count += 1
            yield element.get("ref", ""), target
        elif name == "row":
            element.clear()  # rows are read elsewhere, and take much room
        if count > MOST:
            return
