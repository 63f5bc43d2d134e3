"""@noaa: the press office's account, ada holds its password."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.rotation.actions import Terms, schedule_rotation
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.rules import Reminders
from tests.conftest import NOW, VIENNA


@pytest.fixture
def office() -> Office:
    return Office(VIENNA, Reminders())


@pytest.fixture
def noaa(session: Session, press_office: Department, ada: Person) -> SocialAccount:
    account = SocialAccount(
        identity="x:noaa",
        platform="x",
        kind="profile",
        handle="noaa",
        url="https://x.com/noaa",
        name="NOAA",
        registered_at=NOW,
        ownerships=[Ownership(department=press_office, position=0)],
    )
    session.add(account)
    session.flush()
    session.add(Custodianship(account_id=account.id, person_id=ada.id, since_on=date(2026, 1, 1)))
    session.flush()
    session.expire(account)
    return account


@pytest.fixture
def schedule(session: Session, noaa: SocialAccount, sam: Person, office: Office) -> RotationSchedule:
    """Due in ten days, every 90 days: the reminder of 14 days before is in force."""
    terms = Terms(date(2027, 3, 11), every_days=90)
    made = schedule_rotation(session, noaa, "password", terms, by=sam, now=NOW, office=office)
    session.commit()
    return made
