"""Rows of an import: CSV with our plain columns, and the US Digital Registry's CSV and JSON as they are."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from govdesk.accounts.secrecy import looks_secret
from govdesk.errors import Invalid
from govdesk.i18n import _

COLUMNS = {
    "platform": ("platform", "account_platform", "service_key"),
    "url": ("url", "account_url", "service_url"),
    "name": ("name", "account_name", "organization"),
    "departments": ("department", "departments", "agencies"),
    "owner": ("owner",),
    "deputy": ("deputy",),
    "custodians": ("custodians", "contacts"),
    "language": ("language",),
}
"""Our field → what it is called in our plain columns, the registry's CSV and the registry's JSON."""
_PLAIN = ("platform", "url", "name", "department", "owner", "deputy", "custodians")


@dataclass(frozen=True)
class Row:
    """One account as the source tells it. People and departments are still the source's words."""

    number: int
    """The line of the sheet, its head being line 1; in JSON the place in the list, from 1."""
    platform: str
    url: str
    name: str
    departments: tuple[str, ...]
    """The accountable department first."""
    owner: str
    deputy: str
    custodians: tuple[str, ...]
    language: str = ""


EMPTY = Row(0, "", "", "", (), "", "", ())


@dataclass(frozen=True)
class Unreadable:
    """A row of which nothing can be taken, and why. The reason never repeats the row's values."""

    number: int
    reason: str


class _BadRow(Exception):
    """Why a row cannot be used, for people."""


def read(filename: str, content: bytes) -> Iterator[Row | Unreadable]:
    """Every row of a file but the empty ones. Raises Invalid if it is no such file."""
    text = _text_of(content)
    is_json = filename.lower().endswith(".json") or text.lstrip()[:1] in ("[", "{")
    for number, record in _json_records(text) if is_json else _csv_records(text):
        try:
            row = _row(number, record)
        except _BadRow as error:
            yield Unreadable(number, str(error))
        else:
            if row:
                yield row


def _text_of(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    # Bytes that are not UTF-8 stay recognisable, so that only their rows are refused.
    return content.decode("utf-8-sig", "surrogateescape")


Record = Mapping[str, Any] | _BadRow


def _json_records(text: str) -> Iterator[tuple[int, Record]]:
    try:
        records = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("The file is not sound JSON: %(reason)s.", reason=error)) from error
    if not isinstance(records, list):
        raise Invalid(_("The file must hold a list of accounts: [{…}, {…}]."))
    known = {name for names in COLUMNS.values() for name in names}
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict) or not known & record.keys():
            yield number, _BadRow(_("This is not an account."))
        else:
            yield number, record


def _csv_records(text: str) -> Iterator[tuple[int, Record]]:
    first_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    lines = enumerate(_lines(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), start=1)
    head = next((cells for _number, cells in lines if not isinstance(cells, _BadRow) and any(cells)), [])
    names = [name.strip().lower() for name in head]
    if not set(COLUMNS["url"]) & set(names):
        raise Invalid(_("The file has no column url. Name its columns: %(names)s.", names=", ".join(_PLAIN)))
    for number, cells in lines:
        if isinstance(cells, _BadRow):
            yield number, cells
        elif len(cells) > len(names) and any(cells[len(names) :]):
            yield number, _BadRow(_("The row has more cells than the head has columns."))
        else:
            yield number, dict(zip(names, cells, strict=False))


def _lines(reader: Iterator[list[str]]) -> Iterator[list[str] | _BadRow]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _BadRow(_("The row is not sound CSV: %(reason)s.", reason=error))


def _row(number: int, record: Record) -> Row | None:
    if isinstance(record, _BadRow):
        raise record
    for name, value in record.items():
        _refuse_unfit(str(name), value)
    row = Row(
        number=number,
        platform=_one(_first(record, "platform")),
        url=_one(_first(record, "url")),
        name=_one(_first(record, "name")),
        departments=_many(_first(record, "departments")),
        owner=_one(_first(record, "owner")),
        deputy=_one(_first(record, "deputy")),
        custodians=_many(_first(record, "custodians")),
        language=_one(_first(record, "language")),
    )
    return row if row != replace(EMPTY, number=number) else None


def _refuse_unfit(name: str, value: Any) -> None:
    """Secrets stay out wherever they stand; so do characters that no text has."""
    if isinstance(value, dict):
        for inner, part in value.items():
            _refuse_unfit(str(inner), part)
    elif isinstance(value, list):
        for part in value:
            _refuse_unfit(name, part)
    elif isinstance(value, str):
        if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\t\r\n" for letter in value):
            raise _BadRow(_("The row holds characters that are not text. Save the file as UTF-8."))
        if looks_secret(name, value):
            raise _BadRow(_("The row holds what looks like a secret. Take it out; the register never stores one."))


def _first(record: Mapping[str, Any], field: str) -> Any:
    return next((record[name] for name in COLUMNS[field] if name in record), None)


def _one(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise _BadRow(_("The row holds a list where one value belongs."))
    return " ".join(str(value).split())


def _many(value: Any) -> tuple[str, ...]:
    """Names from `a|b`, or from a list of texts or of things with a name."""
    parts = value if isinstance(value, list) else _one(value).split("|")
    names = (_one(part.get("name") if isinstance(part, dict) else part) for part in parts)
    return tuple(dict.fromkeys(filter(None, names)))
