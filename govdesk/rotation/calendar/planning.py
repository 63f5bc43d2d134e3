"""Putting a plan for many accounts into the calendar: in one transaction, with few statements for many rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.models import SocialAccount
from govdesk.db import among, insert_many
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _l
from govdesk.rotation.actions import Terms, Wanted, schedule_all
from govdesk.rotation.calendar.drafting import Draft, Line, Standing
from govdesk.rotation.calendar.models import RotationMove, RotationPlan, RotationPlanLine
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.queries import these_to_change
from govdesk.rotation.settling import settle

Changed = Sequence[tuple[Line, Standing]]
"""Those that had a schedule."""
MEANWHILE = _l("Something has changed since you saw this plan. Look at it again, then put it into the calendar.")


def carry_out(session: Session, plan: Draft, *, form_key: str, by: Person, now: datetime) -> RotationPlan:
    """Put the plan into the calendar, all of it or nothing. Raises Conflict for what is not as the plan says.

    What happened stays due because of it, whatever day the calendar has.
    """
    there = {line.standing.id: (line, line.standing) for line in plan.to_do if line.standing}
    terms = {day: Terms(day, plan.wish.every_days) for day in plan.wish.days}
    added = [line for line in plan.to_do if not line.standing]
    made = _made(session, plan, form_key, by, now)
    found = _found(session, [standing for _line, standing in there.values()])
    wanted = [Wanted(line.account_id, plan.wish.credential, terms[line.day]) for line in added]
    schedule_all(session, wanted, by=by, now=now)
    changed = list(there.values())
    _note(session, plan, changed, by, now)
    insert_many(session, RotationPlanLine, _lines(made, changed, _ids(session, plan, added), added))
    insert_many(session, RotationMove, _moves(made, changed))
    for schedule in found:
        schedule.calendar_on, schedule.every_days = there[schedule.id][0].day, plan.wish.every_days
        schedule.by_hand, schedule.planned_by = True, None
    settle(session, found, now=now, anew=found)
    session.flush()
    return made


def made_with(session: Session, form_key: str) -> RotationPlan | None:
    """The plan of a form that was sent before."""
    return session.scalar(select(RotationPlan).where(RotationPlan.form_key == form_key))


def _made(session: Session, plan: Draft, form_key: str, by: Person, now: datetime) -> RotationPlan:
    days = [line.day for line in plan.to_do]
    made = RotationPlan(
        form_key=form_key, credential=plan.wish.credential, first_on=min(days, default=plan.wish.days[0]),
        last_on=max(days, default=plan.wish.days[0]), every_days=plan.wish.every_days, accounts=len(days),
        reason=plan.wish.reason or None, by=by, made_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # the same form, at this very moment
        raise Conflict(str(MEANWHILE)) from None
    audit.record(
        session, "rotation:plan:made", made, by=by, at=now, credential=made.credential, accounts=made.accounts
    )
    return made


def _found(session: Session, standing: Sequence[Standing]) -> list[RotationSchedule]:
    found = these_to_change(session, [one.id for one in standing])
    if {one.id: one.version for one in found} != {one.id: one.version for one in standing}:
        raise Conflict(str(MEANWHILE))
    return found


def _ids(session: Session, plan: Draft, added: Sequence[Line]) -> dict[int, int]:
    """Account → the schedule it has now."""
    of = among(session, RotationSchedule.account_id, [line.account_id for line in added])
    whole = RotationSchedule.credential == plan.wish.credential, RotationSchedule.line_id.is_(None)
    rows = session.execute(select(RotationSchedule.account_id, RotationSchedule.id).where(of, *whole))
    return {row.account_id: row.id for row in rows}


def _lines(made: RotationPlan, there: Changed, ids: Mapping[int, int], added: Sequence[Line]) -> list[dict[str, Any]]:
    """What becomes of each, beside what was before."""
    new = {"is_new": True, "was_on": None, "was_every_days": None, "was_by_hand": False, "was_planned_by": None}
    changed = [
        {"plan_id": made.id, "schedule_id": one.id, "to_on": line.day, "is_new": False, "was_on": one.calendar_on,
         "was_every_days": one.every_days, "was_by_hand": one.by_hand, "was_planned_by": one.planned_by}
        for line, one in there
    ]  # fmt: skip
    return changed + [
        {"plan_id": made.id, "schedule_id": ids[line.account_id], "to_on": line.day, **new} for line in added
    ]


def _moves(made: RotationPlan, there: Changed) -> list[dict[str, Any]]:
    """For the pages of those that had another day."""
    return [
        {"form_key": made.form_key, "schedule_id": one.id, "was_on": line.was_on, "to_on": line.day,
         "reason": made.reason, "by_id": made.by_id, "moved_at": made.made_at}
        for line, one in there
        if line.was_on
    ]  # fmt: skip


def _note(session: Session, plan: Draft, there: Changed, by: Person, now: datetime) -> None:
    """On record, each account by itself."""
    wish = plan.wish
    why = {"reason_digest": audit.digest(wish.reason)} if wish.reason else {}
    changed = [
        (
            line.account_id,
            {
                "credential": wish.credential,
                "due_on": (line.was_on, line.day),
                **_period(one, wish.every_days),
                **why,
            },
        )
        for line, one in there
    ]
    audit.record_all(session, "rotation:schedule:changed", SocialAccount, changed, at=now, by=by)


def _period(standing: Standing, every_days: int | None) -> dict[str, tuple[int | None, int | None]]:
    """What the trail says of a period that changes."""
    return {} if standing.every_days == every_days else {"every_days": (standing.every_days, every_days)}
