"""So many credentials that are due now, each in the hands of another person; or so many of which none is."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Date, Engine, bindparam, insert, text

from govdesk import clock, db
from govdesk.accounts.models import AccountState, Custodianship, SocialAccount
from govdesk.db import UTCDateTime
from govdesk.directory.models import Person, PersonState
from govdesk.rotation.models import RotationReason, RotationSchedule

AT_ONCE = 5_000
DAYS = 300
"""Over which what is not due yet is spread."""


def owe(url: str, number: int) -> None:
    """Write them into the empty, migrated database at `url`; none of their reminders is recorded yet."""
    now, numbers, engine = clock.utcnow(), range(1, number + 1), db.connect(url)
    schedule = {"credential": "password", "due_on": now.date(), "stage": "1", "reason": RotationReason.SCHEDULED}
    rows: dict[type[Any], Iterable[dict[str, Any]]] = {
        Person: (_person(n) for n in numbers),
        SocialAccount: (_account(n, now) for n in numbers),
        Custodianship: ({"account_id": n, "person_id": n, "since_on": now.date()} for n in numbers),
        RotationSchedule: (
            {"account_id": n, "remind_at": now - timedelta(minutes=1), "version": 1, **schedule} for n in numbers
        ),
    }
    with db.sessions_of(engine)() as session:
        for table, made in rows.items():
            several = iter(made)
            while some := list(islice(several, AT_ONCE)):
                session.execute(insert(table).execution_options(render_nulls=True), some)
        session.commit()
    _look_through(engine)
    engine.dispose()


def owe_nothing(url: str, number: int) -> None:
    """So many schedules on a few accounts in the empty, migrated database at `url`, all due next year."""
    now, accounts, engine = clock.utcnow(), max(number // 1_000, 1), db.connect(url)
    each = -(-number // DAYS)
    with engine.begin() as connection:
        connection.execute(insert(SocialAccount), [_account(n, now) for n in range(1, accounts + 1)])
        for day in range(DAYS):
            remind_at, first = now + timedelta(days=300 + day), day * each + 1
            numbers = {"first": first, "last": min(first + each - 1, number), "accounts": accounts}
            due_on = remind_at.date() + timedelta(days=30)
            connection.execute(_SCHEDULES, {**numbers, "due_on": due_on, "remind_at": remind_at})
    _look_through(engine)
    engine.dispose()


def _look_through(engine: Engine) -> None:
    """What PostgreSQL does by itself some time after many rows have come."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


_SCHEDULES = text("""
INSERT INTO rotation_schedule
  (account_id, credential, line_id, due_on, calendar_on, reason, remind_at, version)
WITH RECURSIVE numbers (n) AS
  (SELECT CAST(:first AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST(:last AS INTEGER))
SELECT 1 + n % CAST(:accounts AS INTEGER), 'api_token', n, :due_on, :due_on, 'scheduled', :remind_at, 1 FROM numbers
""").bindparams(bindparam("due_on", type_=Date), bindparam("remind_at", type_=UTCDateTime))


def _person(number: int) -> dict[str, Any]:
    login = f"p{number}"
    return {
        "id": number, "directory_id": login, "login": login, "login_key": login, "name": f"Person {number}",
        "mail": f"{login}@commerce.example", "state": PersonState.ACTIVE,
    }  # fmt: skip


def _account(number: int, now: datetime) -> dict[str, Any]:
    handle = f"office{number}"
    return {
        "id": number, "identity": f"x:account:{handle}", "platform": "x", "kind": "account", "handle": handle,
        "handle_key": handle, "name": handle, "name_key": handle, "url": f"https://x.com/{handle}",
        "state": AccountState.ACTIVE, "registered_at": now, "unmatched": {}, "version": 1,
    }  # fmt: skip
