"""Days of a mail server that is down, refuses or hangs up, and a clock that jumps: simulated, seeded, in seconds.

Afterwards nothing is lost and nothing stands twice; that is asked of the database and of what the receiver has.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.notify.jobs import deliver_owed
from govdesk.rotation import letters  # noqa: F401 - registers the words
from govdesk.rotation.jobs import queue_reminders
from govdesk.rotation.models import RotationSchedule
from govdesk.settings import Settings
from tests.conftest import NOW
from tools.servers.mailsink import MailSink

Sessions = Callable[[], Session]
ACCOUNTS = 3
BEGIN = datetime(2027, 2, 8, 5, tzinfo=UTC)
DUE_ON = date(2027, 3, 11)
STAGES = {"30", "14", "7", "1", "0"}
LOST = "the connection breaks after a mail was taken, before that is said"
REFUSALS = (None, None, LOST, "451 come back later", "421 closing down", "down", "down")


class Clock:
    """What `clock.utcnow` says."""

    def __init__(self) -> None:
        self.now = BEGIN


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    told = Clock()
    monkeypatch.setattr(clock, "utcnow", lambda: told.now)
    return told


@pytest.fixture
def sink(tmp_path: Path) -> MailSink:
    return MailSink(tmp_path / "sink").start()


@pytest.fixture
def house(session: Session, settings: Settings, sink: MailSink, press_office: Department, ada: Person) -> Settings:
    """Ada holds a few accounts whose passwords are due on one day; her department has a mailbox."""
    press_office.mailbox = "press@noaa.example"
    for number in range(ACCOUNTS):
        account = SocialAccount(
            identity=f"x:{number}", platform="x", kind="profile", handle=f"noaa{number}", name="NOAA",
            url=f"https://x.com/noaa{number}", registered_at=NOW,
            ownerships=[Ownership(department=press_office, position=0)],
        )  # fmt: skip
        session.add(account)
        session.flush()
        session.add(Custodianship(account_id=account.id, person_id=ada.id, since_on=date(2026, 1, 1)))
        session.add(RotationSchedule(account_id=account.id, credential="password", due_on=DUE_ON, remind_at=BEGIN))
    session.commit()
    return settings.model_copy(update={"smtp_url": sink.url})


def go_through(fault: str | None, sink: MailSink, house: Settings, sessions: Sessions) -> None:
    """One pass of a worker while this is wrong."""
    sink.refuse = fault if fault not in ("down", LOST) else None
    sink.loses_answer = fault == LOST
    if fault == "down":
        sink.stop()
    queue_reminders(sessions, house)
    deliver_owed(sessions, house)
    if fault == "down":
        sink.start()


def asked(session: Session, question: str) -> list[Row]:  # type: ignore[type-arg]
    session.expire_all()
    return list(session.execute(text(question)).all())


@pytest.mark.parametrize(
    "seed", [1, 2, pytest.param(3, marks=pytest.mark.chaos), pytest.param(4, marks=pytest.mark.chaos)]
)
def test_after_weeks_of_faults_everything_was_told_once(
    session: Session, sessions: Sessions, house: Settings, sink: MailSink, time: Clock, seed: int
) -> None:
    chance = random.Random(seed)
    while time.now.date() <= DUE_ON + timedelta(days=1):
        go_through(chance.choice(REFUSALS), sink, house, sessions)
        time.now += timedelta(hours=chance.choice((1, 3, 8, 20)))
        if chance.random() < 0.05:  # the clock is set back, or the machine slept for days
            time.now += timedelta(days=chance.choice((-1, 3)))
    time.now += timedelta(days=1)
    for _ in range(4):  # all is well again; what was refused is tried once more within an hour or so
        go_through(None, sink, house, sessions)
        time.now += timedelta(hours=26)
        session.execute(text("UPDATE rotation_schedule SET remind_at = NULL"))
        session.commit()
    sink.stop()
    demand_all_told(session, sink)


def demand_all_told(session: Session, sink: MailSink) -> None:
    states = asked(session, "SELECT state, count(*) FROM notice GROUP BY state")
    assert {state for state, _number in states} <= {"sent", "superseded", "cancelled"}
    assert asked(session, "SELECT key FROM notice GROUP BY key HAVING count(*) > 1") == []
    recorded = asked(
        session,
        "SELECT subject_id, person_id, department_id, stage, count(*) FROM notice"
        " GROUP BY subject_id, person_id, department_id, stage",
    )
    by_recipient: dict[object, Counter[str]] = {}
    for subject, person, department, stage, number in recorded:
        by_recipient.setdefault((subject, person, department), Counter())[stage] += number
    assert len(by_recipient) == 2 * ACCOUNTS
    for stages in by_recipient.values():
        assert stages.keys() >= STAGES
        assert all(stage.startswith("overdue") for stage in stages.keys() - STAGES)
        assert stages.keys() > STAGES
        assert set(stages.values()) == {1}
    told = {
        (key, message_id)
        for key, message_id in asked(
            session,
            "SELECT key, message_id FROM notice JOIN parcel ON parcel.id = notice.parcel_id WHERE state = 'sent'",
        )
    }
    mails = [keys_in(path) for path in sink.messages()]
    assert told <= {pair for mail in mails for pair in mail}
    came = Counter(mail[0][1] for mail in mails)
    twice = sum(came.values()) - len(came)
    overtaken = len(came.keys() - {message_id for _key, message_id in told})
    assert sink.lost >= 1
    # A mail whose answer was lost comes again under the same id, unless a later stage says it by then. No other does.
    assert twice + overtaken == sink.lost
    assert asked(session, "SELECT id FROM parcel WHERE settled_at IS NULL") == []


def keys_in(path: Path) -> list[tuple[str, str]]:
    mail = message_from_bytes(path.read_bytes(), policy=default)
    return [(str(key), str(mail["Message-ID"])) for key in mail.get_all("X-Notice-Key", [])]
