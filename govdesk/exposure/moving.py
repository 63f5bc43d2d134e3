"""Somebody works in another department: what they still have of accounts that they have nothing else to do with."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.actions.moving import has_left_its_owners
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.exposure.leaving import BY_WAY, LeftBehind, name_of
from govdesk.exposure.models import AccessGrant, AccountExposure
from govdesk.exposure.queries import HELD, accounts_by_id, held_by

Line = tuple[int, str, int]
"""Account, name of what it is for rotations, id."""


def note_lines(session: Session, mover: Person, before: Department | None, *, now: datetime) -> LeftBehind:
    """What `mover` has of accounts of the department they left; the lines stay until somebody ends them.

    Of who is custodian, owner or deputy the department decides first: see `accounts.actions.moving.note_move`.
    """
    lines = [*_grants(session, mover), *_held(session, mover)]
    had: LeftBehind = defaultdict(set)
    concerned = [
        account
        for account in accounts_by_id(session, [account_id for account_id, _name, _line in lines])
        if has_left_its_owners(account, mover, before) and not _has_a_say(account, mover)
    ]
    left = {account.id for account in concerned}
    for account_id, name, line in lines:
        if account_id in left:
            had[account_id].add(name)
            audit.record(
                session, "exposure:line:moved", AccountExposure(account_id=account_id), by=None, at=now,
                line=line, person_id=mover.id,
            )  # fmt: skip
    return had


def _grants(session: Session, mover: Person) -> list[Line]:
    own = select(AccessGrant).where(AccessGrant.person_id == mover.id, AccessGrant.ended_on.is_(None))
    return [
        (grant.account_id, BY_WAY[grant.way], grant.id) for grant in session.scalars(own.order_by(AccessGrant.id))
    ]


def _held(session: Session, mover: Person) -> list[Line]:
    return [
        (row.account_id, name_of(row), row.id)
        for kind in HELD
        for row in session.scalars(select(kind).where(*held_by(kind, mover)).order_by(kind.id))
    ]


def _has_a_say(account: SocialAccount, mover: Person) -> bool:
    return mover in account.custodians or mover.id in (account.owner_id, account.deputy_id)
