"""What an import would do, worked out row by row before anything is changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from govdesk.accounts.identity import Identity, Refused, identify
from govdesk.accounts.lookup import registered
from govdesk.accounts.matching import Known
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms import Catalogue
from govdesk.accounts.reading import Row, Unreadable
from govdesk.accounts.rules import duplicate_groups
from govdesk.directory.models import Department, Person

Thing = TypeVar("Thing")


class Outcome(StrEnum):
    """What becomes of a row that can be read; a later row of one account is a duplicate of the first."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    DUPLICATE = "duplicates"


@dataclass
class Entry:
    """One row, understood: the account it means and what it says of it."""

    row: Row
    identity: Identity
    account: SocialAccount | None = None
    """The account as the register has it; None for a new one."""
    is_duplicate: bool = False
    departments: list[Department] = field(default_factory=list)
    owner: Person | None = None
    deputy: Person | None = None
    custodians: list[Person] = field(default_factory=list)
    unmatched: dict[str, list[str]] = field(default_factory=dict)
    """Column → the source's words for what is not known here."""

    @property
    def outcome(self) -> Outcome:
        if self.is_duplicate:
            return Outcome.DUPLICATE
        if self.account is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.changes else Outcome.SAME

    @property
    def changes(self) -> set[str]:
        """The columns in which the source says something that the register does not have yet.

        An empty cell says nothing; departments count only when all of them are known, so that none gets lost.
        """
        if self.account is None:
            return set()
        differs = {
            "name": bool(self.row.name) and self.name != self.account.name,
            "department": "department" not in self.unmatched
            and bool(self.departments)
            and self.departments != self.account.departments,
            "owner": self.owner is not None and self.owner != self.account.owner,
            "deputy": self.deputy is not None and self.deputy != self.account.deputy,
            "custodians": not set(self.custodians) <= set(self.account.custodians),
        }
        return {column for column, is_different in differs.items() if is_different}

    @property
    def name(self) -> str:
        """The source's name, or else the handle; cut to what the register holds."""
        return (self.row.name or self.identity.handle)[:300]


@dataclass
class Plan:
    """All rows of a file, and what would become of them once they are matched."""

    entries: list[Entry]
    refused: list[Unreadable]

    def entries_that_are(self, outcome: Outcome) -> list[Entry]:
        return [entry for entry in self.entries if entry.outcome is outcome]

    def report(self) -> dict[str, Any]:
        """The JSON that scripts rely on; `duplicates` and `duplicate_accounts` stand beside it."""
        counts = Counter(entry.outcome for entry in self.entries)
        keys = [(entry.row.number, entry.identity.key) for entry in self.entries]
        urls = {entry.row.number: entry.identity.url for entry in self.entries}
        groups = duplicate_groups(keys)
        return {
            "rows": len(self.entries) + len(self.refused),
            **{outcome.value: counts[outcome] for outcome in Outcome},
            "refused": [{"row": bad.number, "reason": bad.reason} for bad in self.refused],
            "unmatched": list(self._unmatched()),
            "gone": [],
            "duplicate_groups": groups,
            "duplicate_accounts": [urls[group[0]] for group in groups],
        }

    def _unmatched(self) -> Iterator[dict[str, Any]]:
        for entry in self.entries:
            for column, words in entry.unmatched.items():
                yield from ({"row": entry.row.number, "field": column, "value": word} for word in words)


def understand(rows: Iterable[Row | Unreadable], platforms: Catalogue) -> Plan:
    """Which account each row means. Long work for a long file, and none for the database."""
    entries, refused = list[Entry](), list[Unreadable]()
    for row in rows:
        if isinstance(row, Unreadable):
            refused.append(row)
            continue
        meant = identify(row.url, platforms, called=row.platform)
        if isinstance(meant, Refused):
            refused.append(Unreadable(row.number, meant.reason))
        else:
            entries.append(Entry(row, meant))
    _mark_duplicates(entries)
    return Plan(entries, sorted(refused, key=lambda bad: bad.number))


def match(session: Session, plan: Plan, platforms: Catalogue) -> None:
    """Hold the rows of `plan` against the register and the directory; changes nothing there."""
    first_rows = [entry for entry in plan.entries if not entry.is_duplicate]
    known = Known(
        session,
        departments={name for entry in first_rows for name in entry.row.departments},
        people={word for entry in first_rows for word in _people_named(entry.row)},
    )
    hits = registered(session, (entry.identity for entry in first_rows))
    for entry in first_rows:
        hit = hits.get(entry.identity.key)
        entry.account = hit.account if hit else None
        _match(entry, known, platforms)


def _mark_duplicates(entries: list[Entry]) -> None:
    """All rows of an account but its first."""
    seen: set[str] = set()
    for entry in entries:
        entry.is_duplicate = entry.identity.key in seen
        seen.add(entry.identity.key)


def _people_named(row: Row) -> list[str]:
    return [word for word in (row.owner, row.deputy, *row.custodians) if word]


def _match(entry: Entry, known: Known, platforms: Catalogue) -> None:
    """Put departments and people in place of the words that name them; keep the words that name nothing."""
    row, missed = entry.row, dict[str, list[str]]()
    entry.departments, missed["department"] = _split(row.departments, known.department)
    owners, missed["owner"] = _split((row.owner,), known.person)
    deputies, missed["deputy"] = _split((row.deputy,), known.person)
    entry.custodians, missed["custodians"] = _split(row.custodians, known.person)
    entry.owner = owners[0] if owners else None
    entry.deputy = deputies[0] if deputies else None
    named = platforms.named(row.platform)
    is_other = named is None or named.key != entry.identity.platform
    missed["platform"] = [row.platform] if row.platform and is_other else []
    entry.unmatched = {column: words for column, words in missed.items() if words}


def _split(words: Iterable[str], find: Callable[[str], Thing | None]) -> tuple[list[Thing], list[str]]:
    """What was found for `words`, each once, and the words for which nothing was."""
    found = {word: find(word) for word in words if word}
    things = [thing for thing in found.values() if thing is not None]
    return list(dict.fromkeys(things)), [word for word, thing in found.items() if thing is None]
