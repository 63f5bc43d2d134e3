"""Who is told of a rotation: found behind the words of a rule, at the moment of asking."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import people_with_role
from govdesk.notify.recipients import head_for, reaches_one_of
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.plan.rule import Audience, Audiences

log = logging.getLogger(__name__)

Recipient = Person | Department


@dataclass
class Security:
    """Everybody at security, asked for once and only when needed."""

    session: Session

    @cached_property
    def people(self) -> list[Person]:
        return list(self.session.scalars(people_with_role(Role.SECURITY)))


def recipients(schedule: RotationSchedule, audiences: Audiences, security: Security) -> list[Recipient]:
    """Everybody who is to be told; security if nobody can be asked, and no department whose mail goes to them too."""
    if not schedule.account.state.is_in_use:
        return []
    people = list(dict.fromkeys(one for who in Audience if who in audiences for one in _people(schedule, who)))
    if Audience.SECURITY in audiences or not schedule.answerable or not (people or Audience.DEPARTMENT in audiences):
        people = list(dict.fromkeys([*people, *security.people]))
    if not schedule.answerable:
        log.warning("nobody answers for rotation schedule %d: security is told", schedule.id)
    departments = schedule.account.departments[:1] if Audience.DEPARTMENT in audiences else []
    return [*people, *(one for one in departments if not reaches_one_of(one, people))]


def _people(schedule: RotationSchedule, who: Audience) -> Iterator[Person]:
    yield from (person for person in _meant(schedule, who) if person is not None and person.is_employed)


def _meant(schedule: RotationSchedule, who: Audience) -> Iterable[Person | None]:
    account = schedule.account
    match who:
        case Audience.CUSTODIANS:
            return schedule.answerable
        case Audience.OWNER:
            return (account.owner,)
        case Audience.DEPUTY:
            return (account.deputy,)
        case Audience.MANAGER:
            return [person.manager for person in schedule.asked_or_owner]
        case Audience.HEAD:
            return (head_for(account.accountable) if account.accountable else None,)
    return ()
