"""What programs and websites take from the register: the list, trust.txt, links, schema.org, the badge."""

import json
import re
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree

from flask import Flask
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.proof import snippets
from govdesk.proof.kept import KeptText
from govdesk.proof.models import Outsider, Standing, Succession
from govdesk.settings import Settings
from tests.pages import PageClient

NASTY = 'https://x.com/"><script>alert(1)</script>&\u2028'


def test_the_list_names_every_official_account_and_no_other(
    client: PageClient, storms: SocialAccount, weather: SocialAccount, outsider: Callable[..., Outsider]
) -> None:
    outsider("https://x.com/NOAA_St0rms", Standing.IMPOSTOR)
    answer = client.get("/api/v1/accounts/official")
    assert answer.json is not None
    assert answer.json["next"] is None
    assert answer.json["accounts"] == [
        {
            "platform": "x", "platform_name": "X", "handle": "NOAA_Storms", "url": "https://x.com/NOAA_Storms",
            "department": "NOAA Press Office", "since": "2027-03-01",
        }
    ]  # fmt: skip


def test_the_list_is_read_on_from_where_it_ended(client: PageClient, register: Callable[..., SocialAccount]) -> None:
    urls = [register(f"https://x.com/noaa{n}").url for n in range(5)]
    found, following = [], "/api/v1/accounts/official?limit=2"
    while following:
        answer = client.get(following)
        assert answer.json is not None
        found += [account["url"] for account in answer.json["accounts"]]
        following = answer.json["next"]
        assert answer.headers.get("Link") == (f'<{following}>; rel="next"' if following else None)
    assert found == urls


