"""The mail that tells security and administrators what happens to a break-glass account."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.i18n import _l
from govdesk.notify.models import Notice
from govdesk.signin.breakglass import LETTER
from govdesk.signin.models import BreakGlass

HAPPENED: dict[str, str] = {
    "opened": _l("A break-glass account was opened"),
    "used": _l("Somebody signed in by the break-glass account"),
    "refused": _l("A sign-in to the break-glass account was refused"),
    "closed": _l("The break-glass account was closed"),
    "expired": _l("The time of the break-glass account is over"),
}


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """Never None: also what is over must be known."""
    account = session.get_one(BreakGlass, notice.subject_id)
    return {
        "happened": HAPPENED[notice.stage or ""],
        "account": account,
        "at": datetime.fromisoformat(notice.context["at"]),
        "address": notice.context.get("address"),
        "operator": notice.context.get("operator"),
        "is_open": account.closed_at is None,
        "path": "/",
    }


notify.writes(LETTER, letter, why=_l("you are at security, or administer Govdesk."))
