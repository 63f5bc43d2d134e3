"""What a plan for many accounts would do: told before anything is changed, in a few statements."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Select, select

from govdesk.accounts.criteria import conditions
from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.db import among, as_value, counted
from govdesk.errors import Invalid
from govdesk.i18n import _, _l
from govdesk.rotation.calendar.days import by_week, monday_of
from govdesk.rotation.calendar.expecting import expected_days
from govdesk.rotation.calendar.looking import Look
from govdesk.rotation.calendar.spreading import spread
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.plan.lines import Tree
from govdesk.words import Labelled, Tone
from govdesk.working_days import WorkingDays

Row = Any
"""An account as `_accounts` reads it."""
MOST_ACCOUNTS = 2_000
LOOKED_AHEAD = timedelta(53 * 7 - 1)
"""So far a preview counts what is due by then: a year, in whole weeks."""


class Outcome(Labelled):
    NEW = "new", _l("New"), Tone.OK
    CHANGED = "changed", _l("New day"), Tone.SOON
    SAME = "same", _l("As it is"), Tone.PLAIN
    KEPT = "kept", _l("Kept"), Tone.PLAIN


@dataclass(frozen=True)
class Wish:
    """What somebody wants planned."""

    chosen: Mapping[str, str]
    """Which accounts: criteria of `accounts.criteria`."""
    credential: str
    days: Sequence[date]
    """Which it may be; there is one at least."""
    skips_closed: bool
    """Leave out public holidays where the account's department is, blackouts, and whatever is no working day."""
    every_days: int | None
    changes_existing: bool
    reason: str


@dataclass(frozen=True)
class Standing:
    """The schedule that an account has already."""

    id: int
    account_id: int
    version: int
    calendar_on: date | None
    due_on: date | None
    every_days: int | None
    by_hand: bool
    planned_by: str | None


@dataclass(frozen=True)
class Line:
    """What becomes of one account."""

    account_id: int
    platform: str
    handle: str
    outcome: Outcome
    day: date
    """Its day in the calendar then."""
    standing: Standing | None

    @property
    def was_on(self) -> date | None:
        return self.standing.calendar_on if self.standing else None


@dataclass(frozen=True)
class Draft:
    """A plan that is not carried out yet."""

    wish: Wish
    lines: Sequence[Line]
    before: Counter[date]
    after: Counter[date]
    """What is due on each day of the year from the first on, without the plan and with it."""
    nobodys: int = 0
    """How many of those that get a day have no custodian: security is reminded of them."""

    def having(self, *outcomes: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome in outcomes]

    @cached_property
    def to_do(self) -> list[Line]:
        return self.having(Outcome.NEW, Outcome.CHANGED)

    @property
    def digest(self) -> str:
        """The same for the same plan only."""
        told = [
            (line.account_id, line.day.isoformat(), line.outcome.value, line.standing and line.standing.version)
            for line in self.lines
        ]
        return hashlib.sha256(repr((told, self.wish.every_days, self.wish.credential)).encode()).hexdigest()

    @property
    def busiest(self) -> int:
        """How many are due on one of its days then, at most."""
        return max((self.after[line.day] for line in self.to_do), default=0)

    def weeks(self) -> Iterator[tuple[date, int, int, int]]:
        """Of each week from the first that gets a day to the last: its Monday, the days it gets, what is due in it
        before and after."""
        planned = by_week(Counter(line.day for line in self.to_do))
        before, after = by_week(self.before), by_week(self.after)
        monday, last = min(planned, default=date.max), max(planned, default=date.min)
        while monday <= last:
            yield monday, planned.get(monday, 0), before.get(monday, 0), after.get(monday, 0)
            monday += timedelta(weeks=1)


