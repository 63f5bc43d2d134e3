"""Paste an address and be done: what the address tells is shown, the rest is asked."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions import naming
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Department, Person
from tests.accounts.test_former_handles import CHANNEL, Register, meant
from tests.conftest import NOW
from tests.pages import PageClient

NEW = "/accounts/new"


@pytest.fixture
def comms(client: PageClient, grace: Person) -> PageClient:
    """Grace's browser."""
    return client.sign_in(grace)


def looking_at(url: str) -> str:
    return f"{NEW}?url={url.replace('&', '%26').replace('#', '%23')}"


def accounts(session: Session) -> list[SocialAccount]:
    return list(session.scalars(select(SocialAccount).order_by(SocialAccount.id)))


def test_a_pasted_address_is_enough(comms: PageClient, session: Session, commerce: Department, grace: Person) -> None:
    page = looking_at("http://mobile.twitter.com/NOAA_Snow/status/123?s=20")
    shown = comms.get(page).text
    for told in ("NOAA_Snow", "https://x.com/NOAA_Snow", '<a href="/accounts/platforms/x">X</a>'):
        assert told in shown
    answer = comms.submit(page, to=NEW)
    assert answer.status_code == 303
    (account,) = accounts(session)
    assert (account.identity, account.name, account.state) == (
        "x:account:noaa_snow",
        "NOAA_Snow",
        AccountState.ACTIVE,
    )
    assert account.departments == [commerce], "who registers it works there; it stands in the form already"
    shown = comms.get(answer.location).text
    assert "NOAA_Snow is in the register." in shown
    assert "registered the account" in shown


def test_department_owner_and_name_can_be_chosen(
    comms: PageClient, session: Session, census: Department, ada: Person
) -> None:
    comms.submit(looking_at("bsky.app/profile/noaa.gov"), to=NEW, name="NOAA", accountable=census.id, owner="ada")
    (account,) = accounts(session)
    assert (account.platform, account.name, account.departments, account.owner) == ("bluesky", "NOAA", [census], ada)


@pytest.mark.parametrize("field", ["name", "owner", "deputy"])
def test_a_secret_in_a_field_of_the_form_is_refused_and_not_shown_again(
    comms: PageClient, session: Session, field: str
) -> None:
    answer = comms.submit(looking_at("x.com/noaa_snow"), to=NEW, **{field: "password: sunflower"})
    assert answer.status_code == 422
    assert "sunflower" not in answer.text
    assert accounts(session) == []


def test_somebody_has_to_answer_for_it(comms: PageClient, session: Session) -> None:
    answer = comms.submit(looking_at("x.com/noaa_snow"), to=NEW, accountable="")
    assert answer.status_code == 422
    assert "Choose the department" in answer.text
    assert accounts(session) == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://notfacebook.com/noaa", "looks like Facebook"),
        ("https://x.com@evil.example/", "user name or password"),
        ("https://youtu.be/dQw4w9WgXcQ", "short link"),
        ("https://x.com/search?q=noaa", "not an account"),
        ("ask Ada", "no blanks"),
        ("", "There is no address"),
    ],
)
def test_what_is_no_account_is_refused_at_the_field(comms: PageClient, url: str, why: str) -> None:
    answer = comms.get(looking_at(url))
    assert answer.status_code == 422
    assert why in answer.text
    assert comms.post(NEW, data={"url": url}).status_code in (400, 422)


def test_an_account_that_is_here_already_is_shown_instead(comms: PageClient, storms: SocialAccount) -> None:
    shown = comms.get(looking_at("https://twitter.com/noaa_storms/with_replies")).text
    assert "has this account already" in shown
    assert f'href="/accounts/{storms.id}"' in shown
    assert "Register this account" not in shown


def test_a_former_handle_is_said_to_be_one(
    comms: PageClient, session: Session, storms: SocialAccount, grace: Person
) -> None:
    naming.rename(session, storms, meant("x.com/NOAA_Weather"), until_on=None, by=grace, now=NOW)
    session.commit()
    shown = comms.get(looking_at("x.com/noaa_storms")).text
    assert "This is a former handle of" in shown
    assert "Register this account" in shown, "we may have taken it again"


def test_a_dead_platform_is_named_and_the_account_retired(comms: PageClient, session: Session) -> None:
    page = looking_at("http://storify.com/noaa")
    assert "Storify ended on" in comms.get(page).text
    comms.submit(page, to=NEW)
    assert [account.state for account in accounts(session)] == [AccountState.RETIRED]


