"""Every route × everybody × own, neighbour's, foreign and missing things, against a policy written without the code.

What a person is to a thing is known from how the thing was made, and what a request asks for is told by `cases.py`:
neither asks the guard that is tried. Requests are rolled back one by one, so that they do not meet.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govdesk import clock, create_app
from govdesk.access import WHO_MAY, Permission
from govdesk.directory.models import WebSession
from govdesk.directory.queries import token_hash
from govdesk.proof.allowance import Allowance
from govdesk.settings import Settings
from govdesk.tables import ALL_TABLES
from tests.guards.case import MISSING, PUBLIC, SEEN_BY, Case
from tests.guards.cases import CASES
from tests.guards.things import CAST, WORK_HERE, Thing, World
from tests.guards.world import build

SIGNED_OUT = ("nobody", "lars", "ended")
"""Without a session; with one, but left; with one that was ended."""
READERS = (*WORK_HERE, *SIGNED_OUT)
OF_ITSELF = {"web_session"}
"""Tables that looking at pages may change."""
FOLLOWS = {"audit_event", "notice"}
TABLES = frozenset(ALL_TABLES.tables)
READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA)\b")
WRITES = re.compile(r'\b(?:INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
"""Only what a request has written to is looked at: to look at everything takes twice the time of the request."""


@dataclass
class House:
    """The application on one database, and the cookie of each reader."""

    app: Flask
    connection: Connection
    world: World
    cookies: dict[str, str]

    def __post_init__(self) -> None:
        self.before = digests(self.connection, set(TABLES))
        self.written: set[str] = set()
        event.listen(self.connection, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not READS.match(statement):
            self.written |= set(WRITES.findall(statement)) & TABLES or TABLES

    def open(self, reader: str, url: str, method: str, data: Any = None) -> TestResponse:
        """What a browser of this reader gets that was never used before."""
        headers = {"Cookie": self.cookies[reader]} if reader in self.cookies else {}
        return self.app.test_client(use_cookies=False).open(url, method=method, data=data, headers=headers)

    def send(self, case: Case, reader: str, thing: Thing | None, method: str = "") -> tuple[TestResponse, set[str]]:
        """The answer, and the tables that the request changed; all of it is undone."""
        savepoint = self.connection.begin_nested()
        self.written.clear()
        try:
            answer = self.open(reader, case.url(thing), method or case.method, case.data(thing))
            answer.get_data()
            answer.close()
            after = digests(self.connection, self.written)
        finally:
            savepoint.rollback()
        return answer, {name for name in after if after[name] != self.before[name]} - OF_ITSELF


@pytest.fixture(scope="module")
def house(engine: Engine, database_url: str) -> Iterator[House]:
    settings = Settings(
        database_url=database_url, secret_key="only for tests, never elsewhere", base_url="http://localhost"
    )
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False  # who may is asked here, not what the form carries
    app.extensions["public_allowance"] = Allowance(stock=10_000, per_second=100, addresses=10)  # nor how often
    with engine.connect() as connection:
        transaction = connection.begin()

        def sessions() -> Session:
            return Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

        app.extensions.update(sessions=sessions, reading_sessions=sessions, public_sessions=sessions)
        own_engine = app.extensions["engine"]
        app.extensions["engine"] = own_engine.execution_options(deferred=True)  # /readyz must not wait for us
        with sessions() as session:
            world = build(session)
            cookies = {r: cookie_of(app, session, world, r) for r in READERS if r != "nobody"}
            session.commit()
        yield House(app, connection, world, cookies)
        transaction.rollback()
    own_engine.dispose()


def cookie_of(app: Flask, session: Session, world: World, reader: str) -> str:
    now = clock.utcnow()
    session.add(
        WebSession(
            token_hash=token_hash(f"token of {reader}"),
            person_id=world.ids["olu" if reader == "ended" else reader],
            address="127.0.0.1",
            agent="test",
            created_at=now,
            seen_at=now,
            ended_at=now if reader == "ended" else None,
        )
    )
    browser = app.test_client()
    with browser.session_transaction() as carried:
        carried["_user_id"] = f"token of {reader}"
    cookie = browser.get_cookie("govdesk")
    assert cookie is not None
    return f"govdesk={cookie.value}"


def digests(connection: Connection, tables: set[str]) -> dict[str, str]:
    """What stands in each of the tables."""
    found = {}
    for name in tables:
        rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()  # noqa: S608 - our own names
        found[name] = hashlib.sha256("\n".join(sorted(repr(tuple(row)) for row in rows)).encode()).hexdigest()
    return found


def may(reader: str, permission: str, relations: frozenset[str]) -> bool:
    """The table, asked without the program's own `may`."""
    if permission == PUBLIC:
        return True
    held = {"staff", CAST[reader][0], *relations}
    return any(all(str(test) in held for test in grant) for grant in WHO_MAY[Permission(permission)])


