"""The cast, a real database made by the migrations, and a client that looks at every page it fetches.

SQLite by default; PostgreSQL when GOVDESK_TEST_DATABASE_URL names a server (each worker makes a database of its own).
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from govdesk import create_app, db
from govdesk.access import Role
from govdesk.directory.models import Department, Person, PersonRole, PersonState
from govdesk.directory.rules import login_key, name_key
from govdesk.proof.asking import A_MINUTE, usual_allowance
from govdesk.proof.kept import KeptText
from govdesk.settings import Settings
from govdesk.signin import attempt
from tests import databases
from tests.pages import PageClient

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
"""A Monday morning, for actions that are told the time."""
VIENNA = ZoneInfo("Europe/Vienna")
LONGEST = (
    "tests/guards/test_matrix.py",
    "tests/worker/test_run_workers.py",
    "tests/packaging/test_wheel.py",
    "tests/stories/test_many_workers.py",
    "tests/signin/test_under_attack.py",
    "tests/demo/test_load.py",
    "tests/signin/test_equal_answers.py",
)
"""Begun first, so that at the end no process waits for another that has just begun one of them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases", type=int, help="run at most so many cases of each test, the first and the last among them"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Templates are compiled once for all applications, processes and runs; a changed one is compiled anew."""
    compiled = str(config.cache.mkdir("templates")) if config.cache else None
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(compiled)}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if most := config.getoption("cases"):
        chosen = some_cases(items, most)
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = [item for item in items if item in chosen]
    order = {file: place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.nodeid.partition("::")[0], len(LONGEST)))


def some_cases(items: list[pytest.Item], most: int) -> set[pytest.Item]:
    """At most so many of each test's cases, evenly spread."""
    of_test: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        of_test[item.nodeid.partition("[")[0]].append(item)
    return {
        cases[place * (len(cases) - 1) // max(most - 1, 1)] if len(cases) > most else cases[place]
        for cases in of_test.values()
        for place in range(min(most, len(cases)))
    }


def pytest_collection_finish() -> None:
    """What stands by now stays to the end: looking through it for rings took an eighth of the whole time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated database without rows for this worker process."""
    with databases.migrated(tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    engine = db.connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """One transaction round the whole test: commits included, it is rolled back."""
    with engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def sessions(connection: Connection) -> Callable[[], Session]:
    """What jobs and the application open their sessions with."""
    return lambda: Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)


@pytest.fixture
def session(sessions: Callable[[], Session]) -> Iterator[Session]:
    with sessions() as session:
        yield session


@pytest.fixture(scope="session")
def usual_settings(database_url: str) -> Settings:
    return Settings(
        database_url=database_url,
        secret_key="only for tests, never elsewhere",
        base_url="http://localhost",
        timezone="Europe/Vienna",
    )


@pytest.fixture
def settings(usual_settings: Settings) -> Settings:
    """May be another in a module of tests, which then has an application of its own."""
    return usual_settings


@pytest.fixture(scope="session")
def usual_app(usual_settings: Settings) -> Iterator[Flask]:
    """Made once for all tests with the usual settings: making one and its templates takes longer than most tests."""
    app = create_app(usual_settings)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def app(
    request: pytest.FixtureRequest, settings: Settings, sessions: Callable[[], Session], usual_settings: Settings
) -> Iterator[Flask]:
    if settings is not usual_settings:
        app = create_app(settings)
        _prepare(app, sessions)
        yield app
        app.extensions["engine"].dispose()
        return
    app = request.getfixturevalue("usual_app")
    config, extensions = dict(app.config), dict(app.extensions)
    # What an application remembers of its visitors is new for each test.
    app.extensions.update(public_allowance=usual_allowance(), trust_txt=KeptText(A_MINUTE))
    _prepare(app, sessions)
    yield app
    for held, usual in ((app.config, config), (app.extensions, extensions)):
        held.clear()
        held.update(usual)


def _prepare(app: Flask, sessions: Callable[[], Session]) -> None:
    app.testing = True
    app.extensions.update(sessions=sessions, reading_sessions=sessions, public_sessions=sessions)
    app.test_client_class = PageClient


@pytest.fixture
def client(app: Flask, session: Session) -> PageClient:
    """A browser; `client.sign_in(person)` makes it that person's."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.database = session
    return client


# The company. Departments first, then people: who they are is said in exemplars.md, part 7.


@pytest.fixture
def commerce(session: Session) -> Department:
    return _department(session, "Department of Commerce")


@pytest.fixture
def press_office(session: Session) -> Department:
    return _department(session, "NOAA Press Office")


@pytest.fixture
def census(session: Session) -> Department:
    return _department(session, "Bureau of the Census")


@pytest.fixture
def grace(session: Session, commerce: Department) -> Person:
    """Communications: keeps the register."""
    return _person(session, "grace", "Grace Okafor", commerce, Role.COMMS)


@pytest.fixture
def sam(session: Session, commerce: Department) -> Person:
    """Security: schedules rotations."""
    return _person(session, "sam", "Sam Lindqvist", commerce, Role.SECURITY)


@pytest.fixture
def mei(session: Session, commerce: Department) -> Person:
    """An agent at the desk."""
    return _person(session, "mei", "Mei Tanaka", commerce, Role.AGENT)


@pytest.fixture
def ada(session: Session, press_office: Department) -> Person:
    """Custodian in the press office."""
    return _person(session, "ada", "Ada Sørensen", press_office)


@pytest.fixture
def olu(session: Session, census: Department) -> Person:
    """Staff elsewhere."""
    return _person(session, "olu", "Olu Adeyemi", census)


@pytest.fixture
def noor(session: Session, commerce: Department) -> Person:
    """Auditor: reads all, changes nothing."""
    return _person(session, "noor", "Noor van Dijk", commerce, Role.AUDITOR)


@pytest.fixture
def root(session: Session, commerce: Department) -> Person:
    """Administrator."""
    return _person(session, "root", "Rut Root", commerce, Role.ADMIN)


@pytest.fixture
def lars(session: Session, press_office: Department) -> Person:
    """Left in February."""
    person = _person(session, "lars", "Lars Holm", press_office)
    person.state, person.left_on = PersonState.DISABLED, date(2027, 2, 15)
    session.flush()
    return person


@pytest.fixture
def cast(grace, sam, mei, ada, olu, noor, root, lars) -> dict[str, Person]:  # type: ignore[no-untyped-def]
    """Everybody by login."""
    return {p.login: p for p in (grace, sam, mei, ada, olu, noor, root, lars)}


@pytest.fixture(autouse=True)
def refusals_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a refused sign-in waits for is the matter of one test; those that are refused are many."""
    monkeypatch.setattr(attempt, "REFUSED_AFTER", 0.0)


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


def _department(session: Session, name: str) -> Department:
    department = Department(key=name_key(name), name=name)
    session.add(department)
    session.flush()
    return department


def _person(session: Session, login: str, name: str, department: Department, *roles: Role) -> Person:
    person = Person(
        directory_id=f"id-of-{login}",
        login=login,
        login_key=login_key(login),
        name=name,
        mail=f"{login}@commerce.example",
        department=department,
        granted=[
            PersonRole(role=role, group_dn=f"cn=govdesk-{role},ou=groups,dc=commerce,dc=example") for role in roles
        ],
    )
    session.add(person)
    session.flush()
    return person
