"""What the directory gives and takes is on record, once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.audit.words import SENTENCES
from govdesk.directory import words
from govdesk.directory.models import Person, PersonState, WebSession
from tests.conftest import NOW
from tests.directory.conftest import COMMS, entry, run

LOCKED = {"pwdaccountlockedtime": "000001010000Z"}


def trail(session: Session) -> list[str]:
    return [event.action for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]


def test_a_role_given_and_taken_leaves_a_trace(session: Session) -> None:
    run(session, entry("ada", memberof=COMMS))
    run(session, entry("ada", memberof=COMMS))
    run(session, entry("ada"))
    assert trail(session) == ["directory:role:granted", "directory:role:withdrawn"]
    events = session.scalars(select(AuditEvent))
    assert [e.fields for e in events] == [{"role": "comms", "group_dn": COMMS}] * 2


def test_who_comes_without_a_role_leaves_none(session: Session) -> None:
    run(session, entry("ada"), entry("olu"))
    assert trail(session) == []


def test_leaving_and_coming_back_leave_a_trace(session: Session) -> None:
    for values in ({}, LOCKED, LOCKED, {}, {}):
        run(session, entry("ada", **values))
    assert trail(session) == ["directory:person:left", "directory:person:returned"]


def test_who_lost_the_login_to_somebody_else_has_left_and_is_out(session: Session) -> None:
    run(session, entry("ada"))
    former = session.scalars(select(Person)).one()
    session.add(WebSession(token_hash="x", person_id=former.id, address="", agent="", created_at=NOW, seen_at=NOW))
    assert run(session, entry("ada", entryuuid="another")).people.left == 1
    session.expire_all()
    assert former.state is PersonState.LEFT
    assert session.scalars(select(WebSession)).one().ended_at == NOW
    assert trail(session) == ["directory:person:left"]


def test_a_shut_entry_takes_no_login_from_who_works_here(session: Session) -> None:
    entries = [entry("ada"), entry("ada", entryuuid="former", **LOCKED)]
    run(session, *entries)
    run(session, *entries)
    assert trail(session) == []


@pytest.mark.parametrize("what", ["person:left", "person:returned", "role:granted", "role:withdrawn"])
def test_the_history_can_tell_all_of_it(what: str) -> None:
    assert words
    assert SENTENCES[f"directory:{what}"]
