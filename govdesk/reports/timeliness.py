"""How credentials were changed: in time or not, and how soon after somebody had left; counted, by nobody's name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import func, or_, select

from govdesk.accounts.models import SocialAccount
from govdesk.reports.periods import Period, period_of, periods
from govdesk.reports.scene import Scene
from govdesk.reports.scope import chosen, in_use
from govdesk.rotation.models import Rotation, RotationEvent, RotationLoss, RotationReason, RotationSchedule

HOUR = timedelta(hours=1)


@dataclass
class Tally:
    """Of one department, or of all, in one period."""

    in_time: int = 0
    days_late: list[int] = field(default_factory=list)
    """Of each that came late or has not come yet, until now."""
    waiting: int = 0
    """Of these, how many have not come yet."""
    hours: list[int] = field(default_factory=list)
    """Of each leaver, from the leaving to the last change, begun hours."""
    unfinished: int = 0
    """Leavers after whom something still is to be changed."""

    @property
    def due(self) -> int:
        return self.in_time + len(self.days_late)

    @property
    def share(self) -> int | None:
        """Changed in time, in percent; None when nothing was due."""
        return self.in_time * 100 // self.due if self.due else None

    @property
    def leavers(self) -> int:
        return len(self.hours) + self.unfinished

    @property
    def median_days_late(self) -> int | None:
        return round(median(self.days_late)) if self.days_late else None

    @property
    def median_hours(self) -> int | None:
        return round(median(self.hours)) if self.hours else None


@dataclass(frozen=True)
class Told:
    """All that was counted."""

    periods: list[Period]
    """The latest first."""
    by_department: dict[tuple[str, int | None], Tally]
    """By the name of the period and the accountable department."""
    of_all: dict[str, Tally]
    whole: Tally
    """All periods together."""


def told(scene: Scene) -> Told:
    """Counted once for a page."""
    key = "timeliness", scene.chosen
    if key not in scene.counted:
        scene.counted[key] = _counted(scene)
    found: Told = scene.counted[key]
    return found


def _counted(scene: Scene) -> Told:
    among = periods(scene.chosen.shown, scene.today)
    found = Told(among, defaultdict(Tally), {period.name: Tally() for period in among}, Tally())
    for day, days_late, department, is_waiting in (*_changes(scene, among[-1]), *_still_due(scene)):
        for tally in _tallies(found, period_of(day, among), department):
            if days_late > 0:
                tally.days_late.append(days_late)
                tally.waiting += is_waiting
            else:
                tally.in_time += 1
    for left_at, hours, departments in _leavings(scene, among[-1]):
        period = period_of(left_at, among)
        for tally, taken in (
            (found.whole, hours),
            (found.of_all[period.name], hours),
            *((found.by_department[period.name, one], own) for one, own in departments.items()),
        ):
            if taken is None:
                tally.unfinished += 1
            else:
                tally.hours.append(taken)
    return found


def _tallies(found: Told, period: Period, department: int | None) -> Iterable[Tally]:
    return found.whole, found.of_all[period.name], found.by_department[period.name, department]


def _changes(scene: Scene, oldest: Period) -> Iterator[tuple[date, int, int | None, bool]]:
    """What was changed since: the day it counts for, days late (none or fewer: in time), department, False.

    What came early counts for the day on which it came, what came late for the day on which it was due.
    """
    query = (
        select(Rotation.was_due_on, Rotation.rotated_on, SocialAccount.accountable_id)
        .join(Rotation.schedule)
        .join(RotationSchedule.account)
        .where(Rotation.was_due_on.is_not(None), Rotation.rotated_on >= oldest.begins_on, *chosen(scene))
    )
    for due_on, rotated_on, department in scene.session.execute(query):
        assert due_on is not None
        day = min(due_on, rotated_on)
        if day >= oldest.begins_on:
            yield day, (rotated_on - due_on).days, department, False


def _still_due(scene: Scene) -> Iterator[tuple[date, int, int | None, bool]]:
    """The same of what has not been changed yet, however long ago it was due."""
    query = (
        select(RotationSchedule.due_on, SocialAccount.accountable_id)
        .join(RotationSchedule.account)
        .where(RotationSchedule.due_on < scene.today, in_use(), *chosen(scene))
    )
    for due_on, department in scene.session.execute(query):
        assert due_on is not None
        yield due_on, (scene.today - due_on).days, department, True


def _leavings(scene: Scene, oldest: Period) -> Iterator[tuple[date, int | None, dict[int | None, int | None]]]:
    """Of each leaver: the day, hours to the last change (None: not all are made), and the same by department."""
    query = (
        select(
            RotationEvent.id,
            RotationEvent.happened_at,
            SocialAccount.accountable_id,
            func.coalesce(Rotation.rotated_at, Rotation.recorded_at),
        )
        .join(RotationLoss, RotationLoss.event_id == RotationEvent.id)
        .join(RotationLoss.schedule)
        .join(RotationSchedule.account)
        .outerjoin(Rotation, Rotation.id == RotationLoss.cleared_by_id)
        .where(
            RotationEvent.kind == RotationReason.LEAVER,
            RotationEvent.happened_at >= scene.morning_of(oldest.begins_on),
            or_(RotationLoss.cleared_by_id.is_not(None), in_use()),
            *chosen(scene),
        )
    )
    began: dict[int, datetime] = {}
    ends: defaultdict[int, defaultdict[int | None, list[datetime | None]]] = defaultdict(lambda: defaultdict(list))
    for event, happened_at, department, changed_at in scene.session.execute(query):
        began[event] = happened_at
        ends[event][department].append(changed_at)
    for event, by_department in ends.items():
        parts = {one: _hours(began[event], moments) for one, moments in by_department.items()}
        everything = [moment for moments in by_department.values() for moment in moments]
        day = scene.day(began[event])
        assert day is not None
        yield day, _hours(began[event], everything), parts


def _hours(since: datetime, moments: list[datetime | None]) -> int | None:
    """Begun hours to the last of them; none where a change came before; None while one is missing."""
    made = [moment for moment in moments if moment is not None]
    if len(made) < len(moments):
        return None
    return max(-((since - max(made)) // HOUR), 0)
