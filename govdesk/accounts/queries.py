"""Reading the register."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from govdesk.accounts.filters import state_filters
from govdesk.accounts.identity import Identity, identify
from govdesk.accounts.models import (
    AccountImport,
    AccountState,
    Custodianship,
    FormerHandle,
    Ownership,
    SocialAccount,
    StateChange,
)
from govdesk.accounts.narrowing import narrowing
from govdesk.accounts.orphans import has_lost_its_owner, lacks_a_department, needs_an_owner
from govdesk.accounts.platforms import Catalogue
from govdesk.directory.models import Department, Person
from govdesk.errors import NotFound
from govdesk.web.guard import NO_SUCH_PAGE

ORPHAN = "orphan"
"""A filter, not a stored state: no department answers for it, or one in which nobody works any more."""
OWNER_GONE = "owner_gone"
"""Likewise: in use, and its owner has left."""
OWNERLESS = "ownerless"
"""Likewise: in use, but nobody who works here is accountable."""

accountable = aliased(Ownership)
accountable_department = aliased(Department)

ORDERS = {
    "handle": (func.lower(SocialAccount.handle), SocialAccount.id),
    "name": (func.lower(SocialAccount.name), SocialAccount.id),
    "platform": (SocialAccount.platform, func.lower(SocialAccount.handle), SocialAccount.id),
    "department": (accountable_department.name, func.lower(SocialAccount.handle), SocialAccount.id),
    "state": (SocialAccount.state, func.lower(SocialAccount.handle), SocialAccount.id),
}
"""What the list can be sorted by; every order is total, so that pages neither repeat nor skip a row."""


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


def accounts(filters: Filters, platforms: Catalogue) -> Select[SocialAccount]:
    """The accounts that fit, unordered; each with departments and owner loaded in one go."""
    return (
        select(SocialAccount)
        .outerjoin(accountable, (accountable.account_id == SocialAccount.id) & (accountable.position == 0))
        .outerjoin(accountable_department, accountable_department.id == accountable.department_id)
        .where(*_conditions(filters, platforms))
        .options(selectinload(SocialAccount.ownerships), joinedload(SocialAccount.owner).lazyload(Person.granted))
    )


def _conditions(filters: Filters, platforms: Catalogue) -> Iterable[ColumnElement[bool]]:
    if filters.text:
        yield _mentions(filters.text, platforms)
    if filters.department_id is not None:
        yield SocialAccount.ownerships.any(Ownership.department_id == filters.department_id)
    if filters.platform:
        yield SocialAccount.platform == filters.platform
    if filters.access and (by_access := narrowing("access")):
        yield by_access.condition(filters.access)
    if filters.state == ORPHAN:
        yield lacks_a_department()
    elif filters.state == OWNER_GONE:
        yield has_lost_its_owner()
    elif filters.state == OWNERLESS:
        yield needs_an_owner()
    elif filters.state in state_filters():
        yield state_filters()[filters.state].fits()
    elif filters.state:
        yield SocialAccount.state == AccountState(filters.state)


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


def _mentions(text: str, platforms: Catalogue) -> ColumnElement[bool]:
    """Handle, name or address hold the text, or a handle it had before; a pasted address finds its account however
    it is written."""
    columns = (SocialAccount.handle, SocialAccount.name, SocialAccount.url)
    found = [func.lower(column).contains(text.lower(), autoescape=True) for column in columns]
    had_it = func.lower(FormerHandle.handle).contains(text.lower(), autoescape=True)
    meant = identify(text, platforms)
    if isinstance(meant, Identity):
        found.append(SocialAccount.identity == meant.key)
        had_it = or_(had_it, FormerHandle.identity == meant.key)
        if meant.platform_id:
            same_id = SocialAccount.platform_id == meant.platform_id
            found.append(and_(SocialAccount.platform == meant.platform, same_id))
    return or_(*found, SocialAccount.id.in_(select(FormerHandle.account_id).where(had_it)))


def owning_departments() -> Select[Department]:
    """The departments that own an account, by name."""
    return select(Department).where(Department.id.in_(select(Ownership.department_id))).order_by(Department.name)


def platforms_in_use() -> Select[str]:
    """Keys of the platforms on which there is an account."""
    return select(SocialAccount.platform).distinct().order_by(SocialAccount.platform)


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
