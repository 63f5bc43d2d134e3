"""Sheets that number their columns: `Channel 1, Link 1, Channel 2, Link 2` are several accounts in one line."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from govdesk.accounts.importing.reading.columns import either_of, meaning_of
from govdesk.accounts.importing.reading.sheet import Line, Sheet
from govdesk.accounts.platforms.catalogue import Catalogue

_NUMBERED = re.compile(r"(?P<stem>.*\D)\s*[#(]?(?P<number>\d{1,2})\)?|(?P<before>\d{1,2})[.)]?\s*(?P<rest>\D.*)")
_OF_AN_ACCOUNT = {"url", "platform", "handle"}
Groups = dict[str, dict[str, str]]
"""Number → stem of a name → column."""


def unrolled(sheet: Sheet, platforms: Catalogue) -> Sheet:
    """A line for each account of which numbered columns tell; the sheet as it is where none do."""
    groups = _groups(sheet.columns)
    if len(groups) < 2 or not _tell_of_accounts(groups, platforms):
        return sheet
    named = {stem: f"{stem} {'–'.join(_first_and_last(groups, stem))}" for group in groups.values() for stem in group}
    taken = {column: named[stem] for group in groups.values() for stem, column in group.items()}
    columns = dict.fromkeys(taken.get(column, column) for column in sheet.columns)
    return replace(sheet, columns=tuple(columns), lines=list(_lines(sheet, groups, taken)))


def _groups(columns: tuple[str, ...]) -> Groups:
    found = defaultdict[str, dict[str, str]](dict)
    for column in columns:
        if meant := _NUMBERED.fullmatch(column.strip()):
            stem = (meant["stem"] or meant["rest"]).strip(" -_.#(")
            found[(meant["number"] or meant["before"]).lstrip("0") or "0"].setdefault(stem, column)
    return dict(found)


def _tell_of_accounts(groups: Groups, platforms: Catalogue) -> bool:
    """Whether at least two parts of an account are numbered alike: one alone needs no second to be understood."""
    shared = set.intersection(*map(set, groups.values()))
    meant = {meaning_of(stem, platforms)[0] for stem in shared if stem} | {
        meaning for stem in shared for meaning in either_of(stem)[:1]
    }
    return len(meant & _OF_AN_ACCOUNT) > 1


def _first_and_last(groups: Groups, stem: str) -> tuple[str, str]:
    numbers = sorted((number for number, group in groups.items() if stem in group), key=int)
    return numbers[0], numbers[-1]


def _lines(sheet: Sheet, groups: Groups, taken: dict[str, str]) -> Iterator[Line]:
    for line in sheet.lines:
        shared = {column: cell for column, cell in line.cells.items() if column not in taken}
        parts = [(number, group) for number, group in groups.items() if line.cells.keys() & set(group.values())]
        for _number, group in parts or [("", {})]:
            own = {column: taken[column] for column in group.values()}
            cells = shared | {name: line.cells[column] for column, name in own.items() if column in line.cells}
            links = {
                own.get(column, column): link
                for column, link in line.links.items()
                if column in own or column in shared
            }
            yield replace(line, cells=cells, links=links, part=next(iter(group.values()), ""))
