"""A register of any size with all that stands round an account, made from a seed and written in bulk.

People grow with the accounts, departments do not. Three people in a hundred have left, nobody works in the last
department, one account in a hundred has no department and three have no owner.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from govdesk import db
from govdesk.access import Role
from govdesk.accounts.models import AccountState, Custodianship, FormerHandle, Ownership, SocialAccount
from govdesk.directory.models import Department, Person, PersonRole, PersonState
from govdesk.exposure.models import AccessGrant, RecoveryMeans, SecondFactor, VaultEntry
from govdesk.exposure.rules import Belongs, FactorKind, Known, MeansKind, Way
from govdesk.rotation.models import RotationReason, RotationSchedule

DEPARTMENTS, EMPTY = 30, 1
AT_ONCE = 5_000
BEGAN_ON, BEGAN_AT = date(2026, 1, 5), datetime(2026, 1, 5, 9, tzinfo=UTC)
COMMS, SECURITY, HOLDER = 1, 2, 10
"""People by number: two with a role, and one of the many who have a few accounts, in a register of any size."""
PLATFORMS = ("x", "facebook", "instagram", "youtube", "linkedin", "bluesky", "mastodon", "tiktok")
WEIGHTS = (30, 25, 15, 12, 8, 5, 3, 2)
WORDS = ("Weather", "Fisheries", "Census", "Trade", "Ocean", "Patent", "Standards", "Harbour", "Forest", "Rivers")
SEED = 4

Row = dict[str, Any]


def load(url: str, accounts: int) -> None:
    """Write it into the empty, migrated database at `url`."""
    engine, people = db.connect(url), accounts * 6 // 10
    numbers = range(1, accounts + 1)
    with db.sessions_of(engine)() as session:
        _write(session, Department, (_department(n) for n in range(1, DEPARTMENTS + 1)))
        _write(session, Person, (_person(n) for n in range(1, people + 1)))
        _write(session, PersonRole, ({"person_id": n, "role": r, "group_dn": r.value} for n, r in _roles()))
        for table, make in MAKERS.items():
            chance = random.Random(SEED)  # noqa: S311 - a company, not a secret
            _write(session, table, (row for n in numbers for row in make(n, people, chance)))
        session.commit()
    tidy(engine)
    engine.dispose()


def tidy(engine: Engine) -> None:
    """What PostgreSQL does by itself within minutes of so many rows."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _write(session: Session, table: type[Any], rows: Iterable[Row]) -> None:
    several = iter(rows)
    while some := list(islice(several, AT_ONCE)):
        # As many values in each, None included: else rows are sent one by one.
        session.execute(insert(table).execution_options(render_nulls=True), some)


def _roles() -> Iterator[tuple[int, Role]]:
    yield COMMS, Role.COMMS
    yield SECURITY, Role.SECURITY


def _department(number: int) -> Row:
    return {"id": number, "key": f"office {number}", "name": f"Office {number}", "parent_id": None}


def _person(number: int) -> Row:
    has_left = number % 33 == 32
    return {
        "id": number,
        "directory_id": f"entry-{number}",
        "login": f"p{number}",
        "login_key": f"p{number}",
        "name": f"Person {number}",
        "department_id": number % (DEPARTMENTS - EMPTY) + 1,
        "manager_id": None if number <= HOLDER else number // HOLDER,
        "state": PersonState.LEFT if has_left else PersonState.ACTIVE,
        "left_on": BEGAN_ON if has_left else None,
    }


def _account(number: int, people: int, chance: random.Random) -> Iterator[Row]:
    [platform] = chance.choices(PLATFORMS, WEIGHTS)
    words = chance.sample(WORDS, 2)
    handle = f"{words[0]}{words[1]}{number}"
    yield {
        "id": number,
        "identity": f"{platform}:account:{handle.lower()}",
        "platform": platform,
        "kind": "account",
        "handle": handle,
        "url": f"https://{platform}.com/{handle}",
        "name": f"{words[0]} {words[1]} office {number:06}",
        "state": AccountState.RETIRED if chance.random() < 0.1 else AccountState.ACTIVE,
        "owner_id": None if number % 100 in (1, 2, 3) else _somebody(number, people),
        "deputy_id": _somebody(number * 7, people) if number % 3 == 0 else None,
        "accountable_id": _accountable(number),
        "registered_at": BEGAN_AT,
        "unmatched": {},
        "version": 1,
    }