def test_a_list_nobody_changed_is_not_sent_again(client: PageClient, storms: SocialAccount) -> None:
    first = client.get("/api/v1/accounts/official")
    again = client.get("/api/v1/accounts/official", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_a_list_asked_for_in_nonsense_says_which_word_is_wrong(client: PageClient) -> None:
    for query, field in (("limit=0", "limit"), ("limit=501", "limit"), ("after=-1", "after"), ("after=٣", "after")):
        answer = client.get(f"/api/v1/accounts/official?{query}")
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
        assert answer.json is not None
        assert list(answer.json["errors"]) == [field]


def test_trust_txt_says_what_is_social_and_what_is_a_website(
    client: PageClient, storms: SocialAccount, weather: SocialAccount, register: Callable[..., SocialAccount]
) -> None:
    register("https://www.commerce.example")
    for path in ("/trust.txt", "/.well-known/trust.txt"):
        answer = client.get(path)
        assert answer.mimetype == "text/plain"
        said = [line for line in answer.text.splitlines() if not line.startswith("#")]
        assert said == ["social=https://x.com/NOAA_Storms", "control=https://www.commerce.example"]


def test_no_address_brings_a_second_line_into_trust_txt() -> None:
    text = snippets.trust_statements([("account", "https://x.com/a\nsocial=https://evil.example")])
    assert [line for line in text.splitlines() if line.startswith("social=")] == [
        "social=https://x.com/asocial=https://evil.example"
    ]


def test_what_is_no_longer_official_is_vouched_for_nowhere(
    client: PageClient, session: Session, storms: SocialAccount, weather: SocialAccount
) -> None:
    storms.state = AccountState.RETIRED
    session.commit()
    assert "social=" not in client.get("/trust.txt").text
    assert client.get("/api/v1/accounts/official").json == {"accounts": [], "next": None}


def test_trust_txt_is_made_once_a_minute_and_not_for_each_who_asks() -> None:
    made, kept = iter(["first", "second"]), KeptText(seconds=60)
    assert [kept.get(lambda: next(made), now=now) for now in (0.0, 59.9, 60.0, 60.1)] == [
        "first", "first", "second", "second",
    ]  # fmt: skip


def test_trust_txt_names_whom_to_ask_where_the_organisation_said_so(
    app: Flask, client: PageClient, settings: Settings
) -> None:
    assert "contact=" not in client.get("/trust.txt").text
    asked = settings.model_copy(update={"public_contact": "press@noaa.example"})
    app.config["GOVDESK"] = asked
    assert client.get("/trust.txt").text.splitlines()[1] == "contact=press@noaa.example"
    assert 'href="mailto:press@noaa.example"' in client.get("/verify?url=x.com/nobody").text
    app.config["GOVDESK"] = settings.model_copy(update={"public_contact": "https://noaa.example/ask"})
    assert 'href="https://noaa.example/ask"' in client.get("/verify").text


def test_links_and_schema_org_hold_whatever_an_address_holds() -> None:
    [href] = re.findall(r'href="([^"]*)"', snippets.rel_me([NASTY]))
    assert unescape(href) == NASTY
    written = snippets.same_as('NOAA </script><b>"', [NASTY])
    inner = written.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inner
    assert json.loads(inner)["sameAs"] == [NASTY]
    assert "<script>" not in snippets.badge(NASTY, NASTY, NASTY)


def test_the_link_to_a_mastodon_account_is_the_one_its_server_compares_with(
    client: PageClient, grace: Person, register: Callable[..., SocialAccount]
) -> None:
    account = register("https://neighbour.example/deck/@Noaa@social.example")
    shown = unescape(client.sign_in(grace).get(f"/accounts/{account.id}/proof").text)
    assert '<link rel="me" href="https://social.example/@Noaa">' in shown


def test_the_badge_says_what_is_true_today(client: PageClient, session: Session, storms: SocialAccount) -> None:
    for state, said in ((AccountState.ACTIVE, "Official account"), (AccountState.RETIRED, "No longer ours")):
        storms.state = state
        session.commit()
        answer = client.get("/verify/badge.svg", query_string={"url": storms.url})
        assert answer.mimetype == "image/svg+xml"
        picture = ElementTree.fromstring(answer.text)
        assert picture.get("aria-label") == said
        assert {part.tag.rpartition("}")[2] for part in picture.iter()} == {"svg", "title", "rect", "g", "text"}


def test_communications_copy_what_proves_an_account(client: PageClient, storms: SocialAccount, grace: Person) -> None:
    shown = client.sign_in(grace).get(f"/accounts/{storms.id}/proof").text
    copied = [unescape(text).strip() for text in re.findall(r"<textarea[^>]*>(.*?)</textarea>", shown, re.DOTALL)]
    assert copied[0] == '<link rel="me" href="https://x.com/NOAA_Storms">'
    assert '"name": "NOAA Press Office"' in copied[1]
    assert "http://localhost/verify/badge.svg?url=https://x.com/NOAA_Storms" in unescape(copied[2])
    assert "What the public is told" in client.get(f"/accounts/{storms.id}").text


def test_a_department_gets_all_its_official_accounts_at_once(
    client: PageClient, storms: SocialAccount, weather: SocialAccount, press_office: Department, grace: Person,
    register: Callable[..., SocialAccount],
) -> None:  # fmt: skip
    register("https://www.instagram.com/noaa", departments=(press_office,))
    shown = unescape(client.sign_in(grace).get(f"/accounts/proof?department={press_office.id}").text)
    assert re.findall(r'rel="me" href="([^"]+)"', shown) == [
        "https://x.com/NOAA_Storms",
        "https://www.instagram.com/noaa",
    ]
    assert client.get("/accounts/proof?department=nonsense").status_code == 200


def test_communications_say_what_became_of_an_account(
    client: PageClient, session: Session, storms: SocialAccount, grace: Person, register: Callable[..., SocialAccount]
) -> None:
    old = register("https://x.com/NOAA_Rain")
    old.state = AccountState.RETIRED
    session.commit()
    here, to = f"/accounts/{old.id}/proof", f"/accounts/{old.id}/succession"
    client.sign_in(grace)
    for values in ({"until_on": "2999-01-01"}, {"replaced_by": "x.com/noaa_rain"}, {"replaced_by": "x.com/nobody"}):
        assert client.submit(here, to=to, **values).status_code == 422
    told = client.submit(here, to=to, until_on="2020-05-31", replaced_by="twitter.com/noaa_storms")
    assert told.status_code == 303
    answer = client.get("/api/v1/verify?url=x.com/noaa_rain").json
    assert answer is not None
    assert (answer["account"]["until"], answer["account"]["replaced_by"]["url"]) == ("2020-05-31", storms.url)
    history = client.get(f"/accounts/{old.id}").text
    assert "what replaced it" in history


def test_an_impostor_that_a_sheet_brought_in_is_vouched_for_nowhere(
    client: PageClient, session: Session, register: Callable[..., SocialAccount], press_office: Department,
    storms: SocialAccount, weather: SocialAccount, grace: Person, outsider: Callable[..., Outsider],
) -> None:  # fmt: skip
    outsider("https://x.com/fake", Standing.IMPOSTOR)
    fake = register("https://x.com/fake", departments=(press_office,))
    fake.platform_id = "4711"
    session.get_one(Succession, weather.id).replaced_by_id = fake.id
    session.commit()
    listed = client.get("/api/v1/accounts/official").json
    assert listed
    assert [account["url"] for account in listed["accounts"]] == [storms.url]
    assert "x.com/fake" not in client.get("/trust.txt").text
    former = client.get("/api/v1/verify?url=x.com/noaa_weather").json
    assert former
    assert former["account"]["replaced_by"] is None
    by_number = client.get("/api/v1/verify?url=https://x.com/i/user/4711").json
    assert by_number
    assert by_number["status"] == "impostor"
    department = client.sign_in(grace).get(f"/accounts/proof?department={press_office.id}").text
    assert "NOAA_Storms" in department
    assert "x.com/fake" not in department
