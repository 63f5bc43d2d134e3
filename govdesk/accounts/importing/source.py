"""A file of accounts, read and understood, and how somebody wants it read."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from govdesk.accounts.importing import reading
from govdesk.accounts.importing.planning import Plan, understand
from govdesk.accounts.importing.reading import Sheet
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.secrecy import holds_secret

_DATE = r"(19|20)\d\d[-._ ]?[01]\d[-._ ]?[0-3]\d|[0-3]?\d[-._][01]?\d[-._](19|20)\d\d"
_OF_ONE_DAY = re.compile(rf"[ ._-]*(?<!\d)({_DATE})(?!\d)|[ ._-]*\(\d+\)$")
"""What tells one day's file from another's: a date, or the number that a browser adds."""


@dataclass(frozen=True)
class Wish:
    """How a file is to be read; what is left empty is guessed."""

    sheet: str = ""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """Column → meaning, for columns where the guess is not right."""
    source: str = ""
    """Whose list it is; what the file's name says where nobody does: see `named_by`."""
    is_whole: bool = False
    choices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """`department` and `person`: the source's words → the id that somebody chose for them."""

    def source_of(self, filename: str) -> str:
        """Whose list a file of this name is."""
        return (self.source or named_by(filename))[:200]


def named_by(filename: str) -> str:
    """What a file's name says of its source: `Accounts 2025-03-13 (2).xlsx` is one more list of Accounts."""
    stem = PurePath(filename).stem
    return _OF_ONE_DAY.sub("", stem).strip(" ._-") or stem


def refuse_secret_names(filename: str, source: str) -> None:
    """Both are kept with every account of the file. Raises Invalid, without repeating them."""
    stem = PurePath(filename).stem
    if any(map(holds_secret, (filename, stem, stem.replace("_", " ")))):
        raise Invalid(
            _("The file's name looks as if it held a password, a code or a key. Give the file another name first.")
        )
    if holds_secret(source):
        raise Invalid(
            _("The name of the source looks as if it held a password, a code or a key. Give it another name.")
        )


@dataclass(frozen=True)
class Source:
    """A file of accounts. The file itself goes nowhere: any row may hold a secret."""

    filename: str
    digest: str
    """SHA-256 of the file."""
    sheets: list[Sheet]
    sheet: Sheet
    meanings: dict[str, str]
    wish: Wish
    plan: Plan

    @property
    def name(self) -> str:
        """Whose list it is."""
        return self.wish.source_of(self.filename)


def digest_of(content: bytes) -> str:
    """By which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def source_of(
    filename: str,
    content: bytes,
    platforms: Catalogue,
    *,
    most: int = reading.MOST_ROWS,
    wish: Wish | None = None,
    departments: Collection[str] = (),
) -> Source:
    """Understand a file without touching the database. Raises Invalid, also for more than `most` rows."""
    wish = wish or Wish()
    refuse_secret_names(filename, wish.source)
    sheets = reading.read(filename, content, platforms, most=most)
    return understood(filename[:300], digest_of(content), sheets, platforms, wish, departments)


def understood(
    filename: str,
    digest: str,
    sheets: list[Sheet],
    platforms: Catalogue,
    wish: Wish,
    departments: Collection[str] = (),
) -> Source:
    """The same for sheets that are read already. Raises Invalid for a sheet, column or field that is not there."""
    sheet = reading.named(sheets, wish.sheet, platforms)
    guessed = reading.guess(sheet, platforms, departments)
    meanings = reading.corrected(guessed, wish.meanings, platforms)
    if wish.is_whole and not sheet.lines and not sheet.refused:
        raise Invalid(
            _("The file lists nothing. As the whole list it would call every account gone: is it the right file?")
        )
    rows = reading.rows(sheet, meanings, platforms) if reading.names_an_address(meanings, platforms) else ()
    plan = understand(rows, platforms)
    plan.left_out = tuple(column for column in sheet.columns if not meanings[column] and sheet.holds(column))
    plan.for_secrets = sheet.for_secrets
    plan.corrected = {column: meaning for column, meaning in meanings.items() if meaning != guessed[column]}
    return Source(filename, digest, sheets, sheet, meanings, wish, plan)


def demand_addresses(source: Source, platforms: Catalogue) -> None:
    """Raises Invalid when no column holds the accounts."""
    if not reading.names_an_address(source.meanings, platforms):
        names = ", ".join(source.sheet.columns)
        raise Invalid(
            _("No column holds the addresses of accounts. Say which with --map COLUMN=url. There are: %(names)s.",
              names=names)
        )  # fmt: skip
