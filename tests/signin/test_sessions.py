"""Sessions are rows: ending the row ends the access on the very next request."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.directory.actions.leaving import end_sessions
from govdesk.directory.actions.roles import keep_roles
from govdesk.directory.models import Person, PersonState, WebSession
from govdesk.directory.rules import ABSOLUTE_LIMIT, IDLE_LIMIT, is_live
from tests.conftest import NOW
from tests.pages import PageClient

MINUTE = timedelta(minutes=1)


def test_a_signed_in_person_sees_my_day(client: PageClient, olu: Person) -> None:
    assert client.sign_in(olu).get("/").status_code == 200


def test_a_session_that_was_ended_is_dead_on_the_next_request(
    client: PageClient, session: Session, olu: Person
) -> None:
    client.sign_in(olu)
    end_sessions(session, olu, now=clock.utcnow())
    session.commit()
    assert client.get("/").status_code == 303


def test_a_leaver_is_out_on_the_next_request(client: PageClient, session: Session, olu: Person) -> None:
    client.sign_in(olu)
    olu.state = PersonState.DISABLED
    session.commit()
    assert client.get("/").status_code == 303


def test_signing_out_ends_the_row_so_that_a_kept_cookie_is_worthless(
    client: PageClient, session: Session, olu: Person
) -> None:
    client.sign_in(olu)
    kept = client.get_cookie("govdesk")
    assert kept is not None
    assert client.submit("/", to="/signout").status_code == 303
    client.set_cookie("govdesk", kept.value)
    assert client.get("/").status_code == 303
    session.expire_all()
    assert session.scalars(select(WebSession)).one().ended_at is not None


def test_a_session_lasts_to_its_idle_and_its_absolute_limit() -> None:
    tick = timedelta(seconds=1)
    assert is_live(NOW, NOW, None, NOW + IDLE_LIMIT - tick)
    assert not is_live(NOW, NOW, None, NOW + IDLE_LIMIT)
    assert is_live(NOW, NOW + ABSOLUTE_LIMIT - tick, None, NOW + ABSOLUTE_LIMIT - tick)
    assert not is_live(NOW, NOW + ABSOLUTE_LIMIT, None, NOW + ABSOLUTE_LIMIT)


def test_r4_a_role_that_was_taken_away_is_gone_on_the_next_request(
    client: PageClient, session: Session, noor: Person
) -> None:
    assert client.sign_in(noor).get("/audit").status_code == 200
    keep_roles(session, noor, {}, now=clock.utcnow())
    session.commit()
    assert client.get("/audit").status_code == 403


@pytest.mark.parametrize(
    ("idle", "age", "status"),
    [
        (IDLE_LIMIT - MINUTE, IDLE_LIMIT, 200),
        (IDLE_LIMIT, IDLE_LIMIT, 303),
        (MINUTE, ABSOLUTE_LIMIT - MINUTE, 200),
        (MINUTE, ABSOLUTE_LIMIT, 303),
    ],
)
def test_a_page_opens_until_the_idle_and_the_absolute_limit(
    client: PageClient, session: Session, olu: Person, idle: timedelta, age: timedelta, status: int
) -> None:
    client.sign_in(olu)
    row, now = session.scalars(select(WebSession)).one(), clock.utcnow()
    row.seen_at, row.created_at = now - idle, now - age
    session.commit()
    assert client.get("/").status_code == status
