"""What the register makes of somebody who has left, and of somebody who is back."""

from datetime import date, datetime

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts import heeding
from govdesk.accounts.holdings import Holding, holdings_with
from govdesk.accounts.models import Custodianship
from govdesk.directory.models import Person


def end_holdings(session: Session, leaver: Person, *, left_on: date, now: datetime) -> list[Holding]:
    """End every custodianship of `leaver`, and give what they held or answered for until now.

    That they held it stays on record. Owner and deputy stay named, as people who have left, until somebody names
    others: an account without a name would tell nobody whom to ask what became of it.
    """
    # Ended first and read afterwards, so that nothing handed over meanwhile is passed over.
    ended = _end_custodianships(session, leaver, left_on)
    heeding.access_ended(session, ended, None, now)
    holdings = holdings_with(session, leaver, ended)
    for holding in holdings:
        for role in holding.roles:
            audit.record(
                session, f"accounts:{role}:left", holding.account, by=None, at=now, **{f"{role}_id": leaver.id}
            )
    return holdings


def note_return(session: Session, person: Person, *, left_on: date | None, now: datetime) -> None:
    """Put on record that who is back has to be given credentials anew: what ended on `left_on` stays ended."""
    ended = select(Custodianship.account_id).where(
        Custodianship.person_id == person.id, Custodianship.ended_on == left_on
    )
    held = sorted(set(session.scalars(ended))) if left_on else []
    audit.record(session, "accounts:person:returned", person, by=None, at=now, account_ids=held)


def _end_custodianships(session: Session, leaver: Person, left_on: date) -> set[int]:
    """Ids of the accounts whose credential `leaver` held."""
    last_day = case((Custodianship.since_on > left_on, Custodianship.since_on), else_=left_on)
    ended = session.scalars(
        update(Custodianship)
        .where(Custodianship.person_id == leaver.id, Custodianship.ended_on.is_(None))
        .values(ended_on=last_day)
        .returning(Custodianship.account_id)
        .execution_options(synchronize_session=False)
    )
    return set(ended)
