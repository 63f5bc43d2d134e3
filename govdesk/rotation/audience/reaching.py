"""Who belongs to an audience, asked anew each time."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from govdesk.accounts.criteria import department_and_below
from govdesk.accounts.models import IN_USE, Custodianship, SocialAccount
from govdesk.db import as_value
from govdesk.directory.models import Person
from govdesk.directory.queries import AMONG_ALL_WORKS_HERE
from govdesk.rotation.audience.models import Audience, AudienceReminder

Holders = Callable[[], Select[Any]]
"""A select of the ids of people who can get into an account."""

_HOLDERS: list[Holders] = []


def adds_holders(holders: Holders) -> None:
    """Let who stands in another room's table count among those who hold access."""
    _HOLDERS.append(holders)


def people(audience: Audience, department_id: int | None) -> Select[Person]:
    """All of them who work here, by id."""
    return select(Person).where(AMONG_ALL_WORKS_HERE, _belongs(audience, department_id)).order_by(Person.id)


def number_of(session: Session, audience: Audience, department_id: int | None) -> int:
    """How many it reaches now."""
    ids = people(audience, department_id).with_only_columns(Person.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(ids)) or 0


def belongs(session: Session, reminder: AudienceReminder, person: Person) -> bool:
    """Whether `person` is one of them now."""
    if not person.is_employed or not person.is_of_directory:
        return False
    if reminder.audience is Audience.EVERYBODY:
        return True
    inside = _belongs(reminder.audience, reminder.department_id)
    return session.scalar(select(Person.id).where(Person.id == person.id, inside)) is not None


def _belongs(audience: Audience, department_id: int | None) -> ColumnElement[bool]:
    if audience is Audience.DEPARTMENT:
        assert department_id is not None, "the table demands one"
        return Person.department_id.in_(department_and_below(department_id))
    if audience is Audience.HOLDERS:
        return or_(*(Person.id.in_(ids) for ids in [_custodians(), *_answerable(), *(add() for add in _HOLDERS)]))
    return and_(True)


def _custodians() -> Select[Any]:
    held = select(Custodianship.person_id).join(SocialAccount, SocialAccount.id == Custodianship.account_id)
    return held.where(Custodianship.ended_on.is_(None), as_value(SocialAccount.state).in_(IN_USE))


def _answerable() -> list[Select[Any]]:
    """Owners and deputies."""
    return [
        select(column).where(column.is_not(None), as_value(SocialAccount.state).in_(IN_USE))
        for column in (SocialAccount.owner_id, SocialAccount.deputy_id)
    ]