def draft(look: Look, wish: Wish) -> Draft:
    """Gives each account its day; those with the least to do by then come first. Raises Invalid for too many."""
    accounts = look.session.execute(_accounts(wish).limit(MOST_ACCOUNTS + 1)).all()
    if len(accounts) > MOST_ACCOUNTS:
        most = _("These are more than %(most)d accounts. Narrow the choice, and plan the others after.")
        raise Invalid(most % {"most": MOST_ACCOUNTS})
    standing = {row.account_id: Standing(*row) for row in look.session.execute(_standing(wish))}
    free = [row for row in accounts if wish.changes_existing or not _has_day(standing.get(row.id))]
    horizon = _Horizon(monday_of(wish.days[0]), max(wish.days[0] + LOOKED_AHEAD, wish.days[-1]), look.today)
    before = look.numbers(horizon.first, horizon.last)
    without = before.copy()
    without.subtract(horizon.counted((s.due_on, s.every_days) for row in free if (s := standing.get(row.id))))
    days = dict(zip((row.id for row in free), spread(_choices(look, wish, free), without), strict=True))
    after = without + horizon.counted((day, wish.every_days) for day in days.values())
    lines = [_line(row, wish, days.get(row.id), standing.get(row.id)) for row in accounts]
    return Draft(wish, lines, before, after, _nobodys(look, [row.id for row in free]))


def _nobodys(look: Look, account_ids: Sequence[int]) -> int:
    unheld = among(look.session, SocialAccount.id, account_ids), *conditions({"custodians": "none"})
    return counted(look.session, select(SocialAccount.id).where(*unheld))


@dataclass(frozen=True)
class _Horizon:
    """Between which days is counted."""

    first: date
    last: date
    today: date

    def counted(self, periods: Iterable[tuple[date | None, int | None]]) -> Counter[date]:
        """How often each day comes of these due days and periods."""
        return Counter(day for due_on, every in periods if due_on for day in self._days(due_on, every))

    def _days(self, due_on: date, every_days: int | None) -> Iterator[date]:
        if self.first <= due_on <= self.last:
            yield due_on
        if every_days:
            yield from expected_days(due_on, every_days, first=self.first, last=self.last, today=self.today)


def _has_day(standing: Standing | None) -> bool:
    return standing is not None and standing.calendar_on is not None


def _line(row: Row, wish: Wish, day: date | None, standing: Standing | None) -> Line:
    account_id, platform, handle, _department = row
    was_on = standing.calendar_on if standing else None
    if day is None:
        assert was_on is not None, "only who has a day already gets none"
        return Line(account_id, platform, handle, Outcome.KEPT, was_on, standing)
    outcome = Outcome.CHANGED if was_on else Outcome.NEW
    if standing and (was_on, standing.every_days) == (day, wish.every_days):
        outcome = Outcome.SAME
    return Line(account_id, platform, handle, outcome, day, standing)


def _choices(look: Look, wish: Wish, accounts: Sequence[Row]) -> list[Sequence[date]]:
    """The days that each account may get. Raises Invalid where all of them are closed."""
    if not wish.skips_closed:
        return [wish.days] * len(accounts)
    days, tree = look.office.days, Tree.of(look.session)
    by_place: dict[str | None, Sequence[date]] = {}
    found = []
    for row in accounts:
        place = tree.place_of(days, row.accountable_id)
        if place not in by_place:
            by_place[place] = _open_days(days, wish.days, place)
        found.append(by_place[place])
    return found


def _open_days(days: WorkingDays, wanted: Sequence[date], place: str | None) -> Sequence[date]:
    """Those on which an office is open. Raises Invalid where there is none."""
    found = [day for day in wanted if days.why_closed(day, place) is None]
    if not found:
        why = days.why_closed(wanted[0], place)
        raise Invalid(_("All of these days are closed (%(why)s): begin later, or spread it over more.", why=why))
    return found


def _accounts(wish: Wish) -> Select[int, str, str, int | None]:
    """In the order in which they get their days."""
    fits = (as_value(SocialAccount.state).in_(IN_USE), *conditions(wish.chosen))
    columns = select(SocialAccount.id, SocialAccount.platform, SocialAccount.handle, SocialAccount.accountable_id)
    return columns.where(*fits).order_by(SocialAccount.handle_key, SocialAccount.id)


def _standing(wish: Wish) -> Select[int, int, int, date | None, date | None, int | None, bool, str | None]:
    chosen = _accounts(wish).order_by(None).with_only_columns(SocialAccount.id)
    whole = RotationSchedule.credential == wish.credential, RotationSchedule.line_id.is_(None)
    columns = (
        RotationSchedule.id, RotationSchedule.account_id, RotationSchedule.version, RotationSchedule.calendar_on,
        RotationSchedule.due_on, RotationSchedule.every_days, RotationSchedule.by_hand, RotationSchedule.planned_by,
    )  # fmt: skip
    return select(*columns).where(RotationSchedule.account_id.in_(chosen), *whole)