def test_an_id_in_the_address_is_kept(comms: PageClient, session: Session) -> None:
    page = looking_at(f"https://www.youtube.com/channel/{CHANNEL}")
    assert "channel id" in comms.get(page).text
    comms.submit(page, to=NEW)
    assert [account.platform_id for account in accounts(session)] == [CHANNEL]


def test_an_id_that_is_here_already_asks_whether_it_was_renamed(
    comms: PageClient, session: Session, register: Register, grace: Person
) -> None:
    films = register("https://www.youtube.com/@NIST")
    naming.record_platform_id(session, films, CHANNEL, by=grace, now=NOW)
    session.commit()
    answer = comms.submit(looking_at("youtube.com/@NISTfilms"), to=NEW, platform_id=CHANNEL)
    assert answer.status_code == 303
    assert answer.location.startswith(f"/accounts/{films.id}/address?url=")
    comms.submit(answer.location, to=f"/accounts/{films.id}/address")
    session.refresh(films)
    assert films.handle == "NISTfilms"
    assert [old.handle for old in films.former_handles] == ["NIST"]
    assert accounts(session) == [films]


def test_an_id_of_another_shape_is_refused(comms: PageClient) -> None:
    answer = comms.submit(looking_at("youtube.com/@NIST"), to=NEW, platform_id="NIST")
    assert answer.status_code == 422
    assert "This is no channel id of YouTube." in answer.text


def test_a_name_that_looks_like_a_password_is_refused(comms: PageClient, session: Session) -> None:
    answer = comms.submit(looking_at("x.com/noaa_snow"), to=NEW, name="password: Snow-4711")
    assert answer.status_code == 422
    assert accounts(session) == []


def test_a_website_can_be_called_a_blog(comms: PageClient, session: Session) -> None:
    comms.submit(looking_at("https://www.noaa.gov/blog"), to=NEW, called="blog")
    (account,) = accounts(session)
    assert (account.platform, account.identity) == ("blog", "website:site:noaa.gov/blog")


def test_a_form_sent_twice_registers_once(comms: PageClient, session: Session, commerce: Department) -> None:
    form = {"url": "https://x.com/noaa_snow", "accountable": str(commerce.id)}
    comms.submit(looking_at("x.com/noaa_snow"), to=NEW, **form)
    again = comms.submit(looking_at("x.com/noaa_rain"), to=NEW, **form)
    assert again.status_code == 303
    assert len(accounts(session)) == 1
    assert "in the register already" in comms.get(again.location).text


def test_the_list_offers_to_register_an_address_that_it_does_not_have(comms: PageClient) -> None:
    shown = comms.get("/accounts?q=https://x.com/noaa_snow").text
    assert 'href="/accounts/new?url=https://x.com/noaa_snow"' in shown


def test_others_are_not_offered_it(client: PageClient, olu: Person) -> None:
    browser = client.sign_in(olu)
    assert "/accounts/new" not in browser.get("/accounts").text
    assert browser.get(NEW).status_code == 403


def test_comms_record_a_rename_from_the_accounts_page(
    comms: PageClient, session: Session, storms: SocialAccount
) -> None:
    answer = comms.submit(
        f"/accounts/{storms.id}/address", url="x.com/NOAA_Weather", until_on="2026-02-01", platform_id="36675923"
    )
    assert answer.status_code == 303
    shown = comms.get(answer.location).text
    assert "NOAA_Weather on X" in shown
    assert "Formerly" in shown
    assert "NOAA_Storms" in shown
    session.refresh(storms)
    assert storms.platform_id == "36675923"


def test_comms_add_a_handle_from_before_the_register(comms: PageClient, storms: SocialAccount) -> None:
    page = f"/accounts/{storms.id}/address"
    to = f"/accounts/{storms.id}/former-handles"
    answer = comms.submit(page, to=to, former="https://twitter.com/NOAAstorms1", gone_on="2014-06-30")
    assert "NOAAstorms1" in comms.get(answer.location).text
    assert comms.submit(page, to=to, former="x.com/noaastorms1").status_code == 409


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"url": "https://instagram.com/noaa"}, "another platform"),
        ({"url": "https://xx.com@evil.example"}, "user name or password"),
        ({"until_on": "2199-01-01"}, "not in the future"),
    ],
)
def test_a_rename_that_cannot_be_is_refused_with_a_reason(
    comms: PageClient, storms: SocialAccount, values: dict[str, str], why: str
) -> None:
    answer = comms.submit(f"/accounts/{storms.id}/address", **values)
    assert answer.status_code == 422
    assert why in answer.text
