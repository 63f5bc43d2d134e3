"""Anybody here reports what pretends to be ours; communications decide; only a confirmed impostor is told outside."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.proof.models import ImpostorReport, Outsider, Standing
from tests.pages import PageClient
from tests.proof.test_verify import asked

FAKE = "https://x.com/NOAA_St0rms"


def reported(client: PageClient, who: Person, url: str = FAKE, reason: str = "It asks for money.") -> Outsider:
    answer = client.sign_in(who).submit("/accounts/impostors/new", url=url, reason=reason)
    assert answer.status_code == 303, answer.text
    row = client.database.scalars(select(Outsider).order_by(Outsider.id.desc())).first()
    assert row is not None
    return row


def decided(client: PageClient, who: Person, row: Outsider, **values: Any) -> Any:
    here = f"/accounts/impostors/{row.id}"
    answer = client.sign_in(who).submit(here, to=f"{here}/decision", reason="Seen by us.", **values)
    client.database.refresh(row)
    return answer


def test_a_report_waits_for_communications_and_is_not_public(
    client: PageClient, session: Session, olu: Person, grace: Person
) -> None:
    row = reported(client, olu, url="twitter.com/noaa_st0rms/status/99")
    assert (row.url, row.standing, row.waits) == ("https://x.com/noaa_st0rms", Standing.REPORTED, True)
    assert asked(client, FAKE)[0] == 404
    assert "noaa_st0rms" in client.sign_in(grace).get("/accounts/impostors?standing=reported").text
    [event] = session.scalars(select(AuditEvent).where(AuditEvent.action == "proof:outsider:reported"))
    assert (event.actor_id, "money" in str(event.fields)) == (olu.id, False)


def test_a_confirmed_impostor_is_public_with_the_real_one_beside_it(
    client: PageClient, olu: Person, grace: Person, storms: SocialAccount
) -> None:
    row = reported(client, olu)
    answer = decided(client, grace, row, standing="impostor", imitates="twitter.com/noaa_storms")
    assert answer.status_code == 303
    status, told = asked(client, FAKE)
    assert (status, told["status"], told["account"]["imitates"]["url"]) == (200, "impostor", storms.url)
    assert "Standing" in client.get(f"/accounts/impostors/{row.id}").text


@pytest.mark.parametrize("standing", ["fan", "employee", "dismissed"])
def test_what_is_harmless_is_kept_and_never_public(
    client: PageClient, olu: Person, grace: Person, standing: str
) -> None:
    row = reported(client, olu)
    assert decided(client, grace, row, standing=standing, imitates="").status_code == 303
    assert (row.standing, row.waits, asked(client, FAKE)[0]) == (Standing(standing), False, 404)


def test_a_confirmation_can_be_taken_back(client: PageClient, session: Session, olu: Person, grace: Person) -> None:
    row = reported(client, olu)
    decided(client, grace, row, standing="impostor", imitates="")
    decided(client, grace, row, standing="fan", imitates="")
    assert asked(client, FAKE)[0] == 404
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "proof:outsider:decided").order_by(AuditEvent.id)
    )
    assert [event.fields["standing"] for event in events] == [["reported", "impostor"], ["impostor", "fan"]]


def test_what_was_dismissed_and_is_reported_again_waits_again(
    client: PageClient, session: Session, olu: Person, ada: Person, grace: Person
) -> None:
    row = reported(client, olu)
    decided(client, grace, row, standing="dismissed", imitates="")
    assert reported(client, ada, reason="Now it uses our logo.") is row
    session.refresh(row)
    assert (row.standing, row.waits, len(row.reports)) == (Standing.DISMISSED, True, 2)


def test_a_form_sent_twice_is_one_report_and_corrected_it_is_still_one(
    client: PageClient, session: Session, olu: Person
) -> None:
    client.sign_in(olu)
    form = {"url": FAKE, "reason": "It asks for money.", "form_key": "the same"}
    shown = client.get("/accounts/impostors/new")
    assert shown.status_code == 200
    client.application.config["WTF_CSRF_ENABLED"] = False
    for _again in range(2):
        assert client.post("/accounts/impostors/new", data=form).status_code == 303
    assert len(session.scalars(select(ImpostorReport)).all()) == 1
    client.post("/accounts/impostors/new", data={**form, "reason": "It asks for bank details."})
    client.post("/accounts/impostors/new", data={**form, "url": "https://x.com/another"})
    told = {(report.outsider.handle, report.reason) for report in session.scalars(select(ImpostorReport))}
    assert told == {("NOAA_St0rms", "It asks for bank details."), ("another", "It asks for money.")}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://x.com/noaa_storms", "This is an account of ours."),
        ("javascript:alert(1)", "An address starts with"),
        ("https://bit.ly/3abc", "This is a short link."),
        ("https://www.facebook.com/login", "is not an account"),
        ("https://facebook.com@evil.example/x", "must not carry a user name"),
        ("", "Paste the address"),
    ],
)
def test_what_cannot_be_an_impostor_is_refused_with_a_reason(
    client: PageClient, session: Session, olu: Person, storms: SocialAccount, url: str, said: str
) -> None:
    answer = client.sign_in(olu).submit("/accounts/impostors/new", url=url, reason="Strange.")
    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalars(select(Outsider)).all() == []


def test_a_host_that_poses_as_a_platform_can_be_reported_though_no_register_takes_it(
    client: PageClient, olu: Person, grace: Person
) -> None:
    row = reported(client, olu, url="https://www.faceb00k.com/CommerceGov?ref=1")
    decided(client, grace, row, standing="impostor", imitates="")
    assert asked(client, "faceb00k.com/commercegov")[1]["status"] == "impostor"


def test_a_handle_taken_over_after_us_can_be_reported(
    client: PageClient, olu: Person, weather: SocialAccount
) -> None:
    assert reported(client, olu, url=weather.url).identity == weather.identity


def test_what_the_register_calls_ours_is_no_impostor_before_the_register_is_corrected(
    client: PageClient, olu: Person, grace: Person, register: Callable[..., SocialAccount]
) -> None:
    row = reported(client, olu)
    register(FAKE)
    assert decided(client, grace, row, standing="impostor", imitates="").status_code == 409
    assert asked(client, FAKE)[1]["status"] == "official"


def test_a_decision_on_what_changed_meanwhile_is_not_taken(
    client: PageClient, session: Session, olu: Person, grace: Person
) -> None:
    row = reported(client, olu)
    assert decided(client, grace, row, standing="fan", imitates="", version="0").status_code == 409
    assert row.standing is Standing.REPORTED


def test_no_page_leads_to_the_impostor(client: PageClient, olu: Person, grace: Person) -> None:
    row = reported(client, olu)
    for path in ("/accounts/impostors", f"/accounts/impostors/{row.id}"):
        assert f'href="{FAKE}' not in client.sign_in(grace).get(path).text


def test_a_report_holds_no_password(client: PageClient, olu: Person) -> None:
    answer = client.sign_in(olu).submit("/accounts/impostors/new", url=FAKE, reason="password: Tr0ub4dor&3")
    assert (answer.status_code, "looks like a password" in answer.text) == (422, True)


def test_a_strangers_server_that_shows_our_account_can_be_reported(
    client: PageClient, olu: Person, grace: Person, register: Callable[..., SocialAccount]
) -> None:
    register("https://social.example/@noaa")
    shown_at = "https://evil.example/@noaa@social.example"
    row = reported(client, olu, url=shown_at)
    decided(client, grace, row, standing="impostor")
    assert asked(client, shown_at)[1]["status"] == "impostor"
    assert asked(client, "https://social.example/@noaa")[1]["status"] == "official"
