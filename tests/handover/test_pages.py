"""The hand-over as people meet it: a form, a page, their day."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person
from govdesk.handover.actions import steps
from govdesk.handover.models import Handover
from govdesk.handover.rules import STALE_AFTER, HandoverState, Item
from govdesk.handover.terms import Terms
from govdesk.rotation.models import RotationSchedule
from tests.conftest import NOW
from tests.pages import Page, PageClient


def test_four_people_hand_an_account_over(
    client: PageClient, session: Session, noaa: SocialAccount, to_olu: Terms, cast: dict[str, Person],
    census: Department,
) -> None:  # fmt: skip
    session.commit()
    client.sign_in(cast["grace"])
    answer = client.submit(
        f"/accounts/{noaa.id}/handover", owner=" OLU ", accountable=str(census.id), why="Ada moves on"
    )
    here = answer.location
    assert answer.status_code == 303
    assert "Ada Sørensen" in client.get(f"/accounts/{noaa.id}").text
    assert here in client.sign_in(cast["ada"]).get("/").text
    assert "Ada moves on" in client.get(here).text
    client.submit(here, to=f"{here}/list", sign_in="A shared log-in", second_factor="An app")
    assert here in client.sign_in(cast["olu"]).get("/").text
    assert "A shared log-in" in client.get(here).text
    assert client.submit(here, to=f"{here}/confirmation", signs_in="y").status_code == 422
    client.submit(here, to=f"{here}/confirmation", signs_in="y", has_factor="y")
    assert here in client.sign_in(cast["mei"]).get("/").text
    client.submit(here, to=f"{here}/closing")
    session.refresh(noaa)
    assert (noaa.owner, noaa.departments) == (cast["olu"], [census])
    assert here not in client.get("/").text


def test_the_place_of_the_log_in_is_for_those_who_need_it_and_readings_by_others_are_on_record(
    client: PageClient, session: Session, opened: Handover, cast: dict[str, Person], olu: Person, mei: Person
) -> None:
    def reads() -> dict[str, tuple[bool, bool]]:
        """By login: whether they see where the log-in is kept, and the rest."""
        pages = {
            login: client.sign_in(cast[login]).get(here).text for login in ("sam", "noor", "grace", "olu", "ada")
        }
        FlaskClient.open(client, here, method="HEAD")  # reads nothing
        return {login: ("Vault Nine" in text, "Duty phone" in text) for login, text in pages.items()}

    here = f"/handovers/{opened.id}"
    steps.list_items(
        session, opened, {Item.SIGN_IN: "In Vault Nine", Item.SECOND_FACTOR: "Duty phone"}, by=cast["ada"], now=NOW
    )
    session.commit()
    full, rest, nothing = (True, True), (False, True), (False, False)
    assert reads() == {"sam": full, "noor": rest, "grace": nothing, "olu": full, "ada": full}
    readings = select(AuditEvent.actor_id).where(AuditEvent.action == "handover:list:read").order_by(AuditEvent.id)
    assert session.scalars(readings).all() == [cast["sam"].id, cast["noor"].id]
    steps.confirm(session, opened, by=olu, now=NOW)
    steps.close(session, [opened], by=mei, now=NOW, today=NOW.date())
    session.commit()
    assert reads() == {"sam": full, "noor": rest, "grace": nothing, "olu": full, "ada": nothing}
    assert session.scalars(readings).all()[-1] == olu.id, "they own it now, and read it as owners do"


@pytest.mark.parametrize("ticked", [True, False])
def test_closing_ends_the_access_of_who_hands_over_unless_it_is_to_stay(
    client: PageClient,
    session: Session,
    opened: Handover,
    noaa: SocialAccount,
    ada: Person,
    mei: Person,
    ticked: bool,
) -> None:
    session.add(Custodianship(account_id=noaa.id, person_id=ada.id, since_on=NOW.date()))
    opened.state = HandoverState.CLOSING
    session.commit()
    session.expire(noaa)
    here = f"/handovers/{opened.id}"
    client.sign_in(mei).submit(here, to=f"{here}/closing", **({} if ticked else {"ends_access": None}))
    session.refresh(opened)
    held = session.scalars(select(Custodianship)).one()
    demanded = session.scalars(select(RotationSchedule)).all()
    assert opened.state is HandoverState.CLOSED
    assert (held.ended_on is not None) is ticked
    assert [schedule.account_id for schedule in demanded] == ([noaa.id] if ticked else [])


def test_who_asked_to_hand_over_does_not_close_it_as_well(
    client: PageClient, session: Session, opened: Handover, grace: Person, ada: Person
) -> None:
    opened.outgoing, opened.state = grace, HandoverState.CLOSING
    session.commit()
    here = f"/handovers/{opened.id}"
    assert "/closing" not in client.sign_in(grace).get(here).text
    assert here not in client.get("/handovers/mine").text
    sent = Page(client.get(here).text).form(f"{here}/cancellation").values
    assert client.post(f"{here}/closing", data=sent).status_code == 403
    opened.opened_by = ada
    session.commit()
    assert here in client.get("/handovers/mine").text
    assert "/closing" in client.get(here).text


def test_a_secret_is_thrown_away_and_not_shown_again(client: PageClient, opened: Handover, ada: Person) -> None:
    here = f"/handovers/{opened.id}"
    answer = client.sign_in(ada).submit(here, to=f"{here}/list", sign_in="It is Sunf1ower!2027", second_factor="none")
    assert answer.status_code == 422
    assert "thrown away" in answer.text
    assert "Sunf1ower" not in answer.text


def test_declining_and_cancelling_want_a_reason(
    client: PageClient, session: Session, opened: Handover, olu: Person, grace: Person
) -> None:
    here = f"/handovers/{opened.id}"
    assert client.sign_in(grace).submit(here, to=f"{here}/cancellation").status_code == 422
    assert client.sign_in(olu).submit(here, to=f"{here}/refusal").status_code == 422
    client.submit(here, to=f"{here}/refusal", **{"decline-reason": "I move on"})
    session.refresh(opened)
    assert opened.state is HandoverState.DECLINED
    assert "I move on" in client.get(here).text


MISTAKES = [
    ({"owner": "nobody"}, "Nobody who works here has this"),
    ({"owner": "lars"}, "Nobody who works here has this"),
    ({"owner": ""}, "Name an owner"),
    ({"deputy": "ada"}, "Enter somebody else"),
    ({"accountable": ""}, "Choose which department is accountable."),
    ({"accountable": "999"}, "Not a valid choice"),
    ({"why": "password: sunflower"}, "thrown away"),
]


@pytest.mark.parametrize(("entered", "advice"), MISTAKES)
def test_a_mistake_comes_back_with_advice(
    client: PageClient, session: Session, noaa: SocialAccount, grace: Person, lars: Person, entered: dict[str, str],
    advice: str,
) -> None:  # fmt: skip
    answer = client.sign_in(grace).submit(f"/accounts/{noaa.id}/handover", **entered)
    assert answer.status_code == 422
    assert advice in answer.text
    assert session.scalar(select(Handover)) is None


def test_a_change_made_meanwhile_is_told(client: PageClient, noaa: SocialAccount, grace: Person, olu: Person) -> None:
    url = f"/accounts/{noaa.id}/handover"
    answer = client.sign_in(grace).submit(url, version=str(noaa.version - 1), owner="olu")
    assert answer.status_code == 409


def test_the_owner_may_open_one_without_a_list_of_everybody(
    client: PageClient, noaa: SocialAccount, ada: Person, olu: Person
) -> None:
    shown = client.sign_in(ada).get(f"/accounts/{noaa.id}/handover").text
    assert "Olu Adeyemi" not in shown
    assert client.submit(f"/accounts/{noaa.id}/handover", owner="olu").status_code == 303


def test_the_form_leads_to_the_one_that_is_open(client: PageClient, opened: Handover, grace: Person) -> None:
    shown = client.sign_in(grace).get(f"/accounts/{opened.account_id}/handover").text
    assert f"/handovers/{opened.id}" in shown
    assert all("/handover" not in form.action for form in Page(shown).forms)


def test_the_list_of_open_ones_shows_everybody_their_own(
    client: PageClient, opened: Handover, noor: Person, ada: Person, sam: Person, lars: Person, root: Person
) -> None:
    for person, sees in ((noor, True), (sam, True), (ada, True), (root, False)):
        assert (f"/handovers/{opened.id}" in client.sign_in(person).get("/handovers").text) is sees


def test_a_stuck_one_is_marked(client: PageClient, opened: Handover, session: Session, grace: Person) -> None:
    opened.changed_at = clock.utcnow() - STALE_AFTER
    session.commit()
    client.sign_in(grace)
    assert "stuck" in client.get("/handovers").text
    assert "stuck" in client.get(f"/accounts/{opened.account_id}").text
