"""Somebody has left: their own access ends, and what they held is held by nobody from now on."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessGrant, AccountExposure
from govdesk.exposure.queries import HELD, held_by


def end_access(session: Session, leaver: Person, *, left_on: date, now: datetime) -> set[int]:
    """End every own way in of `leaver`; gives the ids of the accounts that they had anything of beside passwords.

    Second factors, recovery and devices stay named as theirs until somebody says who has them now: each is a task.
    """
    ended = _end_grants(session, leaver, left_on)
    for account_id, line in ended:
        _record(session, "access_grant", account_id, line, leaver, now)
    left_behind = [
        (account_id, line)
        for kind in HELD
        for account_id, line in session.execute(select(kind.account_id, kind.id).where(*held_by(kind, leaver)))
    ]
    for account_id, line in left_behind:
        _record(session, "held", account_id, line, leaver, now)
    return {account_id for account_id, _line in ended + left_behind}


def _end_grants(session: Session, leaver: Person, left_on: date) -> list[tuple[int, int]]:
    """Account and id of each."""
    ended = session.execute(
        update(AccessGrant)
        .where(AccessGrant.person_id == leaver.id, AccessGrant.ended_on.is_(None))
        .values(ended_on=left_on)
        .returning(AccessGrant.account_id, AccessGrant.id)
        .execution_options(synchronize_session=False)
    )
    return [(row.account_id, row.id) for row in ended]


def _record(session: Session, what: str, account_id: int, line: int, leaver: Person, now: datetime) -> None:
    audit.record(
        session, f"exposure:{what}:left", AccountExposure(account_id=account_id), by=None, at=now,
        line=line, person_id=leaver.id,
    )  # fmt: skip
