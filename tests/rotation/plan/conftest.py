"""Offices that go by rules, written as in the file."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount, Tier
from govdesk.db import Sessions
from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.plan.reading import plan_of
from govdesk.rotation.plan.versions import Written, make_version, newest
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import remind_one
from tests.conftest import NOW, VIENNA

OfficeOf = Callable[[str], Office]
Publish = Callable[[str], RotationPolicyVersion]


CLOSED = """
working_days:
  weekdays: [mon, tue, wed, thu, fri]
  hours: {from: "09:00", to: "17:00"}
country: AT
countries: {NOAA Press Office: FR}
blackouts:
  - {from: 2027-03-02, to: 2027-03-03, because: Move}
  - {from: 2027-03-04, to: 2027-03-05, because: Freeze}
"""


@pytest.fixture
def office_of() -> OfficeOf:
    """The office whose `rotation.yml` says so."""
    return lambda text: Office.by(plan_of(text), VIENNA)


@pytest.fixture
def publish(session: Session) -> Publish:
    """Put a text in force, as the page does."""

    def put(text: str) -> RotationPolicyVersion:
        last = newest(session)
        made = make_version(session, Written(text, Source.PAGE, "Words"), after=last.number if last else 0, now=NOW)
        session.commit()
        return made

    return put


@pytest.fixture
def planned(session: Session) -> Callable[[], list[RotationSchedule]]:
    """The schedules that a rule leads now."""

    def read() -> list[RotationSchedule]:
        session.expire_all()
        led = select(RotationSchedule).where(RotationSchedule.planned_by.is_not(None))
        return list(session.scalars(led.order_by(RotationSchedule.id)))

    return read


def remind_all(session: Session, now: datetime, office: Office) -> None:
    while schedule := session.scalar(owing_a_reminder(now).limit(1)):
        remind_one(session, schedule, now=now, office=office)
        session.commit()


def owed(session: Session) -> Iterator[Notice]:
    session.expire_all()
    yield from session.scalars(select(Notice).where(Notice.state == NoticeState.OWED).order_by(Notice.id))


def told(session: Session) -> list[tuple[str | None, str]]:
    """Stage and recipient of what is owed."""
    return [(notice.stage, (notice.person or notice.department).name) for notice in owed(session)]  # type: ignore[union-attr]


__all__ = ["OfficeOf", "Publish", "Sessions", "owed", "remind_all", "told"]


@pytest.fixture
def high(session: Session, noaa: SocialAccount, schedule: RotationSchedule, grace: Person, olu: Person, mei: Person,
         ada: Person, root: Person, press_office: Department) -> RotationSchedule:  # fmt: skip
    """Of high risk: Grace owns it, Olu stands in, Mei is Ada's manager, Root heads the press office."""
    noaa.tier, noaa.owner, noaa.deputy = Tier.HIGH, grace, olu
    ada.manager, press_office.head = mei, root
    session.commit()
    return schedule
