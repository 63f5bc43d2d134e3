"""The second person: whether one is asked for, who, and how they hear of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.rotation import resting
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.work.models import RotationWork

SECOND = "rotation_second"
ASKED, REFUSED = "asked", "refused"


def needs_second_person(schedule: RotationSchedule, office: Office) -> bool:
    """Whether a change counts only once somebody else has confirmed it: as the rule says that applies."""
    return office.rule_of(schedule).second_person


def seconds(session: Session, work: RotationWork) -> list[Person]:
    """Who is asked: others who hold it or answer for it; security where there is nobody."""
    account = work.schedule.account
    named = (work.schedule.responsible, *account.custodians, account.owner, account.deputy)
    others = [person for person in dict.fromkeys(named) if person and _can_confirm(work, person)]
    return others or security(session, work)


def security(session: Session, work: RotationWork) -> list[Person]:
    """Those at security who may confirm it."""
    return [person for person in session.scalars(people_with_role(Role.SECURITY)) if _can_confirm(work, person)]


def is_asked(session: Session, work: RotationWork, person: Person) -> bool:
    """Whether it waits for this person, among others."""
    return person in seconds(session, work)


def ask(session: Session, work: RotationWork, *, now: datetime, tz: ZoneInfo) -> None:
    """Owe each of them a notice, which goes out today; the doer is not reminded meanwhile.

    When they are asked again the worker finds out at its next look.
    """
    notify.queue_rows(session, rows(work, seconds(session, work), at=now))
    work.ask_again_at = now
    session.flush()
    at_rest = resting.resting_schedules(session, [work.schedule], tz)
    resting.rest_these(session, [work.schedule] if at_rest else [], now=now)


def answered(session: Session, work: RotationWork, *, now: datetime) -> None:
    """Nobody is asked any more; what rested meanwhile is reminded of where it is still owed."""
    work.ask_again_at = None
    session.flush()
    notify.cancel(session, SECOND, subject=work, now=now)
    resting.wake_these(session, [work.schedule], now=now)


def rows(work: RotationWork, people: Iterable[Person], *, at: datetime, stage: str = ASKED) -> list[dict[str, Any]]:
    """A notice for each, about what was said at its moment: said once more, it is asked once more."""
    assert work.said_at is not None, "only what is said is confirmed"
    which = f"{work.id}:{work.said_at:%Y%m%d%H%M%S%f}" + ("" if stage == ASKED else f":{stage}")
    return [
        notify.notice_row(
            SECOND, subject=work, to=person, at=at, stage=stage, is_urgent=True, key=f"second:{which}:p{person.id}"
        )
        for person in people
    ]


def tell_refused(session: Session, work: RotationWork, *, now: datetime) -> None:
    """Whoever changed it hears that it does not count, and why."""
    if work.said_by is not None and work.said_by.is_employed:
        key = f"second:{work.id}:{now:%Y%m%d%H%M%S%f}:no:p{work.said_by_id}"
        notify.queue(session, SECOND, subject=work, to=work.said_by, key=key, at=now, stage=REFUSED, is_urgent=True)


def _can_confirm(work: RotationWork, person: Person) -> bool:
    return person.is_employed and person.id != work.said_by_id
