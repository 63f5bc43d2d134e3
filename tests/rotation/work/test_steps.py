"""A change is worked off step by step; what somebody ticked stays, and others see it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.rotation.actions import Terms, schedule_rotation
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import Rotation, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event
from govdesk.rotation.work.models import RotationStep, RotationWork
from tests.conftest import NOW, VIENNA
from tests.pages import Page, PageClient
from tests.rotation.work.conftest import trail


def press(client: PageClient, schedule: RotationSchedule, **button: str) -> None:
    here = f"/rotations/{schedule.id}"
    answer = client.submit(here, to=f"{here}/steps", **button)
    assert answer.status_code == 303, answer.text


def marks(session: Session) -> dict[str, tuple[int, str | None]]:
    """By step who marked it, and why it does not apply."""
    session.expire_all()
    return {mark.step: (mark.by_id, mark.not_needed) for mark in session.scalars(select(RotationStep))}


def test_what_one_custodian_ticked_the_other_sees(
    client: PageClient, session: Session, schedule: RotationSchedule, listed: SocialAccount, ada: Person,
    with_olu: Person,
) -> None:  # fmt: skip
    here = f"/rotations/{schedule.id}"
    assert "0 of 6 steps" in client.sign_in(ada).get(here).text
    press(client, schedule, done="change")
    press(client, schedule, done="sessions")
    press(client, schedule, undone="sessions")
    client.sign_in(with_olu)
    press(client, schedule, done="sessions")
    press(client, schedule, done="change")
    assert marks(session) == {"change": (ada.id, None), "sessions": (with_olu.id, None)}
    for page in (here, "/rotations"):
        assert "2 of 6 steps" in client.get(page).text
    assert "Ada Sørensen" in client.get(here).text
    assert trail(session)[-4:] == [
        ("rotation:step:done", ada.id),
        ("rotation:step:done", ada.id),
        ("rotation:step:reopened", ada.id),
        ("rotation:step:done", with_olu.id),
    ]


def test_a_step_that_does_not_apply_needs_a_reason_without_a_secret(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person
) -> None:
    here = f"/rotations/{schedule.id}/dismissals"
    client.sign_in(ada)
    for reason, says in (("", "Say in a few words"), ("the password is Sunflower7", "looks like a password")):
        answer = client.submit(f"{here}?step=codes", reason=reason)
        assert answer.status_code == 422
        assert says in answer.text
        assert "Sunflower7" not in answer.text
    assert marks(session) == {}
    answer = client.submit(f"{here}?step=codes", reason="There are none")
    assert answer.status_code == 303
    assert marks(session) == {"codes": (ada.id, "There are none")}
    assert "There are none" in client.get(answer.location).text


def test_recording_says_that_all_steps_are_done_but_those_that_may_wait(
    client: PageClient, session: Session, schedule: RotationSchedule, listed: SocialAccount, ada: Person
) -> None:
    here = f"/rotations/{schedule.id}"
    client.sign_in(ada)
    client.submit(f"{here}/dismissals?step=codes", reason="There are none")
    client.submit(here, when="now", kept="y", note="GD-4711")
    assert marks(session).keys() == {"change", "sessions", "codes", "vault"}
    work = session.scalars(select(RotationWork)).one()
    assert (work.statements, work.note, work.later) == (["kept"], "GD-4711", ["reconnect", "recovery"])
    assert work.rotation == session.scalars(select(Rotation)).one()
    text = client.get(here).text
    for said in ("Left to do after the last change", "It is in the vault and nowhere else", "GD-4711"):
        assert said in text
    for step in ("reconnect", "recovery"):
        client.submit(here, to=f"{here}/steps?which=last", done=step)
    assert "Left to do" not in client.get(here).text
    assert session.scalars(select(RotationWork)).one() is work


def test_the_next_change_begins_with_no_step_done(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person
) -> None:
    client.sign_in(ada).submit(f"/rotations/{schedule.id}", when="now")
    assert "0 of 5 steps" in client.get(f"/rotations/{schedule.id}").text
    press(client, schedule, done="change")
    works = session.scalars(select(RotationWork).order_by(RotationWork.id))
    assert [work.rotation_id is None for work in works] == [False, True]


@pytest.mark.parametrize(("login", "sees"), [("sam", True), ("ada", False)])
def test_tools_and_vault_are_named_to_those_alone_who_may_read_the_list(
    client: PageClient, schedule: RotationSchedule, listed: SocialAccount, cast: dict[str, Person], login: str,
    sees: bool,
) -> None:  # fmt: skip
    text = client.sign_in(cast[login]).get(f"/rotations/{schedule.id}").text
    assert ("Planner" in text, "Vault, folder Press" in text) == (sees, sees)
    assert ("One tool is connected" in text) is not sees


def test_the_maker_of_passwords_is_in_no_form_and_has_no_name(
    client: PageClient, schedule: RotationSchedule, ada: Person
) -> None:
    shown = Page(client.sign_in(ada).get(f"/rotations/{schedule.id}").text)
    [length] = [field for field in shown.inputs if field.get("id") == "generator-length"]
    assert "name" not in length
    assert all("generator" not in name for form in shown.forms for name in form.values)


def test_the_bundle_shows_how_far_each_change_is(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person, sam: Person
) -> None:
    at = clock.utcnow()
    happening = Happening(RotationReason.REQUEST, "x", at, at, at.date(), VIENNA)
    event = open_event(session, happening, [Touched(schedule.account_id, "password", frozenset({Was.ITSELF}))])
    assert event is not None
    session.commit()
    here = f"/rotations/events/{event.id}"
    assert "steps" not in client.sign_in(sam).get(here).text
    client.sign_in(ada)
    press(client, schedule, done="change")
    assert "1 of 5 steps" in client.sign_in(sam).get(here).text


@pytest.mark.parametrize(("credential", "steps"), [("api_token", 2), ("connected_tool", 1)])
def test_a_token_has_no_sessions_and_a_tool_nothing_but_itself(
    client: PageClient,
    session: Session,
    noaa: SocialAccount,
    sam: Person,
    office: Office,
    credential: str,
    steps: int,
) -> None:
    terms = Terms(date(2027, 3, 11))
    schedule = schedule_rotation(session, noaa, credential, terms, by=sam, now=NOW, office=office)
    session.commit()
    text = client.sign_in(sam).get(f"/rotations/{schedule.id}").text
    assert f"0 of {steps} step" in text
    assert "End all other sessions" not in text
    assert "data-generator" not in text


def test_a_button_of_a_step_that_is_no_more_says_so(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person
) -> None:
    here = f"/rotations/{schedule.id}"
    assert client.sign_in(ada).submit(here, to=f"{here}/steps", done="reconnect").status_code == 409
    assert marks(session) == {}


def test_who_may_not_record_sees_how_far_it_is_and_no_buttons(
    client: PageClient, schedule: RotationSchedule, ada: Person, grace: Person
) -> None:
    here = f"/rotations/{schedule.id}"
    assert "Step by step" not in client.sign_in(grace).get(here).text
    client.sign_in(ada)
    press(client, schedule, done="change")
    text = client.sign_in(grace).get(here).text
    assert "1 of 5 steps" in text
    assert 'name="done"' not in text
    assert "Ada" not in text
