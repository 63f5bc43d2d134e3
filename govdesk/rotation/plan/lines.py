"""All credentials that a rule may lead, in the few facts that planning looks at; quick to read for very many."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from govdesk.accounts.models import IN_USE, SocialAccount, Tier
from govdesk.db import as_value
from govdesk.directory.models import Department
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.plan.rule import Facts
from govdesk.working_days import WorkingDays

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Planned:
    """The schedule of a credential, as far as planning needs it."""

    id: int
    credential: str
    calendar_on: date | None
    due_on: date | None
    every_days: int | None
    rotated_on: date | None
    by_hand: bool
    planned_by: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One account in use, and what is scheduled of it, all of a kind together."""

    account_id: int
    handle: str
    platform: str
    tier: Tier
    department_id: int | None
    schedules: dict[str, Planned] = field(default_factory=dict)

    def facts(self, credential: str, tree: "Tree") -> Facts:
        return Facts(self.platform, self.tier, tree.keys(self.department_id), credential)


@dataclass
class Tree:
    """The departments, each with all above it: by the key of each."""

    parents: dict[int, tuple[str, int | None]]
    _known: dict[int | None, tuple[str, ...]] = field(default_factory=lambda: {None: ()})

    @classmethod
    def of(cls, session: Session) -> "Tree":
        rows = session.execute(select(Department.id, Department.key, Department.parent_id))
        return cls({id_: (key, parent_id) for id_, key, parent_id in rows})

    def keys(self, department_id: int | None) -> tuple[str, ...]:
        """Its own key first."""
        if department_id not in self._known:
            found: dict[int, str] = {}
            above = department_id
            while above is not None and above in self.parents and above not in found:
                found[above], above = self.parents[above]
            self._known[department_id] = tuple(found.values())
        return self._known[department_id]

    def below(self, keys: Collection[str]) -> list[int]:
        """The departments that have one of these keys, and all below them."""
        return [id_ for id_ in self.parents if not set(keys).isdisjoint(self.keys(id_))]

    def place_of(self, days: WorkingDays, department_id: int | None) -> str | None:
        """Where a department is: its own country, else that of the nearest one above."""
        found = (days.countries.get(key) for key in self.keys(department_id)) if days.countries else ()
        return next((place for place in found if place), days.country)


def lines(session: Session) -> Iterator[Line]:
    """All accounts in use, in order of registration."""
    after = 0
    while portion := lines_after(session, after):
        yield from portion
        after = portion[-1].account_id


def lines_after(session: Session, account_id: int, limit: int = AT_ONCE) -> list[Line]:
    """The next accounts in use behind one."""
    accounts = (
        select(
            SocialAccount.id, SocialAccount.handle, SocialAccount.platform, SocialAccount.tier,
            SocialAccount.accountable_id,
        )
        .where(SocialAccount.id > account_id, as_value(SocialAccount.state).in_(IN_USE))
        .order_by(SocialAccount.id)
        .limit(limit)
    )  # fmt: skip
    found = session.execute(accounts).all()
    by_account = _schedules(session, [row.id for row in found])
    return [Line(*row, by_account.get(row.id, {})) for row in found]


def _schedules(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Planned]]:
    rows = session.execute(_columns().where(RotationSchedule.account_id.in_(ids))).all()
    return {
        account_id: {row.credential: Planned(*row[1:]) for row in of_account}
        for account_id, of_account in groupby(rows, key=attrgetter("account_id"))
    }


def _columns() -> Select[*tuple[Any, ...]]:
    one = RotationSchedule
    columns = (
        one.account_id, one.id, one.credential, one.calendar_on, one.due_on, one.every_days, one.rotated_on,
        one.by_hand, one.planned_by,
    )  # fmt: skip
    return select(*columns).where(one.line_id.is_(None)).order_by(one.account_id)
