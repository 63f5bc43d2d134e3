"""The reminder in words, checked once more before it goes out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.i18n import _l
from govdesk.notify.models import Notice
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.plan.rule import USUAL, Audience, Audiences
from govdesk.rotation.queries import schedules_to_write_of
from govdesk.rotation.recipients import Security, recipients
from govdesk.rotation.reminding import reminders_now
from govdesk.rotation.rules import credential_name, stage_of
from govdesk.rotation.settling import EMERGENCY, REMINDER


def reminder(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once it was done or moved, while it rests, or when the addressee does not answer for it any more."""
    schedule = session.get(RotationSchedule, notice.subject_id)
    if schedule is None or schedule.due_on is None or not _still_matters(session, schedule, notice):
        return None
    return {
        "account": schedule.account,
        "what": credential_name(schedule.credential, in_a_sentence=True),
        "due_on": schedule.due_on,
        "reason": schedule.reason,
        "asked": schedule.answerable,
        "path": f"/rotations/{schedule.id}",
        "to_department": notice.department_id is not None,
        "is_told_only": notice.person is not None
        and bool(schedule.answerable)
        and notice.person not in schedule.answerable,
        "is_holder": notice.person in schedule.account.custodians,
    }


def in_their_place(session: Session, notice: Notice) -> Sequence[dict[str, Any]]:
    """The same reminder for everybody who is answerable now."""
    schedule, stage = session.get(RotationSchedule, notice.subject_id), stage_of(notice.stage)
    if schedule is None or stage is None or not _is_still_owed(schedule, notice):
        return ()
    return reminders_now(session, schedule, stage, _audiences(notice), notice.due_at)


def _still_matters(session: Session, schedule: RotationSchedule, notice: Notice) -> bool:
    return _is_still_owed(schedule, notice) and _is_to_be_told(session, schedule, notice)


def _is_still_owed(schedule: RotationSchedule, notice: Notice) -> bool:
    is_same_day = date.fromisoformat(notice.context["due_on"]) == schedule.due_on
    return is_same_day and schedule.account.state.is_in_use and not schedule.at_rest


def _is_to_be_told(session: Session, schedule: RotationSchedule, notice: Notice) -> bool:
    """Whether its reader stands behind the words of the rule now."""
    if notice.department is not None:
        return notice.department in schedule.account.departments
    assert notice.person is not None, "the table demands one recipient"
    if notice.person in schedule.answerable or Role.SECURITY in notice.person.roles:
        return True
    return notice.person in recipients(schedule, _audiences(notice), Security(session))


def _audiences(notice: Notice) -> Audiences:
    """For whom it was meant when it was recorded."""
    said = notice.context.get("to")
    return USUAL if said is None else frozenset(map(Audience, said))


def _loaded(session: Session, notices: Sequence[Notice]) -> object:
    return schedules_to_write_of(session, [notice.subject_id for notice in notices])


def _is_recording(session: Session, now: datetime) -> bool:
    return session.scalar(select(RotationSchedule.id).where(RotationSchedule.remind_at <= now).limit(1)) is not None


UNDER = {
    REMINDER: notify.Digested(_l("Credentials to change"), place=10),
    EMERGENCY: notify.Digested(_l("Change these now: strangers may know them"), place=1, waits=False, apart=True),
}
WHY = _l("you hold the account, or answer for it.")
for kind, under in UNDER.items():
    notify.writes(kind, reminder, why=WHY, digested=under, successors=in_their_place, loads=_loaded)
notify.gathers_while(_is_recording)
