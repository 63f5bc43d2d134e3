"""Leavers, movers and returners have a row from which the other rooms hear of them, whoever noticed first."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.directory.actions.people import keep_person
from govdesk.directory.ldap.entries import person_facts
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.models import ChangeKind, Department, Person, PersonChange, PersonState, WebSession
from tests.conftest import NOW
from tests.directory.conftest import ROLES, Listing, entry, run, run_on

LOCKED = {"pwdaccountlockedtime": "000001010000Z"}


def by_run(session: Session, told: Entry) -> None:
    run(session, told, entry("olu"))


def by_sign_in(session: Session, told: Entry) -> None:
    keep_person(session, person_facts(told, Listing([]).meaning), ROLES, now=NOW, today=NOW.date())
    session.commit()
    session.expire_all()


def changes(session: Session) -> list[tuple[ChangeKind, str | None]]:
    rows = session.scalars(select(PersonChange).order_by(PersonChange.id))
    return [(row.kind, row.department_before.name if row.department_before else None) for row in rows]


@pytest.mark.parametrize("way", [by_run, by_sign_in])
def test_a_move_is_told_with_the_department_before(session: Session, way: object) -> None:
    assert callable(way)
    run(session, entry("ada", ou="Press"), entry("olu"))
    way(session, entry("ada", ou="Office"))
    assert changes(session) == [(ChangeKind.MOVED, "Press")]
    [event] = session.scalars(select(AuditEvent))
    before, after = event.fields["department_id"]
    names = [session.get_one(Department, identity).name for identity in (before, after)]
    assert (event.action, names) == ("directory:person:moved", ["Press", "Office"])


@pytest.mark.parametrize("way", [by_run, by_sign_in])
def test_leaving_and_coming_back_are_told(session: Session, way: object) -> None:
    assert callable(way)
    run(session, entry("ada"), entry("olu"))
    way(session, entry("ada", **LOCKED))
    way(session, entry("ada"))
    assert changes(session) == [(ChangeKind.LEFT, None), (ChangeKind.RETURNED, None)]


def test_a_first_department_is_no_move(session: Session) -> None:
    run(session, entry("ada"))
    run(session, entry("ada", ou="Office"))
    assert changes(session) == []


def test_r5_the_sessions_of_many_leavers_end_with_the_run(session: Session) -> None:
    logins = [f"p{number}" for number in range(50)]
    run(session, *map(entry, logins))
    people = session.scalars(select(Person)).all()
    for person in people:
        session.add(
            WebSession(
                token_hash=person.login, person_id=person.id, address="", agent="", created_at=NOW, seen_at=NOW
            )
        )
    run(session, *(entry(login, **(LOCKED if login < "p13" else {})) for login in logins))
    ended = set(session.scalars(select(WebSession.token_hash).where(WebSession.ended_at == NOW)))
    assert ended == {login for login in logins if login < "p13"}


@pytest.mark.parametrize(
    ("told", "leaves_on", "state"),
    [
        ("20270228235959Z", date(2027, 2, 28), PersonState.LEFT),
        ("20270301000000Z", date(2027, 2, 28), PersonState.LEFT),
        ("20270301235959Z", date(2027, 3, 1), PersonState.ACTIVE),
        ("soon", None, PersonState.ACTIVE),
    ],
)
def test_a_known_last_day_is_kept_and_ends_with_the_day(
    session: Session, told: str, leaves_on: date | None, state: PersonState
) -> None:
    run(session, entry("ada"), entry("olu"))
    run(session, entry("ada", pwdendtime=told), entry("olu"))
    ada = session.scalars(select(Person).where(Person.login == "ada")).one()
    assert (ada.leaves_on, ada.state) == (leaves_on, state)
    assert ada.left_on == (leaves_on if state is PersonState.LEFT else None)


def test_a_last_day_that_passes_makes_a_leaver_though_the_entry_is_unchanged(session: Session) -> None:
    entries = [entry("ada", pwdendtime="20270302235959Z"), entry("olu")]
    run(session, *entries)
    report = run_on(session, Listing(entries), now=NOW + timedelta(days=2))
    assert report.people.left == 1
    ada = session.scalars(select(Person).where(Person.login == "ada")).one()
    assert (ada.state, ada.left_on) == (PersonState.LEFT, date(2027, 3, 2))
    assert run_on(session, Listing(entries), now=NOW + timedelta(days=3)).people.changed == 0
