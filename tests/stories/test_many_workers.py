"""Workers that meet, die or face a lay-off: every leaver is told of, once, and nobody else is kept waiting."""

import random
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from govdesk import clock, db
from govdesk.access import Role
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.changes import tell_all, tell_the_rooms
from govdesk.directory.models import ChangeKind, Department, Person, PersonChange, PersonRole, PersonState
from govdesk.notify.models import Notice
from govdesk.rotation.models import RotationLoss, RotationSchedule
from govdesk.settings import Settings
from tests.crowd import HANDS, at_once
from tests.stories.conftest import OFFICE
from tests.worker.conftest import Start, own_engine, own_url, sink, start
from tests.worker.test_run_workers import PATIENCE, wait

__all__ = ["own_engine", "own_url", "sink", "start"]

LAID_OFF = 200
WITHOUT_MAIL = {"GOVDESK_SMTP_URL": ""}


@pytest.fixture
def own_sessions(own_engine: Engine) -> sessionmaker[Session]:
    return db.sessions_of(own_engine)


def lay_off(sessions: Callable[[], Session], leavers: int, *, holders: int) -> None:
    """So many leavers, of whom the first `holders` held an account each, and all of them one together."""
    now = clock.utcnow() - timedelta(seconds=1)
    with sessions() as session:
        press = Department(key="press", name="Press", mailbox="press@commerce.example")
        sam = _person("sam", PersonState.ACTIVE)
        sam.granted.append(PersonRole(role=Role.SECURITY, group_dn="cn=security"))
        people = [_person(f"p{n}", PersonState.DISABLED) for n in range(leavers)]
        accounts = [_account(n, press) for n in range(holders + 1)]
        session.add_all([press, sam, *people, *accounts])
        session.flush()
        for account, person in zip(accounts[:-1], people, strict=False):
            for held in {account.id, accounts[-1].id}:
                session.add(Custodianship(account_id=held, person_id=person.id, since_on=now.date()))
        session.add_all(PersonChange(person=p, kind=ChangeKind.LEFT, changed_at=now, tell_at=now) for p in people)
        session.commit()


def _person(login: str, state: PersonState) -> Person:
    mail = f"{login}@commerce.example"
    return Person(directory_id=login, login=login, login_key=login, name=login.title(), mail=mail, state=state)


def _account(number: int, department: Department) -> SocialAccount:
    handle = f"noaa{number}"
    return SocialAccount(
        identity=f"x:{handle}", platform="x", kind="profile", handle=handle, url=f"https://x.com/{handle}",
        name=handle, registered_at=clock.utcnow(), ownerships=[Ownership(department=department, position=0)],
    )  # fmt: skip


def count(session: Session, *what: object) -> int:
    return session.scalar(select(func.count()).select_from(*what)) or 0  # type: ignore[arg-type]


def demand_told_once(sessions: Callable[[], Session], holders: int) -> None:
    """Everything that follows is there, and nothing of it twice."""
    with sessions() as session:
        assert session.scalars(select(PersonChange.id).where(PersonChange.told_at.is_(None))).all() == []
        assert session.scalars(select(Custodianship.id).where(Custodianship.ended_on.is_(None))).all() == []
        # The first of these workers has also made versions of the rules and of the request types.
        of_leaving = AuditEvent.subject_type.not_in(("rotation_policy_version", "request_type_version"))
        told = select(AuditEvent.action, func.count()).where(of_leaving).group_by(AuditEvent.action)
        assert dict(session.execute(told).all()) == {
            # The account of each, and the one they held together, of which every one of them could know the password.
            "accounts:custodian:left": 2 * holders,
            "rotation:change:demanded": 2 * holders,
            "rotation:event:opened": holders,
        }
        assert count(session, RotationLoss) == 2 * holders
        assert count(session, RotationSchedule) == holders + 1
        keys = session.scalars(select(Notice.key).where(Notice.kind == "leaver_exposure")).all()
        assert len(keys) == holders


def test_six_workers_at_once_tell_each_leaver_once(own_sessions: sessionmaker[Session]) -> None:
    lay_off(own_sessions, 40, holders=20)
    now = clock.utcnow()

    told = at_once([lambda: tell_all(own_sessions, now=now, office=OFFICE)] * HANDS)
    assert sum(told) == 40
    demand_told_once(own_sessions, 20)


def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled(
    own_sessions: sessionmaker[Session],
    start: Start,
) -> None:
    lay_off(own_sessions, 120, holders=20)
    chance = random.Random(20270301)

    def told() -> int:
        with own_sessions() as session:
            return count(session, select(PersonChange.id).where(PersonChange.told_at.is_not(None)).subquery())

    for _ in range(2):
        worker, enough = start("--once", **WITHOUT_MAIL), told() + chance.randrange(5, 25)
        wait(lambda enough=enough: told() >= enough)  # type: ignore[misc]
        worker.kill()
        worker.wait()
    assert 0 < told() < 120
    assert start("--once", **WITHOUT_MAIL).wait(PATIENCE) == 0
    demand_told_once(own_sessions, 20)


def test_a_lay_off_is_told_within_a_minute_and_others_go_on_writing_meanwhile(
    own_sessions: sessionmaker[Session], settings: Settings
) -> None:
    lay_off(own_sessions, LAID_OFF, holders=30)
    began = time.monotonic()
    waits: list[float] = []

    def write_meanwhile() -> None:
        while not waits or time.monotonic() < began + 2:
            asked = time.monotonic()
            with own_sessions() as session:
                session.add(_person(f"new{len(waits)}", PersonState.ACTIVE))
                session.commit()
            waits.append(time.monotonic() - asked)
            time.sleep(0.02)

    at_once([lambda: tell_the_rooms(own_sessions, settings), write_meanwhile])
    assert time.monotonic() - began < 60
    assert max(waits) < 5  # what a request waits for SQLite before it gives up; a story takes some milliseconds
    demand_told_once(own_sessions, 30)
