"""A rename is one account: the platform's own id stays, the handle it had is kept, and both lead to it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts import queries
from govdesk.accounts.actions import naming
from govdesk.accounts.importing.lookup import Hit, Through, find, registered
from govdesk.accounts.listing import finding
from govdesk.accounts.models import FormerHandle, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue, catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid
from tests.conftest import NOW

Register = Callable[..., SocialAccount]
CHANNEL = "UCSwf8bGblNsD288wY0w4Rzw"
LAST_DAY = date(2027, 2, 26)


def meant(url: str) -> Identity:
    found = identify(url, catalogue())
    assert isinstance(found, Identity)
    return found


@pytest.fixture
def renamed(session: Session, storms: SocialAccount, grace: Person) -> SocialAccount:
    """NOAA_Storms, which is called NOAA_Weather since yesterday."""
    naming.rename(session, storms, meant("x.com/NOAA_Weather"), until_on=LAST_DAY, by=grace, now=NOW)
    session.commit()
    return storms


def test_a_renamed_account_keeps_its_number_and_its_former_handle(session: Session, renamed: SocialAccount) -> None:
    session.expire_all()
    assert (renamed.handle, renamed.url) == ("NOAA_Weather", "https://x.com/NOAA_Weather")
    assert [(old.handle, old.until_on) for old in renamed.former_handles] == [("NOAA_Storms", LAST_DAY)]
    event = audit.history_of(session, renamed)[0]
    assert event.sentence == "noted that the account has another handle on its platform"
    assert ("Handle", "NOAA_Storms", "NOAA_Weather") in event.details


def test_present_and_former_handle_lead_to_it_and_say_which(session: Session, renamed: SocialAccount) -> None:
    assert find(session, meant("twitter.com/noaa_weather")) == Hit(renamed, Through.ADDRESS)
    assert find(session, meant("http://mobile.twitter.com/noaa_storms/status/7")) == Hit(renamed, Through.FORMER)
    assert find(session, meant("x.com/noaa_snow")) is None


def test_the_list_finds_it_by_a_former_handle_and_its_address(
    session: Session, renamed: SocialAccount, platforms: Catalogue
) -> None:
    for text in ("noaa_storms", "https://twitter.com/NOAA_Storms?lang=en", "x.com/noaa_weather"):
        found = session.scalars(finding.accounts(session, queries.Filters(text=text), platforms)).all()
        assert found == [renamed], text


def test_going_back_to_an_old_handle_takes_it_off_the_former_ones(
    session: Session, renamed: SocialAccount, grace: Person
) -> None:
    naming.rename(session, renamed, meant("x.com/NOAA_Storms"), until_on=None, by=grace, now=NOW)
    session.commit()
    assert [old.handle for old in renamed.former_handles] == ["NOAA_Weather"]


def test_another_spelling_of_the_handle_is_no_rename(session: Session, storms: SocialAccount, grace: Person) -> None:
    naming.rename(session, storms, meant("x.com/noaa_STORMS"), until_on=None, by=grace, now=NOW)
    session.commit()
    assert storms.handle == "noaa_STORMS"
    assert session.scalars(select(FormerHandle)).all() == []


def test_saying_again_where_it_is_writes_nothing(session: Session, storms: SocialAccount, grace: Person) -> None:
    naming.rename(session, storms, meant(storms.url), until_on=None, by=grace, now=NOW)
    assert audit.history_of(session, storms) == []


def test_an_account_does_not_move_to_another_platform(session: Session, storms: SocialAccount, grace: Person) -> None:
    with pytest.raises(Invalid, match="another platform"):
        naming.rename(session, storms, meant("instagram.com/noaa_storms"), until_on=None, by=grace, now=NOW)


def test_an_account_does_not_move_to_where_another_of_ours_is(
    session: Session, storms: SocialAccount, register: Register, grace: Person
) -> None:
    register("x.com/noaa_weather")
    with pytest.raises(Conflict, match="another account"):
        naming.rename(session, storms, meant("x.com/noaa_weather"), until_on=None, by=grace, now=NOW)


def test_the_handle_of_today_outweighs_that_of_yesterday(
    session: Session, renamed: SocialAccount, register: Register
) -> None:
    """The press office gave the handle up, and another office of ours took it."""
    heir = register("x.com/noaa_storms")
    assert find(session, meant("x.com/noaa_storms")) == Hit(heir, Through.ADDRESS)


def test_of_two_that_had_a_handle_the_later_counts(
    session: Session, renamed: SocialAccount, register: Register, grace: Person
) -> None:
    heir = register("x.com/noaa_storms")
    naming.rename(session, heir, meant("x.com/noaa_snow"), until_on=None, by=grace, now=NOW)
    session.commit()
    assert find(session, meant("x.com/noaa_storms")) == Hit(heir, Through.FORMER)


def test_an_account_is_found_by_the_platforms_own_id_whatever_its_handle(
    session: Session, register: Register, grace: Person
) -> None:
    films = register("https://www.youtube.com/@NIST")
    naming.record_platform_id(session, films, CHANNEL, by=grace, now=NOW)
    session.commit()
    assert find(session, meant(f"youtube.com/channel/{CHANNEL}/videos")) == Hit(films, Through.PLATFORM_ID)
    later = meant("https://www.youtube.com/@NISTfilms").known_as(CHANNEL)
    assert find(session, later) == Hit(films, Through.PLATFORM_ID)


def test_two_accounts_never_have_one_id(
    session: Session, register: Register, orphan: SocialAccount, grace: Person
) -> None:
    films = register("https://www.youtube.com/@NIST")
    naming.record_platform_id(session, films, CHANNEL, by=grace, now=NOW)
    session.commit()
    with pytest.raises(Conflict, match="rename"):
        naming.record_platform_id(session, orphan, CHANNEL, by=grace, now=NOW)


def test_an_account_with_another_id_is_another_account(session: Session, register: Register, grace: Person) -> None:
    page = register("https://www.facebook.com/NOAA")
    naming.record_platform_id(session, page, "40329284231", by=grace, now=NOW)
    session.commit()
    with pytest.raises(Conflict, match="another id"):
        naming.rename(session, page, meant("facebook.com/NOAA-75101577927"), until_on=None, by=grace, now=NOW)


def test_a_handle_from_before_the_register_is_remembered_once(
    session: Session, storms: SocialAccount, grace: Person
) -> None:
    naming.keep_former(session, storms, meant("x.com/noaastorms1"), until_on=None, by=grace, now=NOW)
    session.commit()
    assert find(session, meant("twitter.com/NOAAstorms1")) == Hit(storms, Through.FORMER)
    with pytest.raises(Conflict, match="already"):
        naming.keep_former(session, storms, meant("x.com/noaastorms1"), until_on=None, by=grace, now=NOW)
    with pytest.raises(Conflict, match="already"):
        naming.keep_former(session, storms, meant(storms.url), until_on=None, by=grace, now=NOW)


def test_many_are_looked_up_at_once(session: Session, renamed: SocialAccount, orphan: SocialAccount) -> None:
    some = [meant(f"x.com/nobody{n}") for n in range(1200)]
    hits = registered(session, [*some, meant("x.com/noaa_storms"), meant("youtube.com/usnistgov")])
    assert {key: hit.account for key, hit in hits.items()} == {
        "x:account:noaa_storms": renamed,
        "youtube:user:usnistgov": orphan,
    }
