"""What ends while a worker is letting reminders rest because of it wakes them all the same."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session, sessionmaker

from govdesk import db
from govdesk.accounts.models import AccountState, Ownership, SocialAccount
from govdesk.directory.models import Department
from govdesk.rotation import resting
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import remind_all
from tests import databases
from tests.conftest import NOW
from tests.worker.test_run_workers import wait

pytestmark = pytest.mark.skipif(not databases.SERVER, reason="on SQLite only one can write, so the two cannot meet")


def going_on(session: Session, account_ids: object) -> list[int]:
    """As incidents do: what goes on stands in a row of another table."""
    return list(session.scalars(select(SocialAccount.id).where(SocialAccount.state == AccountState.COMPROMISED)))


def owe_a_reminder(engine: Engine) -> int:
    """Of an account on which something more urgent goes on; gives its id."""
    with sessionmaker(engine)() as session:
        press = Department(key="press", name="Press", mailbox="press@commerce.example")
        account = SocialAccount(
            identity="x:noaa", platform="x", kind="profile", handle="noaa", url="https://x.com/noaa", name="NOAA",
            registered_at=NOW, ownerships=[Ownership(department=press, position=0)], state=AccountState.COMPROMISED,
        )  # fmt: skip
        session.add(RotationSchedule(account=account, due_on=NOW.date(), calendar_on=NOW.date(), remind_at=NOW))
        session.commit()
        return account.id


def test_a_reminder_does_not_sleep_for_ever(tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resting, "_RESTING", [going_on])
    with databases.migrated(tmp_path) as url, ThreadPoolExecutor(1) as hands:
        engine = db.connect(url)
        account_id = owe_a_reminder(engine)
        sessions = db.sessions_of(engine)

        def close() -> None:
            with sessions() as session:
                account = session.get_one(SocialAccount, account_id)
                account.state = AccountState.ACTIVE
                resting.wake(session, [account_id], now=NOW)
                session.commit()

        def is_held_up() -> bool:
            with engine.connect() as connection:
                return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))

        with sessions() as worker:
            due = worker.scalars(owing_a_reminder(NOW)).all()
            remind_all(worker, due, now=NOW, office=office)
            closing = hands.submit(close)
            wait(lambda: closing.done() or is_held_up())
            worker.commit()
        closing.result(timeout=20)
        with sessions() as session:
            schedule = session.scalars(select(RotationSchedule)).one()
            assert (schedule.at_rest, schedule.remind_at) == (False, NOW)
        engine.dispose()
