"""What pages show of a change on its way: its steps with who did them, and how far it has come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.platforms.facts import FactorKind
from govdesk.accounts.ways import WaysIn
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.neighbours import neighbours
from govdesk.rotation.work.checklist import Checklist
from govdesk.rotation.work.models import RotationStep, RotationWork, WorkState
from govdesk.rotation.work.queries import all_under_way
from govdesk.rotation.work.rules import Step


@dataclass(frozen=True)
class Lists:
    """Where steps come from: the organisation's file, and what is known of platforms."""

    checklist: Checklist
    policies: Path | None

    def steps(self, schedule: RotationSchedule, ways: WaysIn) -> list[Step]:
        """What is to be done of it."""
        platform = schedule.account.platform
        return self.checklist.steps_for(
            schedule.credential, platform, ways, offers_codes=self._offers_codes(platform)
        )

    def _offers_codes(self, platform: str) -> bool:
        known = catalogue(self.policies).platforms.get(platform)
        return known is not None and known.second_factor is not None and FactorKind.CODES in known.second_factor.kinds


@dataclass(frozen=True)
class Line:
    """A step, and what became of it."""

    step: Step
    mark: RotationStep | None


@dataclass(frozen=True)
class Board:
    """One change: its steps in their order."""

    work: RotationWork | None
    """None before the first step."""
    lines: Sequence[Line]
    ways: WaysIn

    @property
    def done(self) -> int:
        return sum(line.mark is not None for line in self.lines)

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def left(self) -> list[Line]:
        return [line for line in self.lines if line.mark is None]

    @property
    def is_begun(self) -> bool:
        return self.work is not None and (self.done > 0 or self.work.state is not WorkState.BEGUN)

    @property
    def steps(self) -> list[Step]:
        return [line.step for line in self.lines]

    def step(self, key: str) -> Step | None:
        """The step of this name, if it applies."""
        return next((step for step in self.steps if step.key == key), None)


def board(session: Session, lists: Lists, schedule: RotationSchedule, work: RotationWork | None) -> Board:
    """The steps of one change, by the work that is kept of it."""
    ways = neighbours().ways_of(session, [schedule.account_id])[schedule.account_id]
    return _board(lists, schedule, work, ways)


def left_over(session: Session, lists: Lists, schedule: RotationSchedule, work: RotationWork) -> Board:
    """The steps of a change that counts already, of which some may have been left for later."""
    found = board(session, lists, schedule, work)
    return replace(found, lines=[line for line in found.lines if line.mark or line.step.key in work.later])


def boards(session: Session, lists: Lists, schedules: Collection[RotationSchedule]) -> dict[int, Board]:
    """By schedule those that are under way, for lists; in a handful of statements, however many there are."""
    works = all_under_way(session, [schedule.id for schedule in schedules])
    begun = [schedule for schedule in schedules if schedule.id in works]
    if not begun:
        return {}
    ways = neighbours().ways_of(session, {schedule.account_id for schedule in begun})
    found = {one.id: _board(lists, one, works[one.id], ways[one.account_id]) for one in begun}
    return {id_: one for id_, one in found.items() if one.is_begun}


def _board(lists: Lists, schedule: RotationSchedule, work: RotationWork | None, ways: WaysIn) -> Board:
    marks = {mark.step: mark for mark in work.marks} if work else {}
    return Board(work, [Line(step, marks.get(step.key)) for step in lists.steps(schedule, ways)], ways)
