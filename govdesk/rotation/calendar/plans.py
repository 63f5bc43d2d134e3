"""Plans that were made, and taking one back: each schedule has its day of before, if nothing was recorded since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session, joinedload

from govdesk import audit
from govdesk.accounts.models import SocialAccount
from govdesk.db import among
from govdesk.directory.models import Person
from govdesk.errors import Conflict, NotFound
from govdesk.i18n import ngettext
from govdesk.rotation.calendar.models import RotationMove, RotationPlan, RotationPlanLine
from govdesk.rotation.models import Rotation, RotationLoss, RotationSchedule
from govdesk.rotation.settling import settle
from govdesk.rotation.work.models import RotationWork
from govdesk.web.guard import NO_SUCH_PAGE

MOST_SHOWN = 20
NAMED = 3


@dataclass(frozen=True)
class Undone:
    """What came of taking a plan back."""

    plan: RotationPlan
    back: int
    """How many have the day of before, or none as before."""
    stays: int = 0
    """How many were given another day since: that one stays."""


def plan_to_undo(session: Session, plan_id: int) -> RotationPlan:
    """One plan, kept from others until the transaction ends. Raises NotFound."""
    found = session.scalar(select(RotationPlan).where(RotationPlan.id == plan_id).with_for_update())
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def plans(session: Session) -> Sequence[RotationPlan]:
    """The latest first."""
    named = joinedload(RotationPlan.by), joinedload(RotationPlan.undone_by)
    return session.scalars(
        select(RotationPlan).options(*named).order_by(RotationPlan.id.desc()).limit(MOST_SHOWN)
    ).all()


def undo(session: Session, plan: RotationPlan, reason: str, *, by: Person, now: datetime) -> Undone:
    """Give each schedule of a plan the day of before, in one transaction; a second time nothing is done.

    What was given another day since keeps that one. Raises Conflict where a change is on record since.
    """
    if plan.undone_at is not None:
        return Undone(plan, 0)
    lines = session.scalars(select(RotationPlanLine).where(RotationPlanLine.plan_id == plan.id)).all()
    schedules = {one.id: one for one in session.scalars(_locked(session, [line.schedule_id for line in lines]))}
    _demand_unrecorded(session, plan, schedules)
    back = [line for line in lines if _is_as_planned(schedules.get(line.schedule_id), line, plan)]
    _note(session, plan, [(line, schedules[line.schedule_id]) for line in back], reason, by, now)
    for line in back:
        _restore(schedules[line.schedule_id], line)
    restored = [schedules[line.schedule_id] for line in back]
    settle(session, restored, now=now, anew=restored)
    plan.undone_at, plan.undone_by, plan.undone_because = now, by, reason
    moved = RotationMove.form_key == plan.form_key, RotationMove.undone_at.is_(None)
    session.execute(update(RotationMove).where(*moved).values(undone_at=now))
    session.flush()
    _drop(session, [line.schedule_id for line in back if line.is_new])
    return Undone(plan, len(back), len(lines) - len(back))


def _locked(session: Session, ids: Sequence[int]) -> Select[RotationSchedule]:
    query = select(RotationSchedule).where(among(session, RotationSchedule.id, ids)).order_by(RotationSchedule.id)
    return query.with_for_update(of=RotationSchedule).execution_options(populate_existing=True)


def _demand_unrecorded(session: Session, plan: RotationPlan, ids: Collection[int]) -> None:
    """Nobody's work is undone: neither a change on record nor one that waits for its second person."""
    of_plan = among(session, RotationSchedule.id, list(ids))
    done = select(Rotation.schedule_id).where(Rotation.recorded_at >= plan.made_at)
    said = select(RotationWork.schedule_id).where(RotationWork.said_at >= plan.made_at)
    handles = session.scalars(
        select(SocialAccount.handle)
        .join(RotationSchedule, RotationSchedule.account_id == SocialAccount.id)
        .where(of_plan, RotationSchedule.id.in_(done.union(said)))
        .order_by(SocialAccount.handle_key)
    ).all()
    if handles:
        named = ", ".join(handles[:NAMED]) + ("…" if len(handles) > NAMED else "")
        raise Conflict(
            ngettext(
                "Work on %(n)d account of this plan is on record since (%(names)s), so that it cannot be taken back"
                " as a whole. Move the days that should be others in the calendar.",
                "Work on %(n)d accounts of this plan is on record since (%(names)s), so that it cannot be taken back"
                " as a whole. Move the days that should be others in the calendar.",
                len(handles),
                names=named,
            )
        )


def _is_as_planned(schedule: RotationSchedule | None, line: RotationPlanLine, plan: RotationPlan) -> bool:
    return schedule is not None and (schedule.calendar_on, schedule.every_days) == (line.to_on, plan.every_days)


def _restore(schedule: RotationSchedule, line: RotationPlanLine) -> None:
    schedule.calendar_on, schedule.every_days = line.was_on, line.was_every_days
    schedule.by_hand, schedule.planned_by = line.was_by_hand, line.was_planned_by


def _drop(session: Session, ids: Sequence[int]) -> None:
    """Schedules that were made by the plan alone; one to which something has happened since stays without a day."""
    happened = (
        select(kind.schedule_id).where(among(session, kind.schedule_id, ids))
        for kind in (Rotation, RotationLoss, RotationWork)
    )
    kept = {id_ for query in happened for id_ in session.scalars(query)}
    gone = [id_ for id_ in ids if id_ not in kept]
    session.execute(
        delete(RotationSchedule)
        .where(among(session, RotationSchedule.id, gone))
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def _note(
    session: Session,
    plan: RotationPlan,
    back: Sequence[tuple[RotationPlanLine, RotationSchedule]],
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    """On record, the plan and each account by itself."""
    why = {"reason_digest": audit.digest(reason)}
    told = [
        (one.account_id, {"credential": plan.credential, "due_on": (line.to_on, line.was_on), **why})
        for line, one in back
    ]
    audit.record_all(session, "rotation:schedule:changed", SocialAccount, told, at=now, by=by)
    audit.record(
        session, "rotation:plan:undone", plan, by=by, at=now, credential=plan.credential, accounts=len(back), **why
    )
