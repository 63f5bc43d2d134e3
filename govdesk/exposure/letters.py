"""The mails about an exception: it waits, it is decided, it comes to its end, it is over."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Permission, may
from govdesk.accounts.queries import account
from govdesk.exposure.exceptions import ASKED, DECIDED, REOPENED
from govdesk.exposure.models import AccessException, ExceptionState
from govdesk.exposure.warning import ENDING
from govdesk.i18n import _l
from govdesk.notify.models import Notice


def of_exception(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once the account is out of use, or for who may not read its access list any more."""
    exception = session.get_one(AccessException, notice.subject_id)
    subject = account(session, exception.account_id)
    reader = notice.person
    if not subject.state.is_in_use or reader is None or not may(reader, Permission.ACCESS_READ, subject):
        return None
    return {"account": subject, "exception": exception, "path": f"/accounts/{subject.id}/access"}


def exception_ending(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None, too, when it was ended before its last day."""
    if session.get_one(AccessException, notice.subject_id).ended_on is not None:
        return None
    return of_exception(session, notice)


def exception_asked(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None, too, when somebody else at security was faster."""
    if session.get_one(AccessException, notice.subject_id).state is not ExceptionState.ASKED:
        return None
    return of_exception(session, notice)


UNDER = notify.Digested(_l("Weaknesses that were excused"), place=30)

WHY = _l("you answer for this account's access list, or are at security.")

notify.writes(ASKED, exception_asked, why=_l("you are at security, which decides about exceptions."))
notify.writes(DECIDED, of_exception, why=_l("you asked for it."))
notify.writes(REOPENED, of_exception, why=WHY, digested=replace(UNDER, waits=False))
notify.writes(ENDING, exception_ending, why=WHY, digested=UNDER)
