"""How fast reports are made over a large register, and how much memory a file of them takes."""

import resource
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from govdesk import clock, db, schema
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.directory.models import Department, Person
from govdesk.exposure.models import RecoveryMeans, SecondFactor
from govdesk.exposure.reckoning import reckon
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind
from govdesk.files import PolicyFiles
from govdesk.reports.controls import read_sheets
from govdesk.reports.report import Report
from govdesk.reports.scene import Scene
from govdesk.reports.shelf import REPORTS
from govdesk.reports.writing import Copy, write
from govdesk.tables import ALL_TABLES  # noqa: F401 - so that every table is known

DEPARTMENTS, PEOPLE, AT_ONCE = 200, 2_000, 1_000
PLATFORMS = ("x", "facebook", "instagram", "youtube")
UTC = ZoneInfo("UTC")


def measure_reports(accounts: int) -> None:
    """Prints a table: seconds of a page and of both files, and what the process grew by."""
    with TemporaryDirectory(prefix="govdesk-bench-") as folder:
        url = f"sqlite:///{folder}/reports.db"
        schema.upgrade(url)
        engine = db.connect(url)
        with db.sessions_of(engine)() as session:
            _fill(session, accounts)
        print(f"\nreports over {accounts:,} accounts (SQLite)")
        print(f"{'report':20}{'page s':>9}{'csv s':>9}{'xlsx s':>9}{'MB more':>9}")
        with db.reading_sessions_of(engine)() as session:
            began = time.perf_counter()
            for report in REPORTS:
                next(report.figures(_scene(session)), None)
            print(f"{'(the list)':20}{time.perf_counter() - began:9.2f}")
        for report in REPORTS:
            with db.reading_sessions_of(engine)() as session:
                _tell(report, session, Path(folder))
        engine.dispose()


def _tell(report: Report, session: Session, folder: Path) -> None:
    began, before = time.perf_counter(), _peak()
    scene = _scene(session)
    list(report.figures(scene))
    report.lines.page(scene, report.listing(), 1)
    took = [time.perf_counter() - began]
    for form in ("csv", "xlsx"):
        began, scene = time.perf_counter(), _scene(session)
        copy = Copy(report, scene, list(report.columns(scene)), report.listing(), clock.utcnow(), "the bench", ())
        with (folder / f"made.{form}").open("wb") as file:
            write(copy, form, file)
        took.append(time.perf_counter() - began)
    print(f"{report.key:20}{took[0]:9.2f}{took[1]:9.2f}{took[2]:9.2f}{_peak() - before:9.0f}", flush=True)


def _peak() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _scene(session: Session) -> Scene:
    today = clock.local_date(clock.utcnow(), UTC)
    return Scene(session, today, UTC, catalogue(), read_sheets(PolicyFiles()))


def _fill(session: Session, accounts: int) -> None:
    """Every account has a department, an owner and a custodian; every other one a second factor and recovery."""
    now = clock.utcnow()
    session.execute(insert(Department), [{"key": f"d{n}", "name": f"Department {n}"} for n in range(DEPARTMENTS)])
    session.execute(insert(Person), [_person(n) for n in range(PEOPLE)])
    for numbers in _portions(accounts):
        session.execute(
            insert(SocialAccount),
            [
                {
                    "identity": f"x:{n}", "platform": PLATFORMS[n % 4], "kind": "profile", "handle": f"office{n}",
                    "url": f"https://x.com/office{n}", "name": f"Office {n}", "owner_id": n % PEOPLE + 1,
                    "registered_at": now - timedelta(days=n % 400), "version": 1, "unmatched": {},
                }
                for n in numbers
            ],
        )  # fmt: skip
        ids = [n + 1 for n in numbers]
        owned = [{"account_id": i, "department_id": i % DEPARTMENTS + 1, "position": 0} for i in ids]
        session.execute(insert(Ownership), owned)
        held = [{"account_id": i, "person_id": i % PEOPLE + 1, "since_on": now.date()} for i in ids]
        session.execute(insert(Custodianship), held)
        half = [{"account_id": i, "holder_id": i % PEOPLE + 1} for i in ids if i % 2]
        session.execute(insert(SecondFactor), [row | {"kind": FactorKind.APP} for row in half])
        mailbox = {"kind": MeansKind.MAILBOX, "belongs": Belongs.PERSONAL, "sent_to": "somebody@mail.example"}
        session.execute(insert(RecoveryMeans), [row | mailbox for row in half])
        reckon(session, ids, now.date())
        session.commit()


def _portions(accounts: int) -> Iterator[range]:
    for start in range(0, accounts, AT_ONCE):
        yield range(start, min(start + AT_ONCE, accounts))


def _person(n: int) -> dict[str, Any]:
    return {
        "login": f"p{n}", "login_key": f"p{n}", "name": f"Person {n}", "directory_id": f"id{n}",
        "department_id": n % DEPARTMENTS + 1,
    }  # fmt: skip
