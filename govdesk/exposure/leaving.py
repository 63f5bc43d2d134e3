"""Somebody has left: their own access ends, and what they held is held by nobody from now on."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts import heeding
from govdesk.accounts.touching import Touched
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessGrant, AccountExposure
from govdesk.exposure.queries import HELD, held_by
from govdesk.exposure.touched import of_grant, of_held


def end_access(session: Session, leaver: Person, *, left_on: date, now: datetime) -> list[Touched]:
    """End every own way in of `leaver`; gives what they had anything of beside passwords.

    Second factors, recovery and devices stay named as theirs until somebody says who has them now: each is a task.
    """
    had: list[Touched] = []
    grants = _end_grants(session, leaver, left_on)
    heeding.access_ended(session, {grant.account_id for grant in grants}, None, now)
    for grant in grants:
        had.append(of_grant(grant))
        _record(session, "access_grant", grant.account_id, grant.id, leaver, now)
    for kind in HELD:
        for row in session.scalars(select(kind).where(*held_by(kind, leaver)).order_by(kind.id)):
            had.append(of_held(row))
            _record(session, "held", row.account_id, row.id, leaver, now)
    return had


def _end_grants(session: Session, leaver: Person, left_on: date) -> Sequence[AccessGrant]:
    ended = (
        update(AccessGrant)
        .where(AccessGrant.person_id == leaver.id, AccessGrant.ended_on.is_(None))
        .values(ended_on=left_on)
        .returning(AccessGrant)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return session.scalars(ended).all()


def _record(session: Session, what: str, account_id: int, line: int, leaver: Person, now: datetime) -> None:
    audit.record(
        session, f"exposure:{what}:left", AccountExposure(account_id=account_id), by=None, at=now,
        line=line, person_id=leaver.id,
    )  # fmt: skip
