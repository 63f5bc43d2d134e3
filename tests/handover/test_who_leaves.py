"""Open hand-overs when one of the parties leaves; accounts whose owner or department is gone."""

import pytest
from sqlalchemy.orm import Session

from govdesk.access import Permission, may
from govdesk.accounts.listing.finding import accounts
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.orphans import asked_meanwhile, vanished
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.queries import ORPHAN, OWNER_GONE, Filters
from govdesk.directory.models import Department, Person, PersonState
from govdesk.handover.leaving import go_on_without
from govdesk.handover.models import Handover
from govdesk.handover.queries import waiting_for
from govdesk.handover.rules import HandoverState
from tests.conftest import NOW
from tests.handover.conftest import told
from tests.pages import PageClient


def leave(session: Session, person: Person) -> None:
    person.state = PersonState.LEFT
    session.flush()
    go_on_without(session, person, now=NOW)
    session.commit()


def test_the_manager_lists_for_who_hands_over_and_has_left_and_so_may_communications(
    session: Session, opened: Handover, ada: Person, sam: Person, grace: Person, noor: Person
) -> None:
    assert not may(grace, Permission.HANDOVER_LIST, opened)
    ada.manager = sam
    leave(session, ada)
    assert told(session) == [("listing", "sam")]
    assert [may(one, Permission.HANDOVER_LIST, opened) for one in (sam, grace, noor)] == [True, True, False]
    for one, waits in ((sam, [opened]), (grace, [opened]), (noor, [])):
        assert session.scalars(waiting_for(one)).all() == waits


def test_communications_are_asked_when_there_is_no_manager_either(
    session: Session, opened: Handover, ada: Person
) -> None:
    leave(session, ada)
    assert told(session) == [("listing", "grace")]


def test_what_was_to_become_a_leavers_is_cancelled_and_who_asked_is_told(
    session: Session, opened: Handover, olu: Person
) -> None:
    leave(session, olu)
    assert (opened.state, opened.end_reason) == (HandoverState.CANCELLED, "Olu Adeyemi has left.")
    assert told(session) == [("cancelled", "grace"), ("cancelled", "ada")]


def test_communications_close_when_the_manager_leaves(
    session: Session, opened: Handover, mei: Person, grace: Person
) -> None:
    opened.state = HandoverState.CLOSING
    leave(session, mei)
    assert told(session) == [("closing", "grace")]
    assert session.scalars(waiting_for(grace)).all() == [opened]


def test_a_department_has_vanished_once_nobody_works_in_it_or_below(
    session: Session, press_office: Department, census: Department, commerce: Department, ada: Person
) -> None:
    press_office.parent = commerce
    session.flush()
    assert vanished(session) == {census.id}
    ada.department = census
    session.flush()
    assert vanished(session) == {press_office.id, commerce.id}


def test_an_account_of_a_vanished_department_is_red_until_settled(
    client: PageClient, session: Session, noaa: SocialAccount, grace: Person, ada: Person, census: Department
) -> None:
    ada.department = census
    session.commit()
    client.sign_in(grace)
    assert "nobody works there" in client.get("/accounts").text
    assert "Nobody works any more in the department" in client.get(f"/accounts/{noaa.id}").text
    assert "1 account belongs to no department that has people" in client.get("/").text
    found = session.scalars(accounts(session, Filters(state=ORPHAN), catalogue())).all()
    assert found == [noaa]


def test_an_account_whose_owner_has_left_is_red_for_those_who_may_know(
    client: PageClient, session: Session, noaa: SocialAccount, grace: Person, olu: Person, ada: Person
) -> None:
    ada.state = PersonState.LEFT
    session.commit()
    assert session.scalars(accounts(session, Filters(state=OWNER_GONE), catalogue())).all() == [noaa]
    assert "needs a new owner" in client.sign_in(grace).get("/accounts").text
    assert "1 account has lost its owner" in client.get("/").text
    assert "needs a new owner" not in client.sign_in(olu).get("/accounts").text


@pytest.mark.parametrize(
    ("left", "asked"),
    [("", "ada"), ("ada", "sam"), ("ada sam", "mei"), ("ada sam mei", "grace"), ("ada sam mei grace", None)],
)
def test_what_is_meant_for_the_owner_falls_back_to_the_manager_then_to_the_head(
    noaa: SocialAccount, press_office: Department, commerce: Department, cast: dict[str, Person], left: str,
    asked: str | None,
) -> None:  # fmt: skip
    # Never flushed: people and departments that point at each other would be written in several steps.
    cast["ada"].manager, press_office.head = cast["sam"], cast["mei"]
    press_office.parent, commerce.head = commerce, cast["grace"]
    for login in left.split():
        cast[login].state = PersonState.LEFT
    found = asked_meanwhile(noaa)
    assert (found.login if found else None) == asked
