"""Putting a plan for many accounts into the calendar: in one transaction, with few statements for many rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.models import SocialAccount
from govdesk.db import insert_many
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _l
from govdesk.rotation.actions import Terms, Wanted, schedule_all
from govdesk.rotation.calendar.drafting import Draft, Line, Standing
from govdesk.rotation.calendar.models import RotationMove
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.queries import these_to_change
from govdesk.rotation.settling import settle

MEANWHILE = _l("Something has changed since you saw this plan. Look at it again, then put it into the calendar.")


def carry_out(session: Session, plan: Draft, *, form_key: str, by: Person, now: datetime) -> None:
    """Put the plan into the calendar, all of it or nothing. Raises Conflict for what is not as the plan says.

    What happened stays due because of it, whatever day the calendar has.
    """
    there = {line.standing.id: (line, line.standing) for line in plan.to_do if line.standing}
    terms = {day: Terms(day, plan.wish.every_days) for day in plan.wish.days}
    added = [
        Wanted(line.account_id, plan.wish.credential, terms[line.day]) for line in plan.to_do if not line.standing
    ]
    found = _found(session, [standing for _line, standing in there.values()])
    schedule_all(session, added, by=by, now=now)
    _note(session, plan, list(there.values()), by, now)
    moves = [
        {"form_key": form_key, "schedule_id": one.id, "was_on": line.was_on, "to_on": line.day,
         "reason": plan.wish.reason, "by_id": by.id, "moved_at": now}
        for line, one in there.values()
        if line.was_on
    ]  # fmt: skip
    insert_many(session, RotationMove, moves)
    for schedule in found:
        schedule.calendar_on, schedule.every_days = there[schedule.id][0].day, plan.wish.every_days
        schedule.by_hand, schedule.planned_by = True, None
    settle(session, found, now=now, anew=found)
    session.flush()


def _found(session: Session, standing: Sequence[Standing]) -> list[RotationSchedule]:
    found = these_to_change(session, [one.id for one in standing])
    if {one.id: one.version for one in found} != {one.id: one.version for one in standing}:
        raise Conflict(str(MEANWHILE))
    return found


def _note(
    session: Session,
    plan: Draft,
    there: Sequence[tuple[Line, Standing]],
    by: Person,
    now: datetime,
) -> None:
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
