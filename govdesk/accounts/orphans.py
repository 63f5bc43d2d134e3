"""Accounts that nobody answers for any more, and whom to ask meanwhile."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.db import as_value, in_few
from govdesk.directory.models import LEAVERS, Department, Person, PersonState

Ways = Sequence[ColumnElement[bool]]
"""Conditions of which one account never fulfils two."""
Whose = ColumnElement[int | None] | InstrumentedAttribute[int | None]
"""The column that says it; `as_value` of it where no index is to lead to them."""
Ids = Select[int] | CompoundSelect[int]


def vanished_departments() -> Select[int]:
    """Ids of the departments in which, and below which, nobody works any more.

    Departments are never deleted; one that was dissolved, or renamed in a way the directory does not tell, empties.
    """
    works_there = select(Person.id).where(Person.department_id == Department.id, Person.state == PersonState.ACTIVE)
    peopled = select(Department.id, Department.parent_id).where(works_there.exists()).cte(recursive=True)
    above = select(Department.id, Department.parent_id).join(peopled, Department.id == peopled.c.parent_id)
    peopled = peopled.union(above)
    return select(Department.id).where(Department.id.not_in(select(peopled.c.id)))


def vanished(session: Session) -> frozenset[int]:
    """The same, for a page that asks for many accounts."""
    return frozenset(session.scalars(vanished_departments()))


def ways_to_lack_a_department(accountable: Whose = SocialAccount.accountable_id) -> Ways:
    """No department is accountable, or the one that is has vanished."""
    return accountable.is_(None), in_few(accountable, vanished_departments())


def without_people() -> Select[SocialAccount]:
    """The accounts in use in whose accountable department nobody works any more, with their people."""
    return (
        select(SocialAccount)
        .where(
            in_few(SocialAccount.accountable_id, vanished_departments()),
            as_value(SocialAccount.state).in_(IN_USE),
        )
        .options(joinedload(SocialAccount.owner).joinedload(Person.manager), selectinload(SocialAccount.ownerships))
        .order_by(SocialAccount.id)
    )


def lost_to(person: Person) -> Select[SocialAccount]:
    """The accounts whose owner has left and for which `person`, as the owner's manager, is asked meanwhile."""
    reports = select(Person.id).where(Person.manager_id == person.id, Person.state != PersonState.ACTIVE)
    theirs = SocialAccount.owner_id.in_(reports)
    return select(SocialAccount).where(as_value(SocialAccount.state).in_(IN_USE), theirs).order_by(SocialAccount.id)


def has_lost_its_owner(owner: Whose = SocialAccount.owner_id) -> ColumnElement[bool]:
    """In use, and its owner has left."""
    gone = owner.in_(select(Person.id).where(Person.state.in_(LEAVERS)))
    return and_(as_value(SocialAccount.state).in_(IN_USE), gone)


def ways_to_lose_an_owner(owner: Whose = SocialAccount.owner_id) -> Ways:
    return (has_lost_its_owner(owner),)


def ways_to_need_an_owner(owner: Whose = SocialAccount.owner_id) -> Ways:
    """In use, and without an owner who still works here."""
    never_had_one = and_(as_value(SocialAccount.state).in_(IN_USE), owner.is_(None))
    return never_had_one, has_lost_its_owner(owner)


def lacks_a_department() -> ColumnElement[bool]:
    return or_(*ways_to_lack_a_department())


def needs_an_owner() -> ColumnElement[bool]:
    return or_(*ways_to_need_an_owner())


def gathered(ways: Ways, *besides: ColumnElement[bool]) -> Ids:
    """Ids of the accounts of which one of `ways` holds, each way found by its own index."""
    each = [select(SocialAccount.id).where(way, *besides) for way in ways]
    return each[0] if len(each) == 1 else union_all(*each)


def asked_meanwhile(account: SocialAccount, *, without: Person | None = None) -> Person | None:
    """Who gets what is meant for the owner: the owner, else their manager, else the nearest head who works here.

    `without` tells who it would be if that person left.
    """
    owner = account.owner
    for person in (owner, owner.manager) if owner is not None else ():
        if _works_here(person, without):
            return person
    return _nearest_head(account.accountable, without)


def _nearest_head(department: Department | None, without: Person | None) -> Person | None:
    seen: set[int] = set()
    while department is not None and department.id not in seen:
        if _works_here(department.head, without):
            return department.head
        seen.add(department.id)
        department = department.parent
    return None


def _works_here(person: Person | None, without: Person | None) -> bool:
    return person is not None and person.is_employed and person is not without
