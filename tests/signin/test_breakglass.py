"""The local administrator for the day the directory is down. The directory of these tests is dead all the time."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govdesk import clock
from govdesk.access import Role
from govdesk.audit.models import AuditEvent
from govdesk.db import Sessions
from govdesk.directory.models import Person, WebSession
from govdesk.directory.queries import active_people
from govdesk.errors import Conflict
from govdesk.files import PolicyFiles
from govdesk.notify.models import Notice
from govdesk.policies.actions import acknowledge, publish
from govdesk.policies.queries import asked_for
from govdesk.settings import Settings
from govdesk.signin import breakglass, jobs
from govdesk.signin.breakglass import Opened
from govdesk.signin.limits import Limits
from govdesk.signin.models import BreakGlass
from govdesk.signin.policy import BREAK_GLASS
from tests.conftest import NOW, VIENNA
from tests.directory.conftest import entry, run
from tests.pages import PageClient

HOURS = 4
PERIOD = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def amid_a_period() -> Iterator[None]:
    """Far from the moment at which the code changes."""
    with time_machine.travel(NOW + timedelta(seconds=10)):
        yield


@pytest.fixture
def opened(session: Session, settings: Settings) -> Opened:
    return open_up(session, settings)


def open_up(session: Session, settings: Settings, login: str = "rescue") -> Opened:
    now = clock.utcnow()
    opened = breakglass.open_up(
        session,
        login,
        HOURS,
        secret=settings.secret_key.get_secret_value(),
        operator="operator",
        now=now,
        today=clock.local_date(now, VIENNA),
    )
    session.commit()
    return opened


def sign_in(client: PageClient, opened: Opened, steps: int = 0, /, **typed: str) -> TestResponse:
    """With the code of so many periods from now."""
    code = pyotp.TOTP(opened.secret).at(clock.utcnow() + steps * PERIOD)
    values = {"login": "rescue", "password": opened.password, "code": code, **typed}
    return client.submit("/signin/breakglass", **values)


def test_x1_the_administrator_gets_in_though_no_directory_is_there(client: PageClient, opened: Opened) -> None:
    assert sign_in(client, opened).location == "/"
    page = client.get("/")
    assert page.status_code == 200
    assert "Break-glass administrator" in page.text
    assert opened.account.person.roles == {Role.ADMIN}


def test_x1_nobody_gets_in_while_none_is_open(client: PageClient, session: Session) -> None:
    answer = client.submit("/signin/breakglass", login="rescue", password="anything", code="123456")
    assert answer.status_code == 401
    assert session.scalars(select(WebSession)).all() == []


@pytest.mark.parametrize(
    "typed",
    [
        {"password": "wrong"},
        {"code": "000000"},
        {"code": "１２３４５６"},
        {"login": "somebody"},
        {"password": "x" * 900},
    ],
)
def test_x1_all_three_must_fit(client: PageClient, opened: Opened, typed: dict[str, str]) -> None:
    answer = sign_in(client, opened, **typed)
    assert answer.status_code == 401
    assert "This does not fit" in answer.text


def test_the_password_may_be_typed_without_its_dashes(client: PageClient, opened: Opened) -> None:
    assert sign_in(client, opened, password=opened.password.replace("-", " ").upper()).status_code == 303


@pytest.mark.parametrize(("steps", "status"), [(-3, 401), (-1, 303), (1, 303), (3, 401)])
def test_x1_a_code_is_good_for_one_period_before_and_after(
    client: PageClient, opened: Opened, steps: int, status: int
) -> None:
    assert sign_in(client, opened, steps).status_code == status


def test_x1_a_code_opens_once(client: PageClient, opened: Opened) -> None:
    code = pyotp.TOTP(opened.secret).at(clock.utcnow() + PERIOD)
    assert sign_in(client, opened, code=code).status_code == 303
    client.submit("/", to="/signout")
    assert sign_in(client, opened, code=code).status_code == 401
    assert sign_in(client, opened, -1).status_code == 401, "nor does an earlier one"


def test_tries_are_limited_at_this_door_too(
    client: PageClient, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert BREAK_GLASS.one_stranger == 10
    monkeypatch.setattr("govdesk.signin.views.BREAK_GLASS", Limits.below(5, BREAK_GLASS.window))
    answers = [sign_in(client, opened, password="wrong").status_code for _ in range(3)]
    assert answers == [401, 401, 429]


def test_x1_closing_ends_the_session_on_the_next_request(
    client: PageClient, opened: Opened, session: Session
) -> None:
    sign_in(client, opened)
    now = clock.utcnow()
    breakglass.close(session, operator="operator", now=now, today=now.date())
    session.commit()
    assert client.get("/").status_code == 303
    assert sign_in(client, opened).status_code == 401
    assert (opened.account.password_hash, opened.account.sealed_secret) == ("", "")
    assert opened.account.person.roles == frozenset()


def test_x1_its_time_ends_the_session_also_without_a_worker(
    client: PageClient, opened: Opened, session: Session
) -> None:
    sign_in(client, opened)
    opened.account.expires_at = clock.utcnow()
    session.commit()
    assert client.get("/").status_code == 303
    assert sign_in(client, opened, 1).status_code == 401


def test_x1_the_worker_clears_away_what_is_over(
    opened: Opened, session: Session, sessions: Sessions, settings: Settings
) -> None:
    opened.account.expires_at = clock.utcnow()
    session.commit()
    for _ in range(2):
        jobs.close_expired(sessions, settings, lambda: False)
    session.expire_all()
    assert opened.account.closed_at is not None
    assert not opened.account.person.is_employed
    assert kinds(session) == ["opened", "expired"]


def test_a_session_of_before_does_not_come_back_with_the_next_opening(
    client: PageClient, opened: Opened, session: Session, settings: Settings
) -> None:
    sign_in(client, opened)
    opened.account.expires_at = clock.utcnow()
    session.commit()
    open_up(session, settings)
    assert client.get("/").status_code == 303


def test_only_one_is_open_at_a_time(opened: Opened, session: Session, settings: Settings) -> None:
    with pytest.raises(Conflict, match="open already"):
        open_up(session, settings, "another")


@pytest.mark.parametrize("login", ["olu", " OLU", "lars"])
def test_l11_a_login_of_the_directory_is_not_taken(
    session: Session, settings: Settings, cast: dict[str, Person], login: str
) -> None:
    with pytest.raises(Conflict, match="login of the directory"):
        open_up(session, settings, login)


def test_l11_a_newcomer_of_the_same_login_neither_ends_it_nor_gets_its_rights(
    client: PageClient, opened: Opened, session: Session
) -> None:
    sign_in(client, opened)
    run(session, entry("rescue"), entry("olu"))
    newcomer = session.scalars(select(Person).where(Person.login == "rescue")).one()
    assert newcomer.roles == frozenset()
    assert client.get("/").status_code == 200
    assert opened.account.person.roles == {Role.ADMIN}


def test_it_is_nobody_of_the_company(opened: Opened, session: Session, olu: Person) -> None:
    assert session.scalars(active_people()).all() == [olu]


def test_x1_nothing_that_opens_the_door_is_stored_or_logged(
    client: PageClient, opened: Opened, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sign_in(client, opened)
    row = session.execute(select(BreakGlass.__table__)).one()
    events = [event.fields for event in session.scalars(select(AuditEvent))]
    kept = f"{row} {events} {caplog.text}"
    assert row.password_hash.startswith("scrypt:")
    for secret in (opened.password, opened.password.replace("-", ""), opened.secret):
        assert secret not in kept


def test_x1_security_and_administrators_are_told_of_every_step(
    client: PageClient,
    session: Session,
    settings: Settings,
    cast: dict[str, Person],
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened = open_up(session, settings)
    sign_in(client, opened, password="wrong")
    sign_in(client, opened, password="wrong")
    sign_in(client, opened)
    now = clock.utcnow()
    breakglass.close(session, operator="operator", now=now, today=now.date())
    session.commit()
    told = session.execute(select(Person.login, Notice.stage).join(Notice.person).order_by(Person.login, Notice.id))
    steps = ["opened", "refused", "used", "closed"]
    assert [tuple(row) for row in told] == [(who, step) for who in ("root", "sam") for step in steps]
    assert kinds(session) == ["opened", "refused", "refused", "used", "closed"]
    logged = [
        r.getMessage() for r in caplog.records if r.levelno == logging.WARNING and "break-glass" in r.getMessage()
    ]
    assert len(logged) == 5
    assert logged[-1] == "break-glass account rescue (break-glass): closed, operator operator"


def test_it_is_asked_to_acknowledge_nothing(client: PageClient, opened: Opened, session: Session) -> None:
    now = clock.utcnow()
    publish(session, PolicyFiles(), now=now, today=now.date())
    session.commit()
    binding = asked_for(session, now.date())[0]
    sign_in(client, opened)
    assert binding.title not in client.get("/").text
    for path in ("/policies", f"/policies/{binding.policy.slug}"):
        shown = client.get(path).text
        assert binding.title in shown
        assert "To read" not in shown
        assert "Have you read it?" not in shown
    with pytest.raises(Conflict):
        acknowledge(session, binding, opened.account.person, digest=binding.digest, now=now, today=now.date())


def test_x1_who_looks_after_the_house_sees_on_every_page_that_it_is_open(
    client: PageClient, session: Session, settings: Settings, cast: dict[str, Person]
) -> None:
    alarm = "A break-glass account is open until"
    assert alarm not in client.sign_in(cast["sam"]).get("/").text
    open_up(session, settings)
    sees = {
        login
        for login in ("sam", "root", "noor", "olu", "grace")
        if alarm in client.sign_in(cast[login]).get("/").text
    }
    assert sees == {"sam", "root", "noor"}


def kinds(session: Session) -> list[str]:
    """What the trail says happened, in order."""
    found = session.scalars(
        select(AuditEvent.action).where(AuditEvent.action.like("signin:breakglass:%")).order_by(AuditEvent.id)
    )
    return [action.rpartition(":")[2] for action in found]
