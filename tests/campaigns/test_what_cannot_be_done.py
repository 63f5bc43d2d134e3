"""What a platform demands cannot always be done: the owner says why, and communications settle it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import roof  # noqa: F401 - teaches the history
from govdesk.audit.history import history_of
from govdesk.campaigns.models import Answer, Campaign, CampaignItem, Kind
from govdesk.campaigns.queries import coverage_of, number_to_settle
from govdesk.campaigns.starting import Wish, start
from govdesk.directory.models import Person
from tests.campaigns.conftest import DUE_ON, Accounts
from tests.conftest import NOW
from tests.pages import PageClient


@pytest.fixture
def item(session: Session, accounts: Accounts, grace: Person) -> CampaignItem:
    """X ends codes by text message, also for @noaa."""
    wish = Wish(Kind.PLATFORM, "X ends text messages", DUE_ON, "Use an app.", {"platform": "x"})
    campaign = start(session, wish, by=grace, now=NOW)
    session.commit()
    wanted = CampaignItem.campaign_id == campaign.id, CampaignItem.account_id == accounts["noaa"].id
    return session.scalars(select(CampaignItem).where(*wanted)).one()


def test_an_owner_says_why_and_communications_settle_it(
    client: PageClient, session: Session, item: CampaignItem, ada: Person, grace: Person
) -> None:
    here = f"/campaigns/items/{item.id}"
    client.sign_in(ada)
    refused = client.post(f"{here}/answer", data={"answer": "cannot"})
    assert refused.status_code == 422
    assert "Say why it cannot be done" in refused.text
    said = {"answer": "cannot", "note": "The agency has the only phone."}
    assert client.post(f"{here}/answer", data=said).status_code == 303
    session.refresh(item)
    assert (item.answer, item.is_task, number_to_settle(session)) == (Answer.CANNOT, True, 1)
    assert history_of(session, item.account)[0].sentence == "stated that what a campaign asks for cannot be done"
    client.sign_in(grace)
    assert "1 answer to a campaign is to be settled" in client.get("/").text
    tasks = client.get(f"/campaigns/{item.campaign_id}?show=tasks").text
    assert "Cannot be done" in tasks
    assert "The agency has the only phone." in tasks
    assert client.post(f"{here}/settlement").status_code == 303
    assert number_to_settle(session) == 0
    assert coverage_of(session, [item.campaign])[item.campaign_id].answered == 1


def test_who_confirms_an_account_is_not_offered_it(
    client: PageClient, session: Session, campaign: Campaign, ada: Person
) -> None:
    mine = session.scalars(select(CampaignItem).where(CampaignItem.asked_id == ada.id)).first()
    assert mine is not None
    answer = client.sign_in(ada).post(
        f"/campaigns/items/{mine.id}/answer", data={"answer": "cannot", "note": "Because"}
    )
    assert answer.status_code == 422
