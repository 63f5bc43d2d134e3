"""Who answers that somebody knows the password who should not has it changed, and security hears of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock, roof  # noqa: F401 - puts the rooms together
from govdesk.campaigns.models import Campaign, CampaignItem
from govdesk.directory.models import Person
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from govdesk.rotation.actions import record_rotation
from govdesk.rotation.asking import ASKED
from govdesk.rotation.models import RotationEvent, RotationReason
from govdesk.rotation.office import Office
from govdesk.rotation.rules import Reminders
from tests.campaigns.conftest import Accounts
from tests.conftest import VIENNA
from tests.pages import PageClient

KNOWN = {"answer": "correction", "wrong": ["people", "known"], "note": "The former intern reads it on a slide."}


@pytest.fixture
def item(
    campaign: Campaign, accounts: Accounts, item_of: Callable[..., CampaignItem], client: PageClient, ada: Person
) -> CampaignItem:
    """What is asked of Ada, who is signed in, about @noaa."""
    client.sign_in(ada)
    return item_of(campaign, accounts["noaa"])


def test_the_password_is_due_at_once_security_hears_of_it_and_a_second_click_opens_nothing(
    client: PageClient, session: Session, item: CampaignItem, ada: Person, sam: Person
) -> None:
    answers = [client.post(f"/campaigns/items/{item.id}/answer", data=KNOWN).status_code for _again in range(2)]
    assert answers == [303, 409]
    event = session.scalars(select(RotationEvent)).one()
    assert (event.kind, event.opened_by, event.thing) == (RotationReason.CAMPAIGN, ada, "Spring")
    assert event.reason == KNOWN["note"]
    [loss] = event.losses
    today = clock.local_date(clock.utcnow(), VIENNA)
    assert (loss.schedule.account, loss.schedule.credential, loss.schedule.due_on) == (
        item.account,
        "password",
        today,
    )
    notice = session.scalars(select(Notice).where(Notice.kind == ASKED)).one()
    assert notice.person is sam
    text = write(session, notice, base_url="https://desk.example", today=today, addressee="Sam")
    assert text is not None
    assert text.subject == "Somebody knows the password of noaa who should not, says Ada Sørensen"
    assert "who should not.\nIt is due today. What to do: read why" in text.plain
    assert "intern" not in text.plain, "why stays on the page"
    here = f"/rotations/events/{event.id}"
    assert here in client.sign_in(sam).get("/").text
    shown = client.get(here).text
    assert "Somebody knows the password of noaa who should not" in shown
    assert "former intern" in shown


def test_what_else_is_wrong_stays_with_communications(
    client: PageClient, session: Session, item: CampaignItem
) -> None:
    client.post(f"/campaigns/items/{item.id}/answer", data=KNOWN)
    session.refresh(item)
    assert item.is_task
    client.post(f"/campaigns/items/{item.id}/withdrawal")
    [loss] = session.scalars(select(RotationEvent)).one().losses
    assert loss.cleared_by is None, "an answer that is taken back makes nobody forget"


def test_said_again_after_a_change_it_is_due_again(
    client: PageClient, session: Session, item: CampaignItem, ada: Person
) -> None:
    here, now = f"/campaigns/items/{item.id}", clock.utcnow()
    client.post(f"{here}/answer", data=KNOWN)
    [first] = session.scalars(select(RotationEvent)).one().losses
    office, at = Office(VIENNA, Reminders()), clock.utcnow()
    record_rotation(
        session, first.schedule, rotated_on=office.today(at), rotated_at=at, by=ada, form_key=None, now=at,
        office=office,
    )  # fmt: skip
    session.commit()
    assert now < first.lost_at < at
    client.post(f"{here}/withdrawal")
    client.post(f"{here}/answer", data=KNOWN)
    session.expire_all()
    events = session.scalars(select(RotationEvent).order_by(RotationEvent.id)).all()
    assert [loss.cleared_by is None for event in events for loss in event.losses] == [False, True]
    assert first.schedule.reason is RotationReason.CAMPAIGN


@pytest.mark.parametrize("answer", ["attested", "retire"])
def test_the_mark_is_not_lost_beside_another_answer(
    client: PageClient, session: Session, item: CampaignItem, answer: str
) -> None:
    said = client.post(f"/campaigns/items/{item.id}/answer", data={**KNOWN, "answer": answer})
    assert said.status_code == 422
    assert "Choose above that something is wrong" in said.text
    assert "former intern" in said.text
    session.refresh(item)
    assert (item.answer, session.scalars(select(RotationEvent)).all()) == (None, [])
