"""Somebody tells security that somebody else may be in an account; security looks, and begins an incident or not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from govdesk import audit, notify
from govdesk.access import Permission, Role, may
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.errors import Conflict, NotFound
from govdesk.i18n import _, _l
from govdesk.incidents.logbook import refuse_secrets
from govdesk.incidents.models import Suspicion
from govdesk.notify.models import Notice
from govdesk.web.guard import NO_SUCH_PAGE

SUSPECTED = "incident_suspected"


def suspect(
    session: Session, account: SocialAccount, reason: str, *, by: Person, form_key: str | None, now: datetime
) -> None:
    """Tell everybody at security at once; the same form twice is told once. Raises Invalid for a secret."""
    if form_key and session.scalar(select(Suspicion.id).where(Suspicion.form_key == form_key)):
        return
    refuse_secrets(reason)
    told = Suspicion(account=account, reason=reason, by=by, at=now, form_key=form_key)
    session.add(told)
    session.flush()
    audit.record(
        session, "incidents:suspicion:told", told, by=by, at=now, account_id=account.id,
        reason_digest=audit.digest(reason),
    )  # fmt: skip
    to = {f"suspicion:{told.id}:p{person.id}": person for person in session.scalars(people_with_role(Role.SECURITY))}
    notify.queue_all(session, SUSPECTED, subject=told, to=to, at=now)


def settle_all(session: Session, account: SocialAccount, *, by: Person, now: datetime) -> None:
    """An incident has begun: that is the answer to all of them."""
    for suspicion in open_suspicions(session, account):
        suspicion.settled_at, suspicion.settled_by_id = now, by.id


def dismiss(session: Session, suspicion: Suspicion, *, by: Person, now: datetime) -> None:
    """Security looked, and there is nothing in it. Raises Conflict when somebody was faster."""
    if suspicion.settled_at is not None:
        raise Conflict(_("Somebody has settled this meanwhile."))
    suspicion.settled_at, suspicion.settled_by_id = now, by.id
    notify.cancel(session, SUSPECTED, subject=suspicion, now=now)
    audit.record(session, "incidents:suspicion:dismissed", suspicion, by=by, at=now)


def suspicion(session: Session, suspicion_id: int) -> Suspicion:
    """One of them, kept from others until the transaction ends. Raises NotFound."""
    found = session.scalar(select(Suspicion).where(Suspicion.id == suspicion_id).with_for_update(of=Suspicion))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def open_suspicions(session: Session, account: SocialAccount | None = None) -> Sequence[Suspicion]:
    """What nobody has settled, of one account or of all, the oldest first; a page of them."""
    query = select(Suspicion).where(Suspicion.settled_at.is_(None)).order_by(Suspicion.id).limit(50)
    if account is not None:
        query = query.where(Suspicion.account_id == account.id)
    return session.scalars(query.options(joinedload(Suspicion.account), joinedload(Suspicion.by))).all()


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once it is settled, or for who is not with security any more."""
    told = session.get(Suspicion, notice.subject_id)
    if told is None or told.settled_at is not None or notice.person is None:
        return None
    if not may(notice.person, Permission.INCIDENT_LEAD):
        return None
    return {"account": told.account, "by": told.by, "path": f"/accounts/{told.account_id}/incident"}


notify.writes(SUSPECTED, letter, why=_l("you work in security."))
