"""The mails of the register: who holds an account moved on, or is about to leave."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.accounts.actions.heralding import LEAVING
from govdesk.accounts.actions.moving import MOVED
from govdesk.accounts.holdings import holdings_of
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.notify.models import Notice


def custodian_moved(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once the mover has nothing to do with these accounts any more.

    A mailbox is read by anybody: what goes there does not say who it is.
    """
    mover = session.get_one(Person, notice.subject_id)
    told = [h for h in holdings_of(session, mover) if h.account.id in notice.context["account_ids"]]
    if not told or not mover.is_employed:
        return None
    is_secret = notice.department is not None and notice.department.mailbox is not None
    path = "/accounts" if is_secret else f"/people/{mover.login}"
    return {"mover": None if is_secret else mover, "holdings": told, "is_secret": is_secret, "path": path}


def custodian_leaving(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None when they do not leave on that day any more, have left already, or have handed everything over.

    Communications learn what somebody answers for, not what they can sign in to.
    """
    leaver = session.get_one(Person, notice.subject_id)
    leaves_on, reader = date.fromisoformat(notice.context["leaves_on"]), notice.person
    is_so = leaver.is_employed and leaver.leaves_on == leaves_on
    if not is_so or reader is None or not reader.roles & {Role.SECURITY, Role.COMMS}:
        return None
    holdings = holdings_of(session, leaver)
    if Role.SECURITY not in reader.roles:
        holdings = [open_one for holding in holdings if (open_one := holding.without_access)]
    told = {"leaver": leaver, "leaves_on": leaves_on, "holdings": holdings, "is_secret": False}
    told["path"] = f"/people/{leaver.login}"
    return told if holdings else None


notify.writes(MOVED, custodian_moved, why=_l("these accounts are your department's, or yours to look after."))
UNDER = notify.Digested(_l("People who are about to leave"), place=60, waits=False)
notify.writes(LEAVING, custodian_leaving, why=_l("you are at security or communications."), digested=UNDER)
