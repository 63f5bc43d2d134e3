"""A hand-over in which nothing happens is told of: to whose turn it is, their manager, communications."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Permission, may
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person, PersonState
from govdesk.handover.actions.steps import confirm, list_items
from govdesk.handover.jobs import nudge_all
from govdesk.handover.models import Handover
from govdesk.handover.orphaned import ask_for_departments
from govdesk.handover.queries import waiting_for
from govdesk.handover.rules import Nudge
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from tests.conftest import NOW, VIENNA
from tests.handover.conftest import LIST
from tests.pages import PageClient

Sessions = Callable[[], Session]


def after(sessions: Sessions, days: int) -> None:
    """A worker's morning so many days later; a second one the same morning has nothing to do."""
    for _worker in range(2):
        now = NOW + timedelta(days=days)
        nudge_all(sessions, now=now, tz=VIENNA)


def told(session: Session, kind: str = "handover_stuck") -> list[str]:
    notices = session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return [notice.person.login for notice in notices if notice.person]


def test_whose_turn_it_is_then_their_manager_then_communications(
    session: Session, sessions: Sessions, opened: Handover, ada: Person, mei: Person
) -> None:
    ada.manager = mei
    session.commit()
    after(sessions, 6)
    assert told(session) == []
    after(sessions, 7)
    assert told(session) == ["ada"]
    after(sessions, 14)
    assert told(session) == ["ada", "ada", "mei"]
    after(sessions, 21)
    after(sessions, 28)
    assert told(session)[3:] == ["ada", "grace"] * 2


def test_a_step_begins_the_week_anew(
    session: Session, sessions: Sessions, opened: Handover, ada: Person, olu: Person
) -> None:
    after(sessions, 7)
    session.refresh(opened)
    list_items(session, opened, LIST, by=ada, now=NOW + timedelta(days=8))
    session.commit()
    after(sessions, 14)
    assert told(session) == ["ada"]
    after(sessions, 15)
    assert told(session) == ["ada", "olu"]


def test_one_mail_a_day_names_all_that_are_still_stuck_when_it_goes_out(
    session: Session, sessions: Sessions, opened: Handover, ada: Person, olu: Person
) -> None:
    after(sessions, 7)
    notice = session.scalars(select(Notice).where(Notice.kind == "handover_stuck")).one()
    session.refresh(opened)
    text = write(session, notice, base_url="https://x", today=NOW.date(), addressee="Ada")
    assert text is not None
    assert text.subject == "1 hand-over is stuck"
    assert f"https://x/handovers/{opened.id}" in text.plain
    assert "Ada Sørensen" in text.html
    list_items(session, opened, LIST, by=ada, now=NOW + timedelta(days=8))
    assert write(session, notice, base_url="https://x", today=NOW.date(), addressee="Ada") is None


def test_communications_stand_above_who_closes(
    session: Session, sessions: Sessions, opened: Handover, ada: Person, olu: Person, mei: Person, sam: Person
) -> None:
    mei.manager = sam
    list_items(session, opened, LIST, by=ada, now=NOW)
    confirm(session, opened, by=olu, now=NOW)
    session.commit()
    after(sessions, 7)
    after(sessions, 14)
    assert told(session) == ["mei", "mei", "grace"]


def test_once_it_is_stuck_the_manager_may_list_in_their_place(
    session: Session, opened: Handover, ada: Person, sam: Person
) -> None:
    ada.manager = sam
    for nudged, helps in ((None, False), (Nudge.THEMSELVES, False), (Nudge.MANAGER, True), (Nudge.COMMS, True)):
        opened.nudged = nudged
        session.flush()
        assert may(sam, Permission.HANDOVER_LIST, opened) is helps
        assert bool(session.scalars(waiting_for(sam)).all()) is helps


@pytest.fixture
def emptied(session: Session, noaa: SocialAccount, press_office: Department, ada: Person, mei: Person) -> None:
    """Nobody works in the press office any more; Ada, who left, reported to Mei."""
    ada.state, ada.manager = PersonState.LEFT, mei
    session.commit()


def test_the_manager_is_asked_who_answers_for_the_accounts_of_an_empty_department(
    session: Session, emptied: None, noaa: SocialAccount, press_office: Department, olu: Person
) -> None:
    for _hour in range(2):
        ask_for_departments(session, now=NOW, today=NOW.date())
    assert told(session, "department_gone") == ["mei"]
    notice = session.scalars(select(Notice).where(Notice.kind == "department_gone")).one()
    text = write(session, notice, base_url="https://x", today=NOW.date(), addressee="Mei")
    assert text is not None
    assert f"https://x/accounts/{noaa.id}" in text.plain
    olu.department = press_office
    session.flush()
    assert write(session, notice, base_url="https://x", today=NOW.date(), addressee="Mei") is None


def test_the_manager_of_an_owner_who_has_left_settles_it(
    client: PageClient, session: Session, emptied: None, noaa: SocialAccount, mei: Person, olu: Person
) -> None:
    shown = client.sign_in(mei).get("/").text
    assert "Find another owner" in shown
    answer = client.submit(f"/accounts/{noaa.id}/handover", owner="olu")
    assert answer.status_code == 303
