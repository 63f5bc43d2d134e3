"""Reading the register."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount, StateChange
from govdesk.directory.models import Department, Person
from govdesk.errors import NotFound
from govdesk.web.guard import NO_SUCH_PAGE

ORPHAN = "orphan"
"""A filter, not a stored state: no department answers for it, or one in which nobody works any more."""
OWNER_GONE = "owner_gone"
"""Likewise: in use, and its owner has left."""
OWNERLESS = "ownerless"
"""Likewise: in use, but nobody who works here is accountable."""

WHOLE = (
    joinedload(SocialAccount.owner).lazyload(Person.granted),
    joinedload(SocialAccount.deputy).lazyload(Person.granted),
    selectinload(SocialAccount.ownerships),
    selectinload(SocialAccount.custodianships),
)
"""Loads an account with its departments and people in a few statements."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty values narrow nothing."""

    text: str = ""
    department_id: int | None = None
    platform: str = ""
    state: str = ""
    """A value of AccountState, `orphan`, `owner_gone` or `ownerless`."""
    access: str = ""
    """How near to being lost: only where a room offers this `narrowing`."""


def account(session: Session, account_id: int) -> SocialAccount:
    """One account with its departments and people. Raises NotFound."""
    found = session.scalar(select(SocialAccount).where(SocialAccount.id == account_id).options(*WHOLE))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def last_turn(session: Session, account: SocialAccount) -> StateChange | None:
    """How the account came into its present state; None when it is in its first."""
    turns = select(StateChange).where(StateChange.account_id == account.id).order_by(StateChange.id.desc())
    return session.scalar(turns.limit(1))


def accounts_held_by(session: Session, person: Person) -> set[int]:
    """Ids of the accounts whose credential somebody holds now."""
    held = select(Custodianship.account_id).where(
        Custodianship.person_id == person.id, Custodianship.ended_on.is_(None)
    )
    return set(session.scalars(held))


def accounts_touched_by(person: Person, held: Iterable[int]) -> Select[SocialAccount]:
    """The accounts that somebody answers for, and those of `held`, in order of registration."""
    is_theirs = or_(
        SocialAccount.owner_id == person.id, SocialAccount.deputy_id == person.id, SocialAccount.id.in_(held)
    )
    return select(SocialAccount).where(is_theirs).order_by(SocialAccount.id).options(*WHOLE)


def owning_departments() -> Select[Department]:
    """The departments that own an account, by name."""
    owns = select(Ownership.account_id).where(Ownership.department_id == Department.id)
    return select(Department).where(owns.exists()).order_by(Department.name)


def platforms_in_use() -> Select[str]:
    """Keys of the platforms on which there is an account: from one to the next, not through all accounts."""
    first = select(func.min(SocialAccount.platform).label("key")).cte("platforms", recursive=True)
    after = select(func.min(SocialAccount.platform)).where(SocialAccount.platform > first.c.key).scalar_subquery()
    key = first.union_all(select(after).where(first.c.key.is_not(None))).c.key
    return select(key).where(key.is_not(None)).order_by(key)


def accounts_by_platform(session: Session) -> dict[str, int]:
    """Key of a platform → how many accounts of ours are on it."""
    query = select(SocialAccount.platform, func.count()).group_by(SocialAccount.platform)
    return dict(session.execute(query).all())


def import_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Ids to file names, for the history."""
    query = select(AccountImport.id, AccountImport.filename).where(AccountImport.id.in_(list(ids)))
    return dict(session.execute(query).all())


def account_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Ids to handles, for the history."""
    rows = session.execute(select(SocialAccount.id, SocialAccount.handle).where(SocialAccount.id.in_(list(ids))))
    return {row.id: row.handle for row in rows}


def account_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to handles and pages, for the trail."""
    return {id_: (handle, f"/accounts/{id_}") for id_, handle in account_names(session, ids).items()}
