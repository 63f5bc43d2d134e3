"""Somebody works in another department: what they still have of accounts that they have nothing else to do with."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.actions.moving import has_left_its_owners
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.touching import Touched
from govdesk.directory.models import Department, Person
from govdesk.exposure.models import AccessGrant, AccountExposure
from govdesk.exposure.queries import HELD, accounts_by_id, held_by
from govdesk.exposure.touched import of_grant, of_held

Line = tuple[Touched, int]
"""What it is for rotations, and its id."""


def note_lines(session: Session, mover: Person, before: Department | None, *, now: datetime) -> list[Touched]:
    """What `mover` has of accounts of the department they left; the lines stay until somebody ends them.

    Of who is owner or deputy the department decides first: see `accounts.actions.moving.note_move`.
    """
    lines = [*_grants(session, mover), *_held(session, mover)]
    concerned = accounts_by_id(session, [touched.account_id for touched, _line in lines])
    left = {
        account.id
        for account in concerned
        if has_left_its_owners(account, mover, before) and not _has_a_say(account, mover)
    }
    gone = [(touched, line) for touched, line in lines if touched.account_id in left]
    for touched, line in gone:
        audit.record(
            session, "exposure:line:moved", AccountExposure(account_id=touched.account_id), by=None, at=now,
            line=line, person_id=mover.id,
        )  # fmt: skip
    return [touched for touched, _line in gone]


def _grants(session: Session, mover: Person) -> list[Line]:
    own = select(AccessGrant).where(AccessGrant.person_id == mover.id, AccessGrant.ended_on.is_(None))
    return [(of_grant(grant), grant.id) for grant in session.scalars(own.order_by(AccessGrant.id))]


def _held(session: Session, mover: Person) -> list[Line]:
    return [
        (of_held(row), row.id)
        for kind in HELD
        for row in session.scalars(select(kind).where(*held_by(kind, mover)).order_by(kind.id))
    ]


def _has_a_say(account: SocialAccount, mover: Person) -> bool:
    return mover.id in (account.owner_id, account.deputy_id)
