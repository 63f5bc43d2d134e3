"""What the page of a person shows of the register."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from govdesk.access import Relation
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Department, Person


@dataclass(frozen=True)
class Holding:
    """An account, and what somebody is to it."""

    account: SocialAccount
    relations: frozenset[Relation]
    platform: str
    """Name of the platform."""


@dataclass(frozen=True)
class Holdings:
    """The accounts that somebody answers for, or at least the first `MOST_HELD`."""

    rows: Sequence[Holding]
    is_cut: bool
    former: Sequence[Custodianship]
    """Credentials they held once, the last first: what they knew."""


MOST_HELD = 50


def holdings(session: Session, person: Person, platforms: Catalogue, *, with_access: bool = True) -> Holdings:
    """What `person` owns, stands in for, can sign in to, or heads the accountable department of. A few statements.

    What they can or could sign in to is left out for readers `with_access` False.
    """
    held = select(Custodianship.account_id).where(
        Custodianship.person_id == person.id, Custodianship.ended_on.is_(None)
    )
    headed = (
        select(SocialAccount.id)
        .join(Department, Department.id == SocialAccount.accountable_id)
        .where(Department.head_id == person.id)
    )
    named = (
        select(SocialAccount.id).where(who == person.id) for who in (SocialAccount.owner_id, SocialAccount.deputy_id)
    )
    # Each part by its index; joined by OR they would be looked for in every account.
    theirs = headed.union(*named, *([held] if with_access else []))
    query = (
        select(SocialAccount)
        .where(SocialAccount.id.in_(theirs))
        .options(selectinload(SocialAccount.ownerships), selectinload(SocialAccount.custodianships))
        .order_by(SocialAccount.handle_key, SocialAccount.id)
    )
    rows = session.scalars(query.limit(MOST_HELD + 1)).all()
    hidden = frozenset() if with_access else frozenset({Relation.CUSTODIAN})
    found = [
        Holding(row, row.relations_of(person) - hidden, platforms.name_of(row.platform)) for row in rows[:MOST_HELD]
    ]
    former = session.scalars(_former(person)).all() if with_access else []
    return Holdings(found, len(rows) > MOST_HELD, former)


def _former(person: Person) -> Select[Custodianship]:
    ended = Custodianship.person_id == person.id, Custodianship.ended_on.is_not(None)
    query = select(Custodianship).where(*ended).order_by(Custodianship.ended_on.desc(), Custodianship.id.desc())
    return query.options(selectinload(Custodianship.account)).limit(MOST_HELD)
