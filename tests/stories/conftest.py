"""Ada of the press office holds two accounts, and changes of people that the worker has to tell of."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import roof  # noqa: F401 - teaches the history
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.audit.history import events_of
from govdesk.changes import tell_all
from govdesk.directory.models import ChangeKind, Department, Person, PersonChange, PersonState
from govdesk.notify.letters import Text, write
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import remind_one
from govdesk.rotation.rules import Reminders
from govdesk.worker import LETTERS
from tests.conftest import NOW, VIENNA

TODAY = NOW.date()
OFFICE = Office(VIENNA, Reminders())
WRITTEN_BY = LETTERS
"""Imported so that every notice can be written."""

Register = Callable[..., SocialAccount]
Leave = Callable[..., PersonChange]
Tell = Callable[..., None]


@pytest.fixture
def register(session: Session, press_office: Department) -> Register:
    """`register("noaa", ada, owner=grace)` is an account of the press office in Ada's hands."""

    def add(
        handle: str, *custodians: Person, department: Department = press_office, **named: Person
    ) -> SocialAccount:
        account = SocialAccount(
            identity=f"x:{handle}", platform="x", kind="profile", handle=handle, url=f"https://x.com/{handle}",
            name=handle.upper(), registered_at=NOW, **named,
            ownerships=[Ownership(department=department, position=0)],
        )  # fmt: skip
        session.add(account)
        session.flush()
        held = (Custodianship(account_id=account.id, person_id=p.id, since_on=date(2026, 1, 1)) for p in custodians)
        session.add_all(held)
        session.commit()
        session.expire(account)
        return account

    return add


@pytest.fixture
def leave(session: Session) -> Leave:
    """`leave(ada)` makes her a leaver, as a synchronisation would."""

    def leave(person: Person, at: datetime = NOW) -> PersonChange:
        person.state, person.left_on = PersonState.DISABLED, OFFICE.today(at)
        return changed(session, person, ChangeKind.LEFT, at)

    return leave


def changed(
    session: Session, person: Person, kind: ChangeKind, at: datetime = NOW, before: Department | None = None
) -> PersonChange:
    """The row that whoever changes a person writes along."""
    change = PersonChange(person=person, kind=kind, department_before=before, changed_at=at, tell_at=at)
    session.add(change)
    session.commit()
    return change


@pytest.fixture
def tell(sessions: Callable[[], Session], session: Session) -> Tell:
    """Tell the rooms all that is owed."""

    def tell(now: datetime = NOW) -> None:
        tell_all(sessions, now=now, office=OFFICE)
        session.expire_all()

    return tell


def remind(session: Session) -> None:
    """Queue the reminders that are owed at NOW."""
    while schedule := session.scalar(owing_a_reminder(NOW).limit(1)):
        remind_one(session, schedule, now=NOW, office=OFFICE)
        session.commit()


def notices(session: Session, kind: str) -> list[Notice]:
    """What is owed of this kind."""
    found = select(Notice).where(Notice.kind == kind, Notice.state == NoticeState.OWED)
    return list(session.scalars(found.order_by(Notice.id)))


def written(session: Session, notice: Notice) -> Text | None:
    return write(session, notice, base_url="https://govdesk.example", today=TODAY, addressee="Sam Lindqvist")


def trail(session: Session, subject: object) -> list[str]:
    """Actions on record about a row, the oldest first."""
    return [event.action for event in session.scalars(events_of(subject))][::-1]


def schedules(session: Session) -> list[RotationSchedule]:
    return list(session.scalars(select(RotationSchedule).order_by(RotationSchedule.id)))
