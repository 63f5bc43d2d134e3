"""Lines of a sheet become rows of the register: one each, or one for each column that holds an account."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govdesk.accounts.importing.reading.columns import Meanings, platform_called
from govdesk.accounts.importing.reading.fitness import SOMETHING
from govdesk.accounts.importing.reading.handles import address_of, address_of_number, is_bare
from govdesk.accounts.importing.reading.named_still import accounts_in
from govdesk.accounts.importing.reading.sheet import Line, Sheet, Unreadable, Value
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.i18n import _
from govdesk.web.sheets import STARTS_A_FORMULA

NOTHING = {"", "null", "none", "n/a", "na", "-", "--", "–", "—", "keine"}
"""What people write where there is no account."""
NOBODY = NOTHING | {
    "?", "??", "???", "n.a.", "n. a.", "k.a.", "k. a.", "tbd", "tba", "tbc", "unknown", "nobody", "unbekannt",
    "niemand", "inconnu", "inconnue", "aucun", "desconocido", "desconocida", "sconosciuto", "sconosciuta", "onbekend",
}  # fmt: skip
"""What people write where they know of no person or department."""
_PAIR = re.compile(r"\[\s*([^\s,\]]+)\s*(?:,[^\]]*)?\]")
"""A link as open data portals export it: [address, label]."""
_LIKE_AN_ADDRESS = re.compile(r"\w\.\w[^\s]*/|^https?:", re.IGNORECASE)
_MARKS = re.compile(r"[|;\n,]")
_BEGINS = r"(?=https?://|(?:[a-z0-9-]+\.)+[a-z]{2,}/\S)"
"""Where an address begins."""
_NEXT_ADDRESS = re.compile(rf"(?<![\s;,|])[\s;,|]++{_BEGINS}", re.IGNORECASE)
LABEL = re.compile(rf"(?:^|(?<=[\s;,|]))[^\W\d_][\w .()&]{{0,30}}?\s{{0,3}}(?:[:=–]|\s-)\s*{_BEGINS}", re.IGNORECASE)
"""What people write before an address, as in `X: https://x.com/noaa`."""


@dataclass(frozen=True)
class Row:
    """One account as the source tells it. People and departments are still the source's words."""

    number: int
    """The line of the sheet or the place in the list: see `Line.number`."""
    platform: str
    url: str
    name: str
    departments: tuple[str, ...]
    """The accountable department first."""
    owner: str
    deputy: str
    custodians: tuple[str, ...]
    language: str = ""
    tier: str = ""
    """The source's word for how much harm it does when somebody else is in."""
    handle: str | None = None
    """What the source calls it; None when the source has no such column."""
    record: str = ""
    """The source's own number of the line: all accounts of one office share it."""
    column: str = ""
    """Where one line names several accounts: the column of this one."""
    platform_id: str = ""
    """The platform's own number of it, where the source has a column for that beside the handle."""


def rows(sheet: Sheet, meanings: Meanings, platforms: Catalogue) -> Iterator[Row | Unreadable]:
    """Every account of a sheet, and every line of which none can be made; a wide line without any is left out."""
    reader = _Reader(meanings, platforms)
    yield from sheet.refused
    for line in sheet.lines:
        yield from reader.rows_of(line)


