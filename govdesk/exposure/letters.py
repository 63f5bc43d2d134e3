"""The mail to whoever is responsible when an exception is over."""

from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Permission, may
from govdesk.accounts.queries import account
from govdesk.exposure.exceptions import REOPENED
from govdesk.exposure.models import AccessException
from govdesk.notify.models import Notice


def exception_over(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once the account is out of use, or for who may not read its access list any more."""
    exception = session.get_one(AccessException, notice.subject_id)
    subject = account(session, exception.account_id)
    reader = notice.person
    if not subject.state.is_in_use or reader is None or not may(reader, Permission.ACCESS_READ, subject):
        return None
    return {"account": subject, "exception": exception, "path": f"/accounts/{subject.id}/access"}


notify.writes(REOPENED, exception_over)
