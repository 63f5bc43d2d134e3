"""Tokens that no sound provider sends sign nobody in, each for the reason that the log names."""

import base64
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from joserfc.jwk import ECKey, OctKey
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govdesk import clock
from govdesk.directory.models import Person, WebSession
from govdesk.settings import Settings
from govdesk.signin import breakglass
from govdesk.signin.oidc.attempts import LIFE_SECONDS
from govdesk.signin.oidc.provider import CALLBACK, KEYS_AGAIN_AFTER
from tests.pages import PageClient
from tests.signin.oidc_forger import CLIENT_ID, Forger
from tests.signin.oidc_scene import asked, go_out

HOUR = 3600
pytestmark = pytest.mark.usefixtures("ada")


def begin(browser: PageClient) -> dict[str, str]:
    return asked(go_out(browser))


def come_back(browser: PageClient, questions: dict[str, str], **more: str) -> TestResponse:
    return browser.get(CALLBACK, query_string={"state": questions["state"], "code": "any", **more})


def come_in(browser: PageClient, forger: Forger, **changes: Any) -> TestResponse:
    questions = begin(browser)
    forger.sign(forger.claims(questions["nonce"], **changes))
    return come_back(browser, questions)


def moved(seconds: int) -> int:
    return int(clock.utcnow().timestamp()) + seconds


def assert_refused(answer: TestResponse, session: Session, caplog: pytest.LogCaptureFixture, reason: str) -> None:
    assert answer.status_code == 401
    assert "did not work" in answer.text
    assert reason in caplog.text
    assert session.scalars(select(WebSession)).all() == []


@pytest.fixture(autouse=True)
def _log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


@pytest.mark.parametrize("changes", [{}, {"aud": [CLIENT_ID]}, {"aud": [CLIENT_ID, "other"], "azp": CLIENT_ID}])
def test_a_sound_token_signs_its_person_in(
    at_forger: PageClient, forger: Forger, session: Session, ada: Person, changes: dict[str, Any]
) -> None:
    assert come_in(at_forger, forger, **changes).status_code == 303
    assert session.scalars(select(WebSession)).one().person_id == ada.id


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"nonce": "of another sign-in"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "another-client"}, "aud"),
        ({"aud": ["another-client"]}, "aud"),
        ({"aud": None}, "aud"),
        ({"aud": [CLIENT_ID, "another"]}, "azp"),
        ({"azp": "another-client"}, "azp"),
        ({"iss": "https://evil.example"}, "iss"),
        ({"iss": None}, "iss"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "subject"),
        ({"sub": "x" * 256}, "subject"),
        ({"exp": None}, "exp"),
        ({"exp": "never"}, "exp"),
        ({"at_hash": "of another token"}, "at_hash"),
        ({"preferred_username": ["ada"]}, "no usable claim"),
        ({"preferred_username": "a" * 201}, "no usable claim"),
        ({"preferred_username": "ada\0"}, "no usable claim"),
    ],
)
def test_a_claim_that_is_not_for_us_is_refused(
    at_forger: PageClient,
    forger: Forger,
    session: Session,
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, Any],
    reason: str,
) -> None:
    assert_refused(come_in(at_forger, forger, **changes), session, caplog, reason)


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -HOUR), ("iat", HOUR), ("nbf", HOUR)])
def test_a_token_of_another_time_is_refused(
    at_forger: PageClient,
    forger: Forger,
    session: Session,
    caplog: pytest.LogCaptureFixture,
    claim: str,
    seconds: int,
) -> None:
    answer = come_in(at_forger, forger, **{claim: moved(seconds)})
    assert_refused(answer, session, caplog, "expired_token" if claim == "exp" else claim)


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -30), ("iat", 30)])
def test_clocks_may_be_half_a_minute_apart(at_forger: PageClient, forger: Forger, claim: str, seconds: int) -> None:
    assert come_in(at_forger, forger, **{claim: moved(seconds)}).status_code == 303


def unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


