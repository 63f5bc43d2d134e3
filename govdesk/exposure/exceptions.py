"""Something weak may stand until a day: asked for, approved by somebody else, and over by itself."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.access import Role
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.errors import Conflict
from govdesk.exposure.actions import refuse_secrets
from govdesk.exposure.findings import Weakness, weaknesses
from govdesk.exposure.models import AccessException, AccountExposure, ExceptionState
from govdesk.exposure.queries import responsible_for
from govdesk.exposure.reading import facts_of, lines_of
from govdesk.exposure.reckoning import reckon
from govdesk.i18n import _

REOPENED = "exception_over"
ASKED = "exception_asked"
DECIDED = "exception_decided"


@dataclass(frozen=True)
class Wish:
    """What is to stand, why, and until when."""

    weakness: Weakness
    reason: str
    ends_on: date


def ask_exception(
    session: Session, account: SocialAccount, wish: Wish, *, by: Person, form_key: str | None, now: datetime
) -> AccessException:
    """Put a wish before security; the same form twice is one wish. Raises Invalid when the reason holds a secret."""
    refuse_secrets({"reason": wish.reason})
    if form_key and (known := session.scalar(select(AccessException).where(AccessException.form_key == form_key))):
        return known
    exception = AccessException(
        account_id=account.id, weakness=wish.weakness, reason=wish.reason, ends_on=wish.ends_on,
        asked_by_id=by.id, form_key=form_key,
    )  # fmt: skip
    session.add(exception)
    session.flush()
    _record(session, "asked", exception, by=by, now=now, ends_on=wish.ends_on)
    for person in session.scalars(people_with_role(Role.SECURITY)):
        if person.id != by.id:
            key = f"exception:{exception.id}:asked:p{person.id}"
            notify.queue(session, ASKED, subject=exception, to=person, key=key, at=now)
    return exception


def approve_exception(
    session: Session, exception: AccessException, *, by: Person, now: datetime, today: date
) -> None:
    """Let it stand. Raises Conflict when it is decided or over already, or was asked for by the same person."""
    if exception.state is not ExceptionState.ASKED or exception.ends_on < today:
        raise Conflict(_("This exception has been decided meanwhile, or its last day is over."))
    if exception.asked_by_id == by.id:
        raise Conflict(_("Somebody else at security has to approve what you asked for yourself."))
    exception.approved_by_id, exception.approved_at = by.id, now
    session.flush()
    _record(session, "approved", exception, by=by, now=now, ends_on=exception.ends_on)
    _tell_decision(session, exception, by=by, now=now)
    reckon(session, [exception.account_id], today)


def end_exception(
    session: Session, exception: AccessException, *, by: Person | None, now: datetime, today: date
) -> None:
    """It stands no longer: refused, taken back or over. Raises Conflict if somebody was faster."""
    if exception.ended_on is not None:
        raise Conflict(_("This exception is over already."))
    was_asked = exception.state is ExceptionState.ASKED
    exception.ended_on = today
    session.flush()
    _record(session, "ended", exception, by=by, now=now)
    if was_asked and by is not None:
        _tell_decision(session, exception, by=by, now=now)
    reckon(session, [exception.account_id], today)


def _tell_decision(session: Session, exception: AccessException, *, by: Person, now: datetime) -> None:
    """Who asked hears what became of it, and security need not be told any more that it waits."""
    notify.cancel(session, ASKED, subject=exception, now=now)
    if exception.asked_by_id != by.id:
        key = f"exception:{exception.id}:decided"
        notify.queue(session, DECIDED, subject=exception, to=exception.asked_by, key=key, at=now)


def reopen(session: Session, exception: AccessException, *, now: datetime, today: date) -> None:
    """Its last day is over: what it excused is open again, and those whom it concerns hear of it."""
    was_approved = exception.state is ExceptionState.APPROVED
    end_exception(session, exception, by=None, now=now, today=today)
    if was_approved and matters(session, exception, today):
        for person in concerned(session, exception):
            key = f"exception:{exception.id}:over:p{person.id}"
            notify.queue(session, REOPENED, subject=exception, to=person, key=key, at=now)


def matters(session: Session, exception: AccessException, today: date) -> bool:
    """Whether its end changes anything: the facts are as they were, and no later exception excuses them."""
    lines = lines_of(session, [exception.account_id])[exception.account_id]
    is_renewed = any(
        other.weakness is exception.weakness and other.approved_by_id and other.ends_on > exception.ends_on
        for other in lines.exceptions
    )
    return not is_renewed and exception.weakness in weaknesses(facts_of(lines, today))


def concerned(session: Session, exception: AccessException) -> list[Person]:
    """Whom to tell of its end, as far as they work here: who asked, whoever is responsible, security.

    Security always hears of it, so that an account without anybody responsible is not left open in silence.
    """
    security = session.scalars(people_with_role(Role.SECURITY))
    found = [exception.asked_by, responsible_for(exception.account), *security]
    return [person for person in dict.fromkeys(found) if person is not None and person.is_employed]


def _record(
    session: Session, verb: str, exception: AccessException, *, by: Person | None, now: datetime, **fields: object
) -> None:
    audit.record(
        session, f"exposure:exception:{verb}", AccountExposure(account_id=exception.account_id), by=by, at=now,
        weakness=exception.weakness, line=exception.id, **fields,
    )  # fmt: skip
