"""Calling people to the emergency sheet by mail: the mail leads to it and holds nothing of it.

Who can get in is worth phishing for, and somebody else may read the mailbox: names and places stay where they are.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.access import Permission, Role, may
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.exposure.models import AccountExposure
from govdesk.i18n import _l
from govdesk.incidents.logbook import enter
from govdesk.incidents.models import Incident
from govdesk.incidents.queries import losses_of, open_one_of, still_open
from govdesk.incidents.rules import EntryKind
from govdesk.notify.models import Notice

SHEET = "emergency_sheet"


def may_be_called(session: Session, account: SocialAccount) -> list[Person]:
    """Who answers for the account and everybody at security, each once: all of them may read the sheet."""
    head = account.accountable.head if account.accountable else None
    answering = (person for person in (account.owner, account.deputy, head) if person and person.is_employed)
    people = dict.fromkeys((*answering, *session.scalars(people_with_role(Role.SECURITY))))
    return [person for person in people if may(person, Permission.ACCESS_READ, account)]


def call_to_sheet(
    session: Session, account: SocialAccount, people: Sequence[Person], *, by: Person, form_key: str, now: datetime
) -> None:
    """Owe each of them a mail that leaves at once; the same form twice is sent once."""
    told: dict[str, Any] = {"subject": account, "at": now, "context": {"by_id": by.id}, "is_urgent": True}
    called = [
        person for person in people
        if notify.queue(session, SHEET, to=person, key=f"sheet:{form_key}:p{person.id}", **told)
    ]  # fmt: skip
    if not called:
        return
    numbers = AccountExposure(account_id=account.id)
    ids = sorted(person.id for person in called)
    audit.record(session, "incidents:sheet:sent", numbers, by=by, at=now, recipient_ids=ids)
    if incident := open_one_of(session, account):
        enter(session, incident, EntryKind.CALLED, by=by, now=now, number=len(called))


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """How it stands when the mail goes out; None for who may not read the sheet any more."""
    account = session.get(SocialAccount, notice.subject_id)
    if account is None or notice.person is None or not may(notice.person, Permission.ACCESS_READ, account):
        return None
    incident = open_one_of(session, account)
    return {
        "account": account,
        "by": session.get_one(Person, notice.context["by_id"]),
        "is_going_on": incident is not None,
        "remaining": _remaining(session, incident) if incident else 0,
        "path": f"/incidents/{incident.id}/sheet" if incident else f"/accounts/{account.id}/sheet",
    }


def _remaining(session: Session, incident: Incident) -> int:
    return len(still_open(losses_of(session, incident)))


notify.writes(SHEET, letter, why=_l("you answer for this account or work in security, and were called."))
