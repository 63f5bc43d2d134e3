"""Beginning an incident: seen first, then one event for all of it, and everybody who must hears at once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.incidents.models import Incident, ReachedAccount
from govdesk.incidents.telling import OPENED
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason
from tests.conftest import NOW
from tests.incidents.conftest import Begin
from tests.pages import Page, PageClient


def due(session: Session) -> dict[str, list[str]]:
    """By handle what has to be changed today because strangers may know it."""
    found: dict[str, list[str]] = {}
    for loss in session.scalars(select(RotationLoss)):
        assert loss.schedule.reason is RotationReason.COMPROMISE
        found.setdefault(loss.schedule.account.handle, []).append(loss.schedule.credential)
    return {handle: sorted(credentials) for handle, credentials in found.items()}


def test_it_is_one_event_for_the_account_and_all_that_was_taken_in(
    session: Session, begun: Begin, noaa: SocialAccount, storms: SocialAccount
) -> None:
    incident = begun({storms.id: "Ada never signed in there"})
    assert session.scalars(select(RotationEvent)).one().id == incident.event_id
    assert due(session) == {
        "noaa": ["connected_tool", "own_login", "password", "recovery_mailbox", "recovery_phone", "second_factor"],
        "fish": ["password", "recovery_mailbox"],
        "rain": ["connected_tool", "password"],
    }
    assert noaa.state is AccountState.COMPROMISED
    left_out = session.scalars(select(ReachedAccount).where(ReachedAccount.left_out.is_not(None))).one()
    assert (left_out.account_id, left_out.left_out) == (storms.id, "Ada never signed in there")
    assert storms.id not in incident.in_it


def test_holders_owner_security_and_communications_hear_at_once(
    session: Session, begun: Begin, sam: Person, mei: Person
) -> None:
    begun()
    told = session.scalars(select(Notice).where(Notice.kind == OPENED)).all()
    assert sorted(notice.person.login for notice in told if notice.person) == ["ada", "grace", "sam"]
    by_login = {notice.person.login: notice for notice in told if notice.person}
    texts = {
        login: write(session, notice, base_url="https://desk.example", today=NOW.date(), addressee=login)
        for login, notice in by_login.items()
    }
    for text in texts.values():
        assert text is not None
        assert text.subject == "Somebody else may be in noaa"
    assert "You hold this account" in texts["ada"].plain  # type: ignore[union-attr]
    assert "3 linked accounts were taken in" in texts["sam"].plain  # type: ignore[union-attr]
    assert "linked" not in texts["ada"].plain, "who shares what is for those who read lists"  # type: ignore[union-attr]


def test_nothing_has_happened_before_it_is_confirmed_and_the_look_is_on_record(
    client: PageClient, session: Session, noaa: SocialAccount, storms: SocialAccount, sam: Person
) -> None:
    shown = client.sign_in(sam).get(f"/accounts/{noaa.id}/incident")
    for text in (
        "Nothing has happened yet",
        "press@noaa.example",
        "storms",
        "Planner",
        "Acme Media",
        '<svg class="reach"',
    ):
        assert text in shown.text, text
    session.expire_all()
    assert (noaa.state, session.scalars(select(Incident)).all()) == (AccountState.ACTIVE, [])
    looked = session.scalars(select(AuditEvent).where(AuditEvent.action == "incidents:reach:read")).one()
    assert (looked.actor_id, looked.subject_id) == (sam.id, noaa.id)


def test_the_ordinary_form_leads_there_with_what_was_said(
    client: PageClient, session: Session, noaa: SocialAccount, storms: SocialAccount, sam: Person
) -> None:
    here = f"/accounts/{noaa.id}"
    sent = {"freeze-state": "compromised", "freeze-reason": "Strange posts"}
    asked = client.sign_in(sam).submit(here, to=f"{here}/freeze", **sent)
    assert asked.status_code == 200
    form = Page(asked.text).form(f"{here}/incident")
    assert form.values["reason"] == "Strange posts"
    session.expire_all()
    assert noaa.state is AccountState.ACTIVE
    answers = [client.post(f"{here}/incident", data=form.values) for _again in range(2)]
    incident = session.scalars(select(Incident)).one()
    assert [answer.location for answer in answers] == [f"/incidents/{incident.id}"] * 2
    assert len(session.scalars(select(RotationEvent)).all()) == 1
    session.expire_all()
    assert (noaa.state, len(incident.in_it)) == (AccountState.COMPROMISED, 2)
    assert client.get(f"{here}/incident").location == f"/incidents/{incident.id}"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"taken": None}, "Say why they stay out"),
        ({"reason": ""}, "Say what happened"),
        ({"reason": "the password is sunflower"}, "was thrown away"),
        ({"why_all": "password: sunflower"}, "was thrown away"),
        ({"digest": "0" * 64}, "has changed since this page was opened"),
    ],
)
def test_what_is_missing_comes_back_and_nothing_is_kept(
    client: PageClient, session: Session, noaa: SocialAccount, storms: SocialAccount, sam: Person,
    sent: dict[str, str], says: str,
) -> None:  # fmt: skip
    here = f"/accounts/{noaa.id}/incident"
    answer = client.sign_in(sam).submit(here, to=here, **{"reason": "Strange posts", **sent})
    assert answer.status_code == 422
    assert says in answer.text
    assert "sunflower" not in answer.text
    assert session.scalars(select(Incident)).all() == []


def test_a_reason_of_its_own_or_a_common_one_is_enough_to_leave_out(
    client: PageClient, session: Session, noaa: SocialAccount, storms: SocialAccount, fish: SocialAccount, sam: Person
) -> None:
    here = f"/accounts/{noaa.id}/incident"
    sent = {"reason": "Strange posts", "taken": None, f"why_{storms.id}": "Only reads", "why_all": "Sure"}
    assert client.sign_in(sam).submit(here, to=here, **sent).status_code == 303
    why = {one.account_id: one.left_out for one in session.scalars(select(ReachedAccount))}
    assert why == {noaa.id: None, storms.id: "Only reads", fish.id: "Sure"}
    assert set(due(session)) == {"noaa"}


def test_what_another_door_declared_compromised_becomes_the_same_event(
    client: PageClient, session: Session, noaa: SocialAccount, storms: SocialAccount, begun: Begin, sam: Person
) -> None:
    change_state(
        session, noaa, AccountState.COMPROMISED, reason="Told by a program", by=sam, now=NOW, today=NOW.date()
    )
    session.commit()
    first = session.scalars(select(RotationEvent)).one()
    assert due(session) == {"noaa": ["password"]}
    assert "nobody has looked at what that reaches" in client.sign_in(sam).get("/incidents").text
    incident = begun()
    assert session.scalars(select(RotationEvent)).one().id == incident.event_id == first.id
    assert set(due(session)) == {"noaa", "storms", "fish", "rain"}
    assert "nobody has looked" not in client.get("/incidents").text