class _Reader:
    """Knows which column says what."""

    def __init__(self, meanings: Meanings, platforms: Catalogue) -> None:
        self.platforms = platforms
        self._columns: dict[str, list[str]] = {}
        for column, meaning in meanings.items():
            self._columns.setdefault(meaning, []).append(column)
        self._first = {meaning: columns[0] for meaning, columns in self._columns.items()}
        self._there = [(c, m) for c, m in meanings.items() if m == "url" or m in platforms.platforms]
        self._numbers = [(c, m.removesuffix("_id")) for c, m in meanings.items() if m.removesuffix("_id") != m]
        self.is_wide = len(self._there) > 1 or any(meaning != "url" for _column, meaning in self._there)

    def rows_of(self, line: Line) -> Iterator[Row | Unreadable]:
        try:
            if self.is_wide or self._names_several(line):
                yield from self._wide(line)
            else:
                yield self._long(line)
        except _SeveralValues:
            yield Unreadable(
                line.number,
                _("The row holds a list where one value belongs."),
                named=accounts_in(line.cells, self.platforms),
            )

    def _long(self, line: Line) -> Row:
        handle, platform = self._one(line, "handle"), self._platform(line)
        url = next((text for column, _m in self._there for text in addresses_in(self._address(line, column))), "")
        bare = (url if is_bare(url) else "") if url else handle
        if bare and (named := self.platforms.named(platform)):
            url = address_of(bare, named, self.platforms)
        return self._row(line, platform, url, handle if "handle" in self._columns else None)

    def _names_several(self, line: Line) -> bool:
        """Whether the one cell for an address holds more of them."""
        return any(len(addresses_in(self._address(line, column))) > 1 for column, _meaning in self._there)

    def _platform(self, line: Line) -> str:
        """The source's word, or the key of the platform that it means by `FB` or `Tw/X`."""
        word = self._one(line, "platform")
        if not word or self.platforms.named(word):
            return word
        meant = platform_called(word, self.platforms)
        return meant.key if meant else word

    def _wide(self, line: Line) -> Iterator[Row]:
        numbers = {key: (column, _unwrapped(self._text(line, column))) for column, key in self._numbers}
        found = set()
        for column, meaning in self._there:
            texts = addresses_in(self._address(line, column))
            # A number beside several accounts is nobody's.
            number = numbers[meaning][1] if meaning in numbers and len(texts) == 1 and meaning not in found else ""
            for text in texts:
                found.add(meaning)
                yield self._there_row(line, column, meaning, text, number)
        for key, (column, number) in numbers.items():
            address = address_of_number(number, self.platforms[key], self.platforms)
            if address and key not in found:
                yield self._row(line, key, address, None, column)

    def _there_row(self, line: Line, column: str, meaning: str, text: str, number: str) -> Row:
        if meaning == "url":
            return self._row(line, "", text, None, column)
        address = address_of(text, self.platforms[meaning], self.platforms)
        return self._row(line, meaning, address, None, column, number)

    def _row(
        self, line: Line, platform: str, url: str, handle: str | None, column: str = "", number: str = ""
    ) -> Row:
        return Row(
            number=line.number,
            platform=platform,
            url=url,
            name=self._one(line, "name"),
            departments=self._many(line, "department"),
            owner=_somebody(self._one(line, "owner")),
            deputy=_somebody(self._one(line, "deputy")),
            custodians=self._many(line, "custodians"),
            language=self._one(line, "language"),
            tier=self._one(line, "tier"),
            handle=handle,
            record=self._one(line, "record"),
            column=column or line.part,
            platform_id=number,
        )

    def _one(self, line: Line, field: str) -> str:
        column = self._first.get(field)
        return self._text(line, column) if column else ""

    def _address(self, line: Line, column: str) -> str:
        """What a cell says where an address belongs; the link behind it, where its text is none."""
        text, link = _unwrapped(self._text(line, column)), line.links.get(column)
        return link if link and not _LIKE_AN_ADDRESS.search(text) else text

    def _text(self, line: Line, column: str) -> str:
        value = line.cells.get(column, "")
        if value == SOMETHING:
            return ""
        if not isinstance(value, str):
            raise _SeveralValues
        return _unguarded(" ".join(value.split()))

    def _many(self, line: Line, field: str) -> tuple[str, ...]:
        if field not in self._columns:
            return ()
        parts = (part for column in self._columns[field] for part in _parts(line.cells.get(column, "")))
        words = (_somebody(_unguarded(" ".join(part.split()))) for part in parts)
        return tuple(dict.fromkeys(filter(None, words)))


def addresses_in(text: str) -> list[str]:
    """The addresses of a cell without what stands before each to tell them apart; a cell with none as it is."""
    parts = (part.strip(" ;,|") for part in _NEXT_ADDRESS.split(LABEL.sub(" ", text)))
    return [part for part in parts if part]


def _somebody(word: str) -> str:
    """The word for a person or a department, unless it says that there is none."""
    return "" if word.casefold() in NOBODY else word


class _SeveralValues(Exception):
    """A list stands where the register has one value."""


def _unguarded(text: str) -> str:
    """Without the apostrophe by which our own export keeps spreadsheets from running a text as a formula, and without
    what makes a link of a mail address.
    """
    if text[:7].lower() == "mailto:":
        return text[7:].partition("?")[0]
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(STARTS_A_FORMULA) else text


def _parts(value: Value) -> list[str]:
    """Names from `a|b`, from lines or semicolons, or mail addresses parted by commas."""
    if isinstance(value, list):
        return value
    if not _MARKS.search(value):
        return [value] if value != SOMETHING else []
    parts = re.split(r"[|;\n]", value)
    mails = value.split(",")
    return mails if len(parts) == 1 and all("@" in mail for mail in mails) else parts


def _unwrapped(text: str) -> str:
    """The address of a link written `[address, label]`; nothing for `null`, `n/a` or a dash."""
    pair = _PAIR.fullmatch(text)
    text = pair[1] if pair else text
    return "" if text.casefold() in NOTHING else text
