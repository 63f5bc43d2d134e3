"""Who holds the credential of an account."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts import heeding
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.accounts.touching import PASSWORD, Touched, Was
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _


def add_custodian(
    session: Session,
    account: SocialAccount,
    person: Person,
    *,
    by: Actor | None,
    now: datetime,
    today: date,
    since_on: date | None = None,
) -> Custodianship:
    """State that `person` holds the credential, from today unless they had it before. Raises Conflict if that is
    already on record: only whoever may read the list may be told so; see `see_to_custodian`.
    """
    if person in account.custodians:
        raise _holds_it(person)
    custodianship = Custodianship(account_id=account.id, person_id=person.id, since_on=since_on or today)
    try:
        with session.begin_nested():
            session.add(custodianship)
    except IntegrityError:
        # Somebody else put the same on record since the account was read.
        raise _holds_it(person) from None
    audit.record(session, "accounts:custodian:added", account, by=by, at=now, custodian_id=person.id)
    password = Touched(account.id, PASSWORD, frozenset({Was.CUSTODIAN}))
    heeding.entered(session, heeding.Entered(password, by, now, today))
    _look_again(session, account, today)
    return custodianship


def see_to_custodian(
    session: Session, account: SocialAccount, person: Person, *, by: Actor | None, now: datetime, today: date
) -> None:
    """Whoever held it before or not, `person` holds the credential afterwards, and nobody learns which it was.

    Nothing that did not happen is written into the trail.
    """
    if person in account.custodians:
        return
    try:
        add_custodian(session, account, person, by=by, now=now, today=today)
    except Conflict:
        session.expire(account, ["custodianships"])


def _holds_it(person: Person) -> Conflict:
    return Conflict(_("%(name)s already holds the credential.", name=person.name))


def end_custodianship(
    session: Session, custodianship: Custodianship, *, by: Actor | None, now: datetime, today: date
) -> None:
    """State that a person holds the credential no longer. Raises Conflict if somebody was faster."""
    ending = (
        update(Custodianship)
        .where(Custodianship.id == custodianship.id, Custodianship.ended_on.is_(None))
        .values(ended_on=today)
        .returning(Custodianship.id)
    )
    if session.scalar(ending) is None:
        raise Conflict(_("This person does not hold the credential any more."))
    account = custodianship.account
    audit.record(session, "accounts:custodian:ended", account, by=by, at=now, custodian_id=custodianship.person_id)
    heeding.access_ended(session, [account.id], by, now)
    _look_again(session, account, today)


def _look_again(session: Session, account: SocialAccount, today: date) -> None:
    session.flush()
    session.expire(account, ["custodianships"])
    heeding.holders_changed(session, [account.id], today)
