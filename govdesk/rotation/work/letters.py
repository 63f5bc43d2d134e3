"""The mail to the second person, and to whoever changed it if it was not confirmed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Permission, may
from govdesk.i18n import _l
from govdesk.notify.models import Notice
from govdesk.rotation.rules import credential_name
from govdesk.rotation.work.asking import waited_days
from govdesk.rotation.work.models import RotationWork, WorkState
from govdesk.rotation.work.second import ASKED, REFUSED, SECOND, rows, seconds


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once it was settled, or when the addressee may not confirm it any more."""
    work = session.get(RotationWork, notice.subject_id)
    if work is None or notice.person is None or not _still_matters(work, notice):
        return None
    is_refused = notice.stage == REFUSED
    return {
        "account": work.schedule.account,
        "what": credential_name(work.schedule.credential, in_a_sentence=True),
        "is_refused": is_refused,
        "waited": waited_days(notice.stage),
        "reason": (work.refusal or "").rstrip("."),
        "path": f"/rotations/{work.schedule_id}",
    }


def in_their_place(session: Session, notice: Notice) -> Sequence[dict[str, Any]]:
    """The same question to whoever may confirm it now."""
    work = session.get(RotationWork, notice.subject_id)
    if work is None or notice.stage == REFUSED or not _is_open(work):
        return ()
    return rows(work, seconds(session, work), at=notice.due_at, stage=notice.stage or ASKED)


def _still_matters(work: RotationWork, notice: Notice) -> bool:
    if notice.stage == REFUSED:
        return work.state is WorkState.REFUSED and notice.person_id == work.said_by_id
    assert notice.person is not None, "only people are asked"
    return _is_open(work) and may(notice.person, Permission.ROTATION_CONFIRM, work)


def _is_open(work: RotationWork) -> bool:
    return work.waits and work.schedule.account.state.is_in_use


notify.writes(
    SECOND,
    letter,
    why=_l("you may confirm a change that a colleague has made."),
    digested=notify.Digested(_l("Changes of credentials to confirm"), place=11),
    successors=in_their_place,
)