def test_a_token_without_signature_is_refused_though_the_provider_announces_such(
    at_forger: PageClient, forger: Forger, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    questions = begin(at_forger)
    forger.hand_out(unsigned(forger.claims(questions["nonce"])))
    assert_refused(come_back(at_forger, questions), session, caplog, "unsupported_algorithm")


def test_a_token_signed_with_a_shared_secret_is_refused(
    at_forger: PageClient, forger: Forger, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    questions = begin(at_forger)
    forger.published.append(shared := OctKey.import_key("a secret that provider and client share", {"kid": "shared"}))
    forger.sign(forger.claims(questions["nonce"]), key=shared, algorithm="HS256")
    assert_refused(come_back(at_forger, questions), session, caplog, "unsupported_algorithm")


@pytest.mark.parametrize(("kid", "reason"), [("one", "bad_signature"), ("two", "unknown key")])
def test_a_key_that_is_not_the_providers_is_refused(
    at_forger: PageClient, forger: Forger, session: Session, caplog: pytest.LogCaptureFixture, kid: str, reason: str
) -> None:
    questions = begin(at_forger)
    forger.sign(forger.claims(questions["nonce"]), key=ECKey.generate_key("P-256", {"kid": kid}))
    assert_refused(come_back(at_forger, questions), session, caplog, reason)


@pytest.mark.parametrize("written", ["", "x.y.z", "\N{SNOWMAN}", "a" * 300])
def test_what_is_no_token_is_refused(
    at_forger: PageClient, forger: Forger, session: Session, caplog: pytest.LogCaptureFixture, written: str
) -> None:
    questions = begin(at_forger)
    forger.hand_out(written)
    assert_refused(come_back(at_forger, questions), session, caplog, "ID token")


def test_an_answer_without_token_is_refused(
    at_forger: PageClient, forger: Forger, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    questions = begin(at_forger)
    forger.token = {"access_token": "for nothing", "token_type": "Bearer"}
    assert_refused(come_back(at_forger, questions), session, caplog, "no ID token")


def test_an_answer_from_another_provider_is_refused_before_its_code_is_used(
    at_forger: PageClient, forger: Forger, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    answer = come_back(at_forger, begin(at_forger), iss="https://evil.example")
    assert_refused(answer, session, caplog, "another provider")
    assert "/token" not in forger.asked


def test_a_sign_in_that_takes_too_long_has_to_begin_again(
    at_forger: PageClient, forger: Forger, session: Session
) -> None:
    questions = begin(at_forger)
    forger.sign(forger.claims(questions["nonce"], exp=moved(HOUR)))
    with time_machine.travel(clock.utcnow() + timedelta(seconds=LIFE_SECONDS + 1)):
        answer = come_back(at_forger, questions)
    assert answer.status_code == 401
    assert "too long ago" in answer.text


def test_new_keys_are_looked_for_at_most_every_few_minutes(at_forger: PageClient, forger: Forger) -> None:
    def signed_with(key: ECKey) -> int:
        questions = begin(at_forger)
        forger.sign(forger.claims(questions["nonce"]), key=key)
        answer = come_back(at_forger, questions).status_code
        at_forger.delete_cookie("govdesk")
        return answer

    new = ECKey.generate_key("P-256", {"kid": "new"})
    assert signed_with(forger.key) == 303
    forger.published.append(new)
    assert [signed_with(new) for _ in range(3)] == [401] * 3
    assert forger.asked.count("/keys") == 1
    with time_machine.travel(clock.utcnow() + KEYS_AGAIN_AFTER + timedelta(seconds=1)):
        assert signed_with(new) == 303
        strange = ECKey.generate_key("P-256", {"kid": "strange"})
        assert [signed_with(strange) for _ in range(3)] == [401] * 3
    assert forger.asked.count("/keys") == 2
    assert forger.asked.count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(("subject", "status"), [("sub-ada", 303), ("sub-of-another", 401)])
def test_user_info_counts_only_when_it_is_about_the_same_person(
    at_forger: PageClient, forger: Forger, subject: str, status: int
) -> None:
    forger.user_info = {"sub": subject, "preferred_username": "ada"}
    assert come_in(at_forger, forger, preferred_username=None).status_code == status


def test_user_info_never_replaces_what_is_signed(
    at_forger: PageClient, forger: Forger, session: Session, ada: Person, grace: Person
) -> None:
    forger.user_info = {"sub": "sub-ada", "preferred_username": "grace"}
    come_in(at_forger, forger)
    assert session.scalars(select(WebSession)).one().person_id == ada.id


def test_x1_no_claim_is_the_break_glass_administrator(
    at_forger: PageClient,
    forger: Forger,
    session: Session,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = clock.utcnow()
    secret = settings.secret_key.get_secret_value()
    opened = breakglass.open_up(session, "rescue", 4, secret=secret, operator="operator", now=now, today=now.date())
    session.commit()
    answer = come_in(at_forger, forger, preferred_username=opened.account.person.login)
    assert_refused(answer, session, caplog, "nobody active is known by this claim")
