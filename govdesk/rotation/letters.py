"""The reminder in words, checked once more before it goes out."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.notify.models import Notice
from govdesk.rotation.actions import REMINDER
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.rules import credential_name


def reminder(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once it was done or moved, or when the addressee does not answer for it any more."""
    schedule = session.get(RotationSchedule, notice.subject_id)
    if schedule is None or schedule.due_on is None or not _still_matters(schedule, notice):
        return None
    return {
        "account": schedule.account,
        "what": credential_name(schedule.credential, in_a_sentence=True),
        "due_on": schedule.due_on,
        "reason": schedule.reason,
        "asked": schedule.answerable,
        "path": f"/rotations/{schedule.id}",
        "to_department": notice.department_id is not None,
        "is_holder": notice.person in schedule.account.custodians,
    }


def _still_matters(schedule: RotationSchedule, notice: Notice) -> bool:
    assert schedule.due_on is not None
    if not schedule.account.state.is_in_use:
        return False
    return date.fromisoformat(notice.context["due_on"]) == schedule.due_on and _is_answerable(schedule, notice)


def _is_answerable(schedule: RotationSchedule, notice: Notice) -> bool:
    if notice.department is not None:
        return notice.department in schedule.account.departments
    assert notice.person is not None, "the table demands one recipient"
    return notice.person in schedule.answerable or Role.SECURITY in notice.person.roles


notify.writes(REMINDER, reminder)
