"""People sign in while a synchronisation is at work: what the directory told them of last counts."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.directory.ldap.entries import person_facts
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.models import Person, PersonState
from govdesk.signin.actions import Browser, sign_in
from tests.conftest import NOW, VIENNA
from tests.directory.conftest import ROLES, Listing, entry, run, run_on

LOCKED = {"pwdaccountlockedtime": "000001010000Z"}


def run_while_signing_in(session: Session, entries: list[Entry], who: Entry) -> dict[str, PersonState]:
    """A run over `entries`, in the middle of which `who` signs in."""
    server = Listing(entries)

    def come_in(_entries: int) -> None:
        facts = person_facts(who, server.meaning)
        browser, now = Browser("192.0.2.1", "test"), NOW + timedelta(seconds=1)
        sign_in(session, facts, ROLES, browser=browser, now=now, tz=VIENNA)
        session.commit()

    run_on(session, server, tell=come_in)
    return {person.login: person.state for person in session.scalars(select(Person))}


def test_s15_who_is_made_meanwhile_is_not_doubled(session: Session) -> None:
    ada = entry("ada")
    assert run_while_signing_in(session, [ada, entry("olu")], ada) == {
        "ada": PersonState.ACTIVE,
        "olu": PersonState.ACTIVE,
    }


def test_s15_who_joined_after_the_reading_is_not_missing(session: Session) -> None:
    run(session, entry("olu"))
    states = run_while_signing_in(session, [entry("olu")], entry("ada"))
    assert states["ada"] is PersonState.ACTIVE
    assert session.scalars(select(Person).where(Person.missing_since.is_not(None))).all() == []


@pytest.mark.parametrize("read", [[entry("olu"), entry("ada", **LOCKED)], [entry("olu")]])
def test_s15_who_was_let_in_since_is_not_ended(session: Session, read: list[Entry]) -> None:
    run(session, entry("ada"), entry("olu"))
    assert run_while_signing_in(session, read, entry("ada"))["ada"] is PersonState.ACTIVE


def test_what_a_sign_in_wrote_is_looked_at_again(session: Session) -> None:
    run(session, entry("ada"))
    renamed = entry("ada", displayname="Ada Lovelace")
    server = Listing([])
    sign_in(session, person_facts(renamed, server.meaning), ROLES, browser=Browser("", ""), now=NOW, tz=VIENNA)
    session.commit()
    run(session, entry("ada"))
    assert session.scalars(select(Person.name)).one() == "Ada"