def _somebody(number: int, people: int) -> int:
    return number % people + 1


def _accountable(number: int) -> int | None:
    return number // 7 % DEPARTMENTS + 1 if number % 100 else None


def _ownership(number: int, _people: int, _chance: random.Random) -> Iterator[Row]:
    if first := _accountable(number):
        yield {"account_id": number, "department_id": first, "position": 0}
        if number % 5 == 0:
            yield {"account_id": number, "department_id": first % DEPARTMENTS + 1, "position": 1}


def _custodianship(number: int, people: int, chance: random.Random) -> Iterator[Row]:
    for which in range(chance.choice((0, 1, 2))):
        yield {
            "account_id": number,
            "person_id": _somebody(number + which * 11, people),
            "since_on": BEGAN_ON,
            "ends_on": BEGAN_ON + timedelta(chance.randint(300, 900)) if chance.random() < 0.1 else None,
        }


def _grant(number: int, people: int, chance: random.Random) -> Iterator[Row]:
    if number % 2:
        yield {
            "account_id": number,
            "person_id": _somebody(number * 3, people),
            "way": chance.choice((Way.OWN_LOGIN, Way.TOOL_SEAT, Way.UNKNOWN)),
            "administers": chance.choice(tuple(Known)),
            "since_on": BEGAN_ON,
        }


def _factor(number: int, people: int, chance: random.Random) -> Iterator[Row]:
    if number % 4:
        yield {
            "account_id": number,
            "kind": chance.choice((FactorKind.APP, FactorKind.KEY, FactorKind.SMS, FactorKind.OFF)),
            "holder_id": _somebody(number, people),
            "backup_id": _somebody(number + 11, people) if chance.random() < 0.3 else None,
        }


def _means(number: int, people: int, _chance: random.Random) -> Iterator[Row]:
    yield {
        "account_id": number,
        "kind": MeansKind.MAILBOX,
        "sent_to": f"office{number % DEPARTMENTS}@example.com",
        "belongs": Belongs.ORGANISATION,
        "holder_id": _somebody(number, people),
        "backup_id": _somebody(number + 11, people) if number % 2 else None,
    }


def _vault(number: int, _people: int, _chance: random.Random) -> Iterator[Row]:
    if number % 3:
        yield {"account_id": number, "pointer": f"Vault, office {number % DEPARTMENTS}, entry {number}"}


def _former_handle(number: int, _people: int, _chance: random.Random) -> Iterator[Row]:
    if number % 20 == 0:
        old = f"former{number}"
        yield {
            "account_id": number,
            "identity": f"x:account:{old}",
            "handle": old,
            "url": f"https://x.com/{old}",
            "recorded_at": BEGAN_AT,
        }


def _schedule(number: int, people: int, chance: random.Random) -> Iterator[Row]:
    due_on = BEGAN_ON + timedelta(chance.randint(0, 1_000))
    yield {
        "account_id": number,
        "credential": "password",
        "calendar_on": due_on,
        "due_on": due_on,
        "reason": RotationReason.SCHEDULED,
        "responsible_id": _somebody(number, people) if number % 2 else None,
        "version": 1,
    }


MAKERS: dict[type[Any], Callable[[int, int, random.Random], Iterator[Row]]] = {
    SocialAccount: _account,
    Ownership: _ownership,
    Custodianship: _custodianship,
    AccessGrant: _grant,
    SecondFactor: _factor,
    RecoveryMeans: _means,
    VaultEntry: _vault,
    FormerHandle: _former_handle,
    RotationSchedule: _schedule,
}
"""Table → its rows for one account; those that others refer to first."""
