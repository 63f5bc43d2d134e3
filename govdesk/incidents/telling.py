"""Who hears of an incident at once: those who hold the account, those who answer for it, security and
communications."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Permission, Role, may
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.i18n import _l
from govdesk.incidents.models import Incident
from govdesk.notify.models import Notice

OPENED = "incident_opened"


def tell_at_once(session: Session, incident: Incident, *, now: datetime) -> None:
    """A mail of its own to each; what each is asked to change comes by itself."""
    roles = (session.scalars(people_with_role(role)) for role in (Role.SECURITY, Role.COMMS))
    people = [*holders_of(incident.account), *(person for some in roles for person in some)]
    to = {f"incident:{incident.id}:p{person.id}": person for person in people if person.is_employed}
    notify.queue_all(session, OPENED, subject=incident, to=to, at=now, is_urgent=True)


def holders_of(account: SocialAccount) -> Iterable[Person]:
    """Who holds it and who answers for it."""
    head = account.accountable.head if account.accountable else None
    return (person for person in (*account.custodians, account.owner, account.deputy, head) if person)


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once it has ended, or for who has nothing to do with the account any more."""
    incident = session.get(Incident, notice.subject_id)
    if incident is None or incident.closed_at is not None or notice.person is None:
        return None
    reader = notice.person
    if reader not in list(holders_of(incident.account)) and not reader.roles & {Role.SECURITY, Role.COMMS}:
        return None
    sees_it = may(reader, Permission.INCIDENT_READ, incident)
    return {
        "account": incident.account,
        "is_holder": reader in incident.account.custodians,
        "leads": may(reader, Permission.INCIDENT_LEAD),
        "number": len(incident.in_it) - 1,
        "path": f"/incidents/{incident.id}" if sees_it else f"/accounts/{incident.account_id}",
    }


notify.writes(OPENED, letter, why=_l("you hold this account, answer for it, or work in security or communications."))
