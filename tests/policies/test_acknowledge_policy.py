"""An acknowledgement binds one person to exactly one text at one moment."""

import hashlib
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.policies import actions, queries
from govdesk.policies.actions import acknowledge
from govdesk.policies.models import Acknowledgement, PolicyVersion
from tests.pages import Page, PageClient
from tests.policies.conftest import SOUND, House

PAGE = "/policies/house-rules"
POST = f"{PAGE}/acknowledgements"


def on_record(session: Session) -> list[Acknowledgement]:
    return list(session.scalars(select(Acknowledgement)))


def test_it_binds_person_text_and_moment_and_is_told_in_the_trail(
    house: House, session: Session, version: PolicyVersion, olu: Person
) -> None:
    acknowledge(session, version, olu, digest=version.digest, now=house.now, today=house.today)
    said = on_record(session)[0]
    assert (said.person_id, said.version_id, said.digest) == (olu.id, version.id, version.digest)
    assert said.acknowledged_at == house.now
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "policies:version:acknowledged")).one()
    assert (event.actor_id, event.subject_type, event.subject_id) == (olu.id, "policy", version.policy_id)
    assert event.fields == {"version": 1, "digest": version.digest}


def test_the_form_on_the_page_acknowledges_what_the_page_shows(
    client: PageClient, session: Session, version: PolicyVersion, olu: Person
) -> None:
    client.sign_in(olu)
    assert "Acknowledge version 1" in client.get(PAGE).text
    answer = client.submit(PAGE, to=POST)
    assert (answer.status_code, answer.location) == (303, PAGE)
    shown = client.get(PAGE).text
    assert "You acknowledged version 1." in shown
    assert "Acknowledge version 1" not in shown
    assert [said.person_id for said in on_record(session)] == [olu.id]


def test_the_same_form_sent_twice_is_one_acknowledgement_the_first(
    client: PageClient, session: Session, version: PolicyVersion, olu: Person
) -> None:
    form = _form(client.sign_in(olu))
    assert [client.post(POST, data=form).status_code for _ in range(2)] == [303, 303]
    assert len(on_record(session)) == 1
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "policies:version:acknowledged"))
    assert len(events.all()) == 1


def test_two_at_the_very_same_moment_are_one(
    house: House, session: Session, version: PolicyVersion, olu: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def say() -> Acknowledgement:
        return acknowledge(session, version, olu, digest=version.digest, now=house.now, today=house.today)

    first = say()
    look = queries.acknowledgement_of
    answers: list[Callable[[], Acknowledgement | None]] = [lambda: None, lambda: look(session, version, olu)]
    # The second request looked before the first was stored.
    monkeypatch.setattr(actions, "acknowledgement_of", lambda *_: answers.pop(0)())
    assert say() is first
    assert len(on_record(session)) == 1


def test_a_page_left_open_while_a_new_version_came_is_refused(
    client: PageClient, session: Session, house: House, version: PolicyVersion, olu: Person
) -> None:
    form = _form(client.sign_in(olu))
    house.publish(SOUND.replace("ten", "nine"))
    answer = client.post(POST, data=form)
    assert answer.status_code == 409
    assert "Version 1 is not the one in force. Read version 2 and acknowledge that one." in answer.text
    assert on_record(session) == []


def test_an_old_form_with_the_new_number_is_refused(
    client: PageClient, session: Session, house: House, version: PolicyVersion, olu: Person
) -> None:
    form = _form(client.sign_in(olu))
    house.publish(SOUND.replace("ten", "nine"))
    answer = client.post(POST, data={**form, "version": "2"})
    assert answer.status_code == 409
    assert "The text on your page is not the text in force." in answer.text
    assert on_record(session) == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"digest": "0" * 64}, 409),
        ({"digest": ""}, 409),
        ({"digest": hashlib.sha256(b"another text").hexdigest()}, 409),
        ({"version": "7"}, 404),
        ({"version": ""}, 422),
        ({"version": "first"}, 422),
        ({"csrf_token": ""}, 400),
    ],
    ids=["other digest", "no digest", "digest of another text", "no such version", "no version", "words", "no token"],
)
def test_a_form_that_was_meddled_with_leaves_no_trace(
    client: PageClient, session: Session, version: PolicyVersion, olu: Person, change: dict[str, str], status: int
) -> None:
    form = _form(client.sign_in(olu))
    assert client.post(POST, data={**form, **change}).status_code == status
    assert on_record(session) == []


def test_somebody_elses_form_speaks_only_for_who_sends_it(
    client: PageClient, session: Session, version: PolicyVersion, olu: Person, ada: Person
) -> None:
    form = _form(client.sign_in(olu))
    client.sign_in(ada)
    own = {**form, "csrf_token": _form(client)["csrf_token"], "person": str(olu.id), "person_id": str(olu.id)}
    client.post(POST, data=own)
    assert [said.person_id for said in on_record(session)] == [ada.id]


def test_a_version_of_another_policy_cannot_be_passed_off(
    client: PageClient, session: Session, house: House, version: PolicyVersion, olu: Person
) -> None:
    house.write(SOUND.replace("House", "Garden"), "garden-rules/policy.md")
    house.publish(SOUND)
    form = _form(client.sign_in(olu))
    assert client.post("/policies/garden-rules/acknowledgements", data=form).status_code == 409
    assert on_record(session) == []


def test_a_version_to_come_cannot_be_acknowledged(
    house: House, session: Session, version: PolicyVersion, olu: Person
) -> None:
    house.publish(SOUND.replace("ten", "nine").replace("owner:", "effective: 2099-01-01\nowner:"))
    to_come = queries.version_by_number(session, "house-rules", 2)
    with pytest.raises(Conflict, match="Read version 1"):
        acknowledge(session, to_come, olu, digest=to_come.digest, now=house.now, today=house.today)


def test_looking_at_the_page_acknowledges_nothing(
    client: PageClient, session: Session, version: PolicyVersion, olu: Person
) -> None:
    client.sign_in(olu).get(PAGE)
    assert client.get(POST).location == PAGE
    assert on_record(session) == []


def _form(client: PageClient) -> dict[str, str]:
    """What the page's form carries."""
    return Page(client.get(PAGE).text).form(POST).values
