"""So many credentials that are due now, each in the hands of another person."""

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


def _person(number: int) -> dict[str, Any]:
    login = f"p{number}"
    return {
        "id": number, "directory_id": login, "login": login, "login_key": login, "name": f"Person {number}",
        "mail": f"{login}@commerce.example", "state": PersonState.ACTIVE,
    }  # fmt: skip


def _named(number: int) -> dict[str, str]:
    handle = f"office{number}"
    return {"identity": f"x:account:{handle}", "handle": handle, "url": f"https://x.com/{handle}", "name": handle}
