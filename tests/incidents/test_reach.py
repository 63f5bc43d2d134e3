"""What a compromise reaches is read off the access lists: what opens the account, and who shares some of it."""

from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.touching import Was
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessGrant, ConnectedTool
from govdesk.exposure.rules import Way
from govdesk.incidents.reach import reach_of
from tests.conftest import NOW
from tests.incidents.conftest import Register


def test_it_names_what_opens_the_account_and_each_account_that_shares_some_of_it(
    session: Session, noaa: SocialAccount, storms: SocialAccount, fish: SocialAccount, rain: SocialAccount,
    register: Register,
) -> None:  # fmt: skip
    register("apart")
    reach = reach_of(session, noaa)
    assert [(str(thing.kind), thing.name) for thing in reach.things] == [
        ("person", "Ada Sørensen"), ("agency", "Acme Media"), ("mailbox", "press@noaa.example"),
        ("phone", "+12025550142"), ("factor", "Authenticator app, Ada Sørensen"), ("tool", "Planner"),
    ]  # fmt: skip
    shared = {linked.account.handle: [thing.name for thing in linked.things] for linked in reach.linked}
    assert shared == {"storms": ["Ada Sørensen"], "fish": ["press@noaa.example"], "rain": ["Planner"]}


def test_of_the_account_all_is_to_be_changed_and_of_linked_ones_the_password_and_what_is_shared(
    session: Session, noaa: SocialAccount, storms: SocialAccount, fish: SocialAccount, rain: SocialAccount
) -> None:
    reach = reach_of(session, noaa)
    assert sorted(one.credential for one in reach.touched) == [
        "connected_tool", "own_login", "password", "recovery_mailbox", "recovery_phone", "second_factor",
    ]  # fmt: skip
    due = {linked.account.handle: sorted(one.credential for one in linked.touched) for linked in reach.linked}
    assert due == {
        "storms": ["password"],
        "fish": ["password", "recovery_mailbox"],
        "rain": ["connected_tool", "password"],
    }
    assert {was for linked in reach.linked for one in linked.touched for was in one.was} == {Was.LINKED}


def test_who_shares_most_comes_first_and_an_agency_is_the_same_however_it_is_written(
    session: Session, noaa: SocialAccount, fish: SocialAccount, storms: SocialAccount
) -> None:
    session.add_all(
        [
            AccessGrant(account_id=fish.id, agency="ACME  media", way=Way.SHARED_SECRET),
            AccessGrant(account_id=storms.id, agency="Acme Media", way=Way.TOOL_SEAT),
        ]
    )
    session.commit()
    linked = reach_of(session, noaa).linked
    assert [(one.account.handle, len(one.things)) for one in linked] == [("fish", 2), ("storms", 1)]


def test_what_has_ended_and_what_is_used_no_more_links_nothing(
    session: Session, noaa: SocialAccount, storms: SocialAccount, rain: SocialAccount
) -> None:
    storms.state = AccountState.RETIRED
    tool = session.query(ConnectedTool).filter_by(account_id=rain.id).one()
    tool.ended_on = NOW.date()
    session.commit()
    assert reach_of(session, noaa).linked == []


def test_nothing_that_is_known_is_no_reason_not_to_change_the_password(
    session: Session, register: Register, olu: Person
) -> None:
    reach = reach_of(session, register("unknown"))
    assert (reach.things, reach.linked, [one.credential for one in reach.touched]) == ([], [], ["password"])
