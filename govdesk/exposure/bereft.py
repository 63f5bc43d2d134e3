"""What becomes of the accounts that somebody answers for, once they have left."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.accounts.orphans import asked_meanwhile
from govdesk.directory.models import Person

MOST_ANSWERED_FOR = 200


@dataclass(frozen=True)
class Bereft:
    """An account in use that loses its owner, or its deputy."""

    account: SocialAccount
    loses_owner: bool
    asked: Person | None
    """Who gets what is meant for the owner from then on; None: communications."""


def bereft(session: Session, person: Person) -> Sequence[Bereft]:
    """Those that lose their owner first, then by handle; at most `MOST_ANSWERED_FOR`."""
    found = session.scalars(_answered_for(person).limit(MOST_ANSWERED_FOR)).unique().all()
    return [_without(account, person) for account in found]


def _without(account: SocialAccount, leaver: Person) -> Bereft:
    if account.owner_id != leaver.id:
        return Bereft(account, loses_owner=False, asked=account.owner)
    return Bereft(account, loses_owner=True, asked=asked_meanwhile(account, without=leaver))


def _answered_for(person: Person) -> Select[SocialAccount]:
    theirs = or_(SocialAccount.owner_id == person.id, SocialAccount.deputy_id == person.id)
    is_owner = case((SocialAccount.owner_id == person.id, 1), else_=0)
    return (
        select(SocialAccount)
        .where(SocialAccount.state.in_(IN_USE), theirs)
        .options(joinedload(SocialAccount.owner).joinedload(Person.manager), selectinload(SocialAccount.ownerships))
        .order_by(is_owner.desc(), SocialAccount.handle_key, SocialAccount.id)
    )
