"""What anybody is told about an address, through the API."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Person
from govdesk.proof.models import Outsider, Standing, Succession
from govdesk.proof.rules import FORMER_STATES, OFFICIAL_STATES, Status, status_of
from tests.pages import PageClient

STORMS = {
    "platform": "x", "platform_name": "X", "handle": "NOAA_Storms", "url": "https://x.com/NOAA_Storms",
}  # fmt: skip


def asked(client: PageClient, url: str) -> tuple[int, dict[str, Any]]:
    answer = client.get("/api/v1/verify", query_string={"url": url})
    assert answer.mimetype == "application/json"
    assert answer.json is not None
    return answer.status_code, answer.json


def test_an_account_of_ours_is_official_with_department_and_day_and_no_person(
    client: PageClient, storms: SocialAccount
) -> None:
    account = {**STORMS, "department": "NOAA Press Office", "since": "2027-03-01"}
    assert asked(client, "https://x.com/NOAA_Storms") == (
        200,
        {"url": "https://x.com/NOAA_Storms", "status": "official", "account": account},
    )


@pytest.mark.parametrize(
    "pasted",
    [
        "x.com/noaa_storms", "HTTPS://TWITTER.COM/NOAA_STORMS", "//mobile.twitter.com/NOAA_Storms",
        "@NOAA_Storms@x.com",
        "https://x.com/NOAA_Storms/status/12345?s=20&t=abc", "twitter.com/NOAA_Storms/media",
        " <https://x.com/NOAA_Storms>, ",
        "x.com:443/NOAA_Storms", "https://twitter.com/intent/user?screen_name=NOAA_Storms",
        "http://x.com./NOAA_Storms#top",
        "https://x.com/NOAA_Storms?utm_source=mail&utm_campaign=%F0%9F%8C%80", "https://x.com//NOAA_Storms//",
    ],
)  # fmt: skip
def test_whatever_form_people_paste_means_the_same_account(
    client: PageClient, storms: SocialAccount, pasted: str
) -> None:
    status, answer = asked(client, pasted)
    assert (status, answer["status"], answer["account"]["url"]) == (200, "official", STORMS["url"])


@pytest.mark.parametrize(
    "pasted",
    [
        "https://notx.com/NOAA_Storms", "https://x.com.evil.example/NOAA_Storms",
        "https://x.com@evil.example/NOAA_Storms",
        "https://evil.example/x.com/NOAA_Storms", "https://evil.example/?u=https://x.com/NOAA_Storms",
        "https://evil.example#https://x.com/NOAA_Storms", "https://x.com\\@evil.example/NOAA_Storms",
        "https://evil.example\\.x.com/NOAA_Storms", "https://user:pw@x.com/NOAA_Storms", "https://х.com/NOAA_Storms",
        "https://xn--x-7sb.com/NOAA_Storms", "https://x.com:8443/NOAA_Storms",
        "javascript:alert(1)//x.com/NOAA_Storms",
        "https://x.com/NOAA_\u200bStorms", "https://x.com/NOAA\x00_Storms", "https://x.com/NOAA_Storms\x00",
        "https://x.com/NOAA_Storms%00", "https://x\u3002evil.example/NOAA_Storms", "https://login.x.com/NOAA_Storms",
        "https://x.com/NOAA%5FStorms%2F..%2Fevil", "ftp://x.com/NOAA_Storms", "https://x.com/" + "a" * 20_000,
        "https://x.com/NOAA_Storms\u202e", "\U0001f600", "%", "https://[::1]/x.com", "x.com",
        "https:x.com/NOAA_Storms",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_not_known_to_us(client: PageClient, storms: SocialAccount, pasted: str) -> None:
    status, answer = asked(client, pasted)
    assert (status, answer["status"], answer["account"]) == (404, "unknown", None)


def test_look_alikes_of_facebook_are_not_facebook(client: PageClient, register: Callable[..., SocialAccount]) -> None:
    register("https://www.facebook.com/CommerceGov")
    for host in ("facebook.com", "de-de.facebook.com", "M.Facebook.COM", "mbasic.facebook.com", "fb.com"):
        assert asked(client, f"{host}/CommerceGov/photos/?tab=album")[1]["status"] == "official", host
    for host in (
        "notfacebook.com",
        "facebook.com.co",
        "faceb00k.com",
        "xn--fcebook-2fg.com",
        "facebοok.com",
        "facebook.co",
    ):
        assert asked(client, f"https://{host}/CommerceGov")[0] == 404, host


def test_a_page_under_a_website_of_ours_is_ours_and_a_neighbour_is_not(
    client: PageClient, register: Callable[..., SocialAccount]
) -> None:
    register("https://www.commerce.example/blog")
    assert asked(client, "commerce.example/blog/2027/storms?utm_source=x")[1]["status"] == "official"
    assert asked(client, "https://commerce.example/blogs/2027")[0] == 404
    assert asked(client, "https://commerce.example.evil.example/blog")[0] == 404


def test_a_retired_account_says_until_when_and_what_replaced_it(client: PageClient, weather: SocialAccount) -> None:
    status, answer = asked(client, "twitter.com/noaa_weather")
    assert (status, answer["status"]) == (200, "former")
    assert answer["account"]["until"] == "2020-05-31"
    assert answer["account"]["replaced_by"] == STORMS


def test_a_replacement_that_was_itself_replaced_leads_to_the_one_in_use(
    client: PageClient, session: Session, weather: SocialAccount, register: Callable[..., SocialAccount]
) -> None:
    first = register("https://x.com/NOAA_Rain")
    first.state = AccountState.RETIRED
    session.add(Succession(account_id=first.id, replaced_by_id=weather.id))
    session.commit()
    account = asked(client, "x.com/noaa_rain")[1]["account"]
    assert (account["until"], account["replaced_by"]) == (None, STORMS)


def test_accounts_that_replace_each_other_end_nowhere(
    client: PageClient, session: Session, register: Callable[..., SocialAccount]
) -> None:
    one, two = register("https://x.com/one"), register("https://x.com/two")
    one.state = two.state = AccountState.RETIRED
    session.add_all([Succession(account_id=a.id, replaced_by_id=b.id) for a, b in ((one, two), (two, one))])
    session.commit()
    assert asked(client, "x.com/one")[1]["account"]["replaced_by"] is None


def test_on_a_dead_platform_the_day_it_ended_is_the_last(
    client: PageClient, session: Session, register: Callable[..., SocialAccount]
) -> None:
    register("https://vine.co/u/912345678901234567").state = AccountState.RETIRED
    session.commit()
    ended = asked(client, "https://vine.co/u/912345678901234567")[1]["account"]["until"]
    assert date.fromisoformat(ended) < date(2020, 1, 1)


def test_an_impostor_is_told_only_once_communications_confirmed_it(
    client: PageClient, session: Session, outsider: Callable[..., Outsider], storms: SocialAccount
) -> None:
    fake = outsider("https://x.com/NOAA_St0rms", Standing.REPORTED)
    assert asked(client, "x.com/NOAA_St0rms") == (
        404, {"url": "x.com/NOAA_St0rms", "status": "unknown", "account": None},
    )  # fmt: skip
    fake.standing, fake.decided_at, fake.imitates = Standing.IMPOSTOR, fake.reported_at, storms
    session.commit()
    status, answer = asked(client, "x.com/NOAA_St0rms/status/1")
    assert (status, answer["status"], answer["account"]["imitates"]) == (200, "impostor", STORMS)


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.IMPOSTOR])
def test_no_other_standing_is_ever_public(
    client: PageClient, outsider: Callable[..., Outsider], standing: Standing
) -> None:
    outsider("https://x.com/noaa_fans", standing)
    assert asked(client, "x.com/noaa_fans") == (404, {"url": "x.com/noaa_fans", "status": "unknown", "account": None})


def test_a_host_that_poses_as_a_platform_is_an_impostor_with_all_beneath_it(
    client: PageClient, outsider: Callable[..., Outsider]
) -> None:
    outsider("https://faceb00k.com/CommerceGov", Standing.IMPOSTOR)
    assert asked(client, "https://www.faceb00k.com/commercegov/login?next=/")[1]["status"] == "impostor"
    assert asked(client, "https://faceb00k.com/")[0] == 404


def test_a_handle_that_others_took_after_us_is_an_impostor_not_a_former_account(
    client: PageClient, weather: SocialAccount, outsider: Callable[..., Outsider]
) -> None:
    outsider("https://x.com/NOAA_Weather", Standing.IMPOSTOR)
    assert asked(client, "x.com/NOAA_Weather")[1]["status"] == "impostor"


def test_answers_hold_no_person(
    client: PageClient, storms: SocialAccount, weather: SocialAccount, cast: dict[str, Person],
    outsider: Callable[..., Outsider],
) -> None:  # fmt: skip
    outsider("https://x.com/NOAA_St0rms", Standing.IMPOSTOR, reason="Grace Okafor saw it")
    for url in ("x.com/NOAA_Storms", "x.com/NOAA_Weather", "x.com/NOAA_St0rms", "x.com/nobody"):
        for path in ("/api/v1/verify", "/verify"):
            told = client.get(path, query_string={"url": url}).text
            assert [p.login for p in cast.values() if p.name in told or f'"{p.login}"' in told] == []


def test_each_state_is_spoken_of_on_purpose() -> None:
    said = {
        state: status_of(state) for state in ("requested", "active", "dormant", "frozen", "compromised", "retired")
    }
    assert said == {
        "requested": Status.UNKNOWN, "active": Status.OFFICIAL, "dormant": Status.OFFICIAL,
        "frozen": Status.OFFICIAL, "compromised": Status.UNKNOWN, "retired": Status.FORMER,
    }  # fmt: skip
    assert {*AccountState} <= {*said}, "say in proof/rules.py and here what the public is told of a new state"
    assert not {*OFFICIAL_STATES} & {*FORMER_STATES}


def test_a_question_without_an_address_is_told_what_is_missing(client: PageClient) -> None:
    answer = client.get("/api/v1/verify")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json is not None
    assert (answer.json["status"], answer.json["errors"]) == (422, {"url": "is missing"})


def test_an_official_account_on_the_page_of_a_strangers_server_is_not_vouched_for(
    client: PageClient, session: Session, register: Callable[..., SocialAccount], outsider: Callable[..., Outsider]
) -> None:
    register("https://social.example/@noaa")
    assert asked(client, "https://social.example/@noaa/1100")[1]["status"] == "official"
    assert asked(client, "@NOAA@social.example")[1]["status"] == "official"
    assert asked(client, "https://evil.example/@noaa@social.example")[0] == 404
    outsider("https://social.example/@n0aa", Standing.IMPOSTOR)
    assert asked(client, "https://neighbour.example/@n0aa@social.example")[1]["status"] == "impostor"


def test_a_strangers_blog_is_not_ours_for_a_word_in_its_path(
    client: PageClient, register: Callable[..., SocialAccount]
) -> None:
    register("https://noaa.tumblr.com")
    assert asked(client, "https://www.tumblr.com/noaa/123")[1]["status"] == "official"
    assert asked(client, "https://evil.tumblr.com/noaa")[0] == 404
