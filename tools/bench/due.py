"""So many credentials that are due now, each in the hands of another person; or so many of which none is."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from govdesk import clock, db
from govdesk.accounts.models import AccountState, Custodianship, SocialAccount
from govdesk.directory.models import Person, PersonState
from govdesk.rotation.models import RotationReason, RotationSchedule

AT_ONCE = 5_000


def owe(url: str, number: int) -> None:
    """Write them into the empty, migrated database at `url`; none of their reminders is recorded yet."""
    now, numbers, engine = clock.utcnow(), range(1, number + 1), db.connect(url)
    account = {"platform": "x", "kind": "account", "state": AccountState.ACTIVE, "registered_at": now}
    schedule = {"credential": "password", "due_on": now.date(), "stage": "1", "reason": RotationReason.SCHEDULED}
    rows: dict[type[Any], Iterable[dict[str, Any]]] = {
        Person: (_person(n) for n in numbers),
        SocialAccount: ({"id": n, "unmatched": {}, "version": 1, **_named(n), **account} for n in numbers),
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
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def owe_nothing(url: str, number: int) -> None:
    """So many schedules on a few accounts in the empty, migrated PostgreSQL at `url`, all due next year."""
    accounts, engine = max(number // 1_000, 1), db.connect(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(_ACCOUNTS, (accounts,))
        connection.exec_driver_sql(_SCHEDULES, (accounts, number))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


_ACCOUNTS = """
INSERT INTO social_account
  (id, identity, platform, kind, state, handle, url, name, registered_at, unmatched, version, handle_key, name_key)
SELECT n, 'x:account:a' || n, 'x', 'account', 'active', 'a' || n, 'https://x.com/a' || n, 'A ' || n,
  now(), '{}', 1, 'a' || n, 'a ' || n
FROM generate_series(1, %s) AS n
"""
_SCHEDULES = """
INSERT INTO rotation_schedule
  (account_id, credential, line_id, due_on, calendar_on, reason, remind_at, version)
SELECT 1 + n %% %s, 'api_token', n, current_date + 365 + n %% 300, current_date + 365 + n %% 300, 'scheduled',
  now() + make_interval(days => 300 + n %% 300), 1
FROM generate_series(1, %s) AS n
"""


def _person(number: int) -> dict[str, Any]:
    login = f"p{number}"
    return {
        "id": number, "directory_id": login, "login": login, "login_key": login, "name": f"Person {number}",
        "mail": f"{login}@commerce.example", "state": PersonState.ACTIVE,
    }  # fmt: skip


def _named(number: int) -> dict[str, str]:
    handle = f"office{number}"
    return {"identity": f"x:account:{handle}", "handle": handle, "url": f"https://x.com/{handle}", "name": handle}
