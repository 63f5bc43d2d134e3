"""Who is named for an account, by whatever way, has yet to confirm that they can sign in."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.registering import Answering, register
from govdesk.accounts.confirming import has_confirmed, owner_unconfirmed
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue, catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.models import Department, Person, PersonState
from govdesk.errors import Conflict
from govdesk.handover.actions.ending import decline
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.actions.steps import close, confirm, list_items
from govdesk.handover.leaving import go_on_without
from govdesk.handover.models import Handover
from govdesk.handover.rules import HandoverState
from govdesk.handover.terms import Terms
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.handover.conftest import LIST, told
from tests.pages import PageClient


@pytest.fixture
def platforms(settings: Settings) -> Catalogue:
    return catalogue(settings.policies)


def registered(
    session: Session, platforms: Catalogue, *, by: Person, owner: Person | None, deputy: Person | None = None
) -> SocialAccount:
    identity = identify("https://x.com/usgs", platforms)
    assert isinstance(identity, Identity)
    department = owner.department if owner else by.department
    assert department is not None
    answering = Answering([department], owner, deputy)
    account = register(session, identity, "USGS", answering, by=by, now=NOW, platforms=platforms)
    session.commit()
    return account


def asked(session: Session, account: SocialAccount) -> list[Handover]:
    return list(session.scalars(select(Handover).where(Handover.account_id == account.id).order_by(Handover.id)))


def test_owner_and_deputy_of_an_account_registered_by_hand_are_asked_at_once(
    session: Session, platforms: Catalogue, grace: Person, ada: Person, olu: Person
) -> None:
    account = registered(session, platforms, by=grace, owner=ada, deputy=olu)
    assert told(session) == [("confirming", "ada"), ("confirming", "olu")]
    of_owner, of_deputy = asked(session, account)
    confirm(session, of_deputy, by=olu, now=NOW)
    assert (of_deputy.state, of_owner.state) == (HandoverState.CLOSED, HandoverState.CONFIRMING)
    assert [has_confirmed(session, account, one) for one in (ada, olu)] == [False, True]
    assert told(session) == [("confirming", "ada")]


def test_who_names_themselves_is_closed_by_somebody_else(
    session: Session, platforms: Catalogue, grace: Person, sam: Person
) -> None:
    grace.manager = sam
    account = registered(session, platforms, by=grace, owner=grace)
    (mine,) = asked(session, account)
    confirm(session, mine, by=grace, now=NOW)
    assert not has_confirmed(session, account, grace)
    close(session, [mine], by=sam, now=NOW, today=NOW.date())
    assert has_confirmed(session, account, grace)


def test_declining_leaves_the_owner_unconfirmed_and_tells_who_named_them(
    session: Session, platforms: Catalogue, grace: Person, ada: Person
) -> None:
    account = registered(session, platforms, by=grace, owner=ada)
    decline(session, asked(session, account)[0], "Never heard of it", by=ada, now=NOW)
    assert told(session) == [("declined", "grace")]
    assert session.scalars(select(SocialAccount).where(owner_unconfirmed())).all() == [account]


def test_an_account_may_change_hands_while_its_owner_is_asked_to_confirm(
    session: Session, platforms: Catalogue, grace: Person, ada: Person, olu: Person, mei: Person
) -> None:
    account = registered(session, platforms, by=grace, owner=ada)
    terms = Terms(tuple(account.departments), olu, mei)
    handover = open_handover(session, account, terms, why=None, by=grace, now=NOW)
    assert handover is not None
    list_items(session, handover, LIST, by=ada, now=NOW)
    confirm(session, handover, by=olu, now=NOW)
    close(session, [handover], by=grace, now=NOW, today=NOW.date())
    of_ada, _real, of_mei = asked(session, account)
    assert (of_ada.state, of_mei.state) == (HandoverState.CANCELLED, HandoverState.CONFIRMING)
    assert of_mei.incoming is mei
    assert has_confirmed(session, account, olu)


def test_who_was_replaced_meanwhile_has_nothing_to_confirm(
    session: Session, platforms: Catalogue, grace: Person, ada: Person, olu: Person
) -> None:
    account = registered(session, platforms, by=grace, owner=ada)
    account.owner = olu
    with pytest.raises(Conflict, match="Somebody else answers"):
        confirm(session, asked(session, account)[0], by=ada, now=NOW)


def test_a_deputy_who_leaves_does_not_take_the_owners_question_along(
    session: Session, platforms: Catalogue, grace: Person, ada: Person, olu: Person
) -> None:
    account = registered(session, platforms, by=grace, owner=ada, deputy=olu)
    olu.state = PersonState.LEFT
    go_on_without(session, olu, now=NOW)
    assert [one.state for one in asked(session, account)] == [HandoverState.CONFIRMING, HandoverState.CANCELLED]


def test_an_imported_account_is_shown_as_unconfirmed_and_nobody_gets_a_mail(
    client: PageClient, session: Session, noaa: SocialAccount, ada: Person, grace: Person
) -> None:
    assert told(session) == []
    listed = client.sign_in(grace).get("/accounts?state=unconfirmed_owner").text
    assert f"/accounts/{noaa.id}" in listed
    assert "owner not yet confirmed" in client.get(f"/accounts/{noaa.id}").text
    assert "confirm that you can sign in" in client.sign_in(ada).get("/").text
    answer = client.submit(
        "/handovers/mine", to="/handovers/mine", account=str(noaa.id), signs_in="y", has_factor="y"
    )
    assert answer.status_code == 303
    assert has_confirmed(session, noaa, ada)
    assert "not yet confirmed" not in client.get(f"/accounts/{noaa.id}").text


def test_nobody_confirms_for_an_account_that_does_not_name_them(
    client: PageClient, session: Session, noaa: SocialAccount, census: Department, olu: Person
) -> None:
    other = SocialAccount(
        identity="x:count", platform="x", kind="profile", handle="count", url="https://x.com/count", name="Count",
        owner=olu, registered_at=NOW,
    )  # fmt: skip
    session.add(other)
    session.commit()
    client.sign_in(olu).get("/handovers/mine")
    answer = client.submit(
        "/handovers/mine", to="/handovers/mine", account=str(noaa.id), signs_in="y", has_factor="y"
    )
    assert answer.status_code == 404


def test_several_are_confirmed_and_closed_in_one_go(
    client: PageClient, session: Session, opened: Handover, olu: Person, ada: Person, mei: Person
) -> None:
    list_items(session, opened, LIST, by=ada, now=NOW)
    session.commit()
    client.sign_in(olu)
    assert client.submit("/handovers/mine", to="/handovers/mine", signs_in="y").status_code == 422
    client.submit("/handovers/mine", to="/handovers/mine", handover=str(opened.id), signs_in="y", has_factor="y")
    client.sign_in(mei)
    assert client.submit("/handovers/mine", to="/handovers/closing", handover=str(opened.id)).status_code == 303
    session.refresh(opened)
    assert opened.state is HandoverState.CLOSED


def test_hand_overs_stand_in_the_navigation_of_those_whom_they_concern(
    client: PageClient, opened: Handover, olu: Person, sam: Person, root: Person
) -> None:
    for person, concerned in ((olu, True), (sam, True), (root, False)):
        assert ('href="/handovers"' in client.sign_in(person).get("/policies").text) is concerned