def expected(case: Case, reader: str, thing: Thing | None) -> int:
    allowed = case.answer or (200 if case.method == "GET" else 303)
    if case.permission == PUBLIC:
        return case.signed_in or allowed if reader in WORK_HERE else allowed
    if reader in SIGNED_OUT:
        return 303
    if case.on is None or thing is None:
        return allowed if may(reader, case.permission, frozenset()) else 403
    if thing.kind == "missing" or not may(reader, SEEN_BY[case.on], thing.relations):
        return 404
    if not may(reader, case.permission, thing.relations) or thing.relations & set(case.not_by):
        return 403
    return allowed


def things_for(house: House, case: Case, reader: str) -> list[Thing | None]:
    if case.on is None:
        return [None]
    missing = Thing("missing", MISSING)
    if reader in SIGNED_OUT:
        return [house.world.things["olu", case.on][-1], missing]
    return [*house.world.things[reader, case.on], missing]


def same_for_all(answer: TestResponse) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_request_is_answered_by_who_asks_about_what(house: House, case: Case) -> None:
    wrong, meant, changed = [], set(case.moves.split()), set()
    for reader in READERS:
        absent = set()
        for thing in things_for(house, case, reader):
            answer, moved = house.send(case, reader, thing)
            what = f"{reader} on {thing.kind if thing else 'it'}"
            wanted = expected(case, reader, thing)
            if answer.status_code != wanted:
                wrong.append(f"{what}: {answer.status_code}, not {wanted}")
            elif reader in SIGNED_OUT and case.permission != PUBLIC and "/signin" not in answer.location:
                wrong.append(f"{what}: sent to {answer.location}")
            is_allowed = case.permission == PUBLIC or (wanted < 400 and reader not in SIGNED_OUT)
            if not moved <= (meant | FOLLOWS if is_allowed else set()):
                wrong.append(f"{what}: changed {sorted(moved)}")
            changed |= moved
            if wanted == 404:
                absent.add(same_for_all(answer))
        if len(absent) > 1:
            wrong.append(f"{reader}: what is hidden and what is missing are told apart")
    assert wrong == []
    assert meant <= changed


def test_every_route_has_a_case(house: House) -> None:
    tried = set()
    addresses = house.app.url_map.bind("localhost")
    for case in CASES:
        endpoint, _values = addresses.match(case.path.format(**MISSING), method=case.method)
        tried.add((endpoint, case.method))
    stated = {
        (rule.endpoint, method)
        for rule in house.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert stated - tried == set(), "write a Case for these in cases.py"


@pytest.mark.parametrize("case", [case for case in CASES if case.method == "GET"], ids=lambda case: case.id)
def test_asking_for_the_head_of_a_page_tells_no_more_than_the_page(house: House, case: Case) -> None:
    """Of each answer that a reader can get to the page one is enough: the same view makes both."""
    for reader in ("nobody", "olu", "noor"):
        each = {expected(case, reader, thing): thing for thing in things_for(house, case, reader)}
        for wanted, thing in each.items():
            answer, moved = house.send(case, reader, thing, method="HEAD")
            assert (answer.status_code, answer.data, moved) == (wanted, b"", set()), (reader, thing)


def test_other_methods_are_refused_wherever_they_are_not_meant(house: House) -> None:
    """Nobody signed in is tried with every method, and somebody who may do all with two."""
    addresses = house.app.url_map.bind("localhost")
    for path in {case.path for case in CASES}:
        url = path.format(**MISSING)
        meant = set(addresses.allowed_methods(url))
        others = [
            m for m in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") if m not in meant
        ]  # GET, if there, is the first
        for reader, method in (*(("nobody", method) for method in others), ("root", others[0]), ("root", others[-1])):
            answer = house.open(reader, url, method)
            if method == "GET":  # as by reloading: back to the page of the form
                assert (answer.status_code, url.startswith(answer.location)) == (303, True), path
                continue
            assert answer.status_code == 405, (method, path)
            assert set(answer.headers["Allow"].split(", ")) == meant
