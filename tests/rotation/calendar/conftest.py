"""More accounts of the press office, and days far enough ahead that no reminder is in the way."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import AccountState, Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.rotation.actions import Terms, schedule_rotation
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from tests.conftest import NOW, VIENNA
from tests.pages import PageClient

Registers = Callable[..., SocialAccount]
Schedules = Callable[..., RotationSchedule]


def taken(client: PageClient, url: str) -> bytes:
    """A file, whole; the answer that brings it is closed."""
    with client.get(url) as answer:
        assert answer.status_code == 200
        return bytes(answer.data)


@pytest.fixture
def today() -> date:
    return clock.local_date(clock.utcnow(), VIENNA)


@pytest.fixture
def later(today: date) -> date:
    """A Wednesday in the middle of a month, some months ahead."""
    day = (today.replace(day=14) + timedelta(100)).replace(day=14)
    return day + timedelta((2 - day.weekday()) % 7)


@pytest.fixture
def register(session: Session) -> Registers:
    """Makes an account of a department."""
    numbers = count()

    def made(department: Department, platform: str = "x", **values: object) -> SocialAccount:
        name = f"account{next(numbers):03d}"
        account = SocialAccount(
            identity=f"{platform}:{name}", platform=platform, kind="profile", handle=name,
            url=f"https://x.com/{name}", name=name, registered_at=NOW,
            ownerships=[Ownership(department=department, position=0)], **{"state": AccountState.ACTIVE, **values},
        )  # fmt: skip
        session.add(account)
        session.flush()
        return account

    return made


@pytest.fixture
def put(session: Session, sam: Person, office: Office) -> Schedules:
    """Puts a credential of an account into the calendar."""

    def made(
        account: SocialAccount, on: date, every_days: int | None = None, what: str = "password"
    ) -> RotationSchedule:
        terms = Terms(on, every_days)
        schedule = schedule_rotation(session, account, what, terms, by=sam, now=clock.utcnow(), office=office)
        session.commit()
        return schedule

    return made
