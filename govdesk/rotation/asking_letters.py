"""The mail to security when somebody asks for a change, or says in a campaign that one is needed: who, and of what.

Why stands behind the door.
"""

from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Permission, may
from govdesk.i18n import _l
from govdesk.notify.models import Notice
from govdesk.rotation.asking import ASKED
from govdesk.rotation.models import RotationEvent, RotationReason
from govdesk.rotation.rules import credential_name


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once it is changed, or for who is not with security any more."""
    event = session.get(RotationEvent, notice.subject_id)
    if event is None or event.account is None or event.opened_by is None:
        return None
    open_ones = [loss for loss in event.losses if loss.cleared_by_id is None]
    if not open_ones or notice.person is None or not may(notice.person, Permission.ROTATION_TELL):
        return None
    return {
        "account": event.account,
        "by": event.opened_by,
        "is_known": event.kind is RotationReason.CAMPAIGN,
        "what": credential_name(open_ones[0].schedule.credential, in_a_sentence=True),
        "path": f"/rotations/events/{event.id}",
    }


notify.writes(
    ASKED,
    letter,
    why=_l("you work in security, which sees that what was asked for is changed."),
    digested=notify.Digested(_l("Changes that were asked for"), place=12),
)
