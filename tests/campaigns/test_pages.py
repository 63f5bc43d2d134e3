"""What communications and owners do on the pages of campaigns."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import AccountState
from govdesk.audit.models import AuditEvent
from govdesk.campaigns.models import Answer, Campaign, CampaignItem, Kind
from govdesk.campaigns.starting import Wish, start
from govdesk.directory.models import Person
from tests.campaigns.conftest import DUE_ON, Accounts
from tests.conftest import NOW
from tests.pages import PageClient

ItemOf = Callable[..., CampaignItem]


def next_week() -> str:
    return (clock.utcnow().date() + timedelta(days=7)).isoformat()


def test_communications_count_first_and_then_ask_the_owners_of_one_platform(
    client: PageClient, session: Session, accounts: Accounts, grace: Person
) -> None:
    client.sign_in(grace)
    assert "2 accounts fit" in client.get("/campaigns/new?kind=platform&platform=x").text
    wish = {
        "kind": "platform", "platform": "x", "title": "X ends codes by text", "due_on": next_week(),
        "instructions": "Move to an app.", "form_key": "k",
    }  # fmt: skip
    answers = [client.post("/campaigns/new", data=wish) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    campaign = session.scalars(select(Campaign)).one()
    assert (campaign.kind, campaign.criteria) == (Kind.PLATFORM, {"platform": "x", "state": "active"})
    shown = client.get(f"/campaigns/{campaign.id}").text
    assert "0 of 2 accounts" in shown
    assert "Move to an app." in shown
    assert "manager of the owner" in shown


@pytest.mark.parametrize(
    "stale",
    [{"department": "9" * 20}, {"department": "1 or 1=1"}, {"state": "zzz"}, {"platform": "gone"}, {"kind": "zzz"}],
)
def test_a_criterion_that_is_not_offered_starts_nothing_instead_of_everything(
    client: PageClient, session: Session, accounts: Accounts, grace: Person, stale: dict[str, str]
) -> None:
    wish = {"kind": "recertification", "title": "All", "due_on": next_week(), **stale}
    answers = (
        client.sign_in(grace).post("/campaigns/new", data=wish),
        client.get("/campaigns/new", query_string=stale),
    )
    for answer in answers:
        assert answer.status_code == 422
        assert "Not a valid choice" in answer.text
        assert "0 accounts fit" in answer.text
    assert session.scalar(select(Campaign.id)) is None


def test_nobody_confirms_what_is_retired_or_only_asked_for(
    client: PageClient, session: Session, accounts: Accounts, grace: Person
) -> None:
    accounts["noaa"].state, accounts["weather"].state = AccountState.RETIRED, AccountState.REQUESTED
    accounts["count"].state = AccountState.FROZEN
    session.commit()
    client.sign_in(grace)
    assert "1 account fits" in client.get("/campaigns/new?kind=recertification&state=").text
    assert "3 accounts fit" in client.get("/campaigns/new?kind=platform&state=").text


def test_nothing_starts_without_a_day_and_what_has_to_be_done(
    client: PageClient, session: Session, accounts: Accounts, grace: Person
) -> None:
    client.sign_in(grace)
    answer = client.post("/campaigns/new", data={"kind": "platform", "title": "X", "due_on": "2020-01-01"})
    assert answer.status_code == 422
    assert "Enter a day after today" in answer.text
    assert "Say what has to be done" in answer.text
    assert session.scalar(select(Campaign.id)) is None


def test_an_owner_confirms_all_that_is_right_with_one_button(
    client: PageClient, session: Session, campaign: Campaign, accounts: Accounts, ada: Person, item_of: ItemOf
) -> None:
    client.sign_in(ada)
    assert "Spring" in client.get("/").text
    mine = client.get("/campaigns/mine").text
    assert "Noaa" in mine
    assert "Weather" in mine
    items = [item_of(campaign, accounts[name]) for name in ("noaa", "weather", "count")]
    answer = client.post("/campaigns/mine", data={"confirm": campaign.id, "item": [item.id for item in items]})
    assert answer.status_code == 303
    assert [item_of(campaign, account).answer for account in accounts.values()] == [Answer.ATTESTED] * 3
    assert "Nothing is asked of you" in client.get("/campaigns/mine").text


def test_what_was_confirmed_by_whom_stands_on_the_account_and_in_the_trail(
    client: PageClient, session: Session, campaign: Campaign, accounts: Accounts, ada: Person, item_of: ItemOf
) -> None:
    client.sign_in(ada)
    client.post(f"/campaigns/items/{item_of(campaign, accounts['noaa']).id}/answer", data={"answer": "attested"})
    shown = client.get(f"/accounts/{accounts['noaa'].id}").text
    assert "Confirmed by its owner" in shown
    assert "Ada Sørensen" in shown
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "campaigns:account:attested")).one()
    assert (event.actor_id, event.subject_id) == (ada.id, accounts["noaa"].id)
    assert event.fields["custodian_ids"] == [ada.id]


def test_a_correction_needs_words_and_opens_a_task_for_communications(
    client: PageClient, campaign: Campaign, accounts: Accounts, ada: Person, grace: Person, item_of: ItemOf
) -> None:
    item = item_of(campaign, accounts["noaa"])
    client.sign_in(ada)
    wordless = client.post(f"/campaigns/items/{item.id}/answer", data={"answer": "correction"})
    assert wordless.status_code == 422
    assert "Say what is wrong" in wordless.text
    client.post(f"/campaigns/items/{item.id}/answer", data={"answer": "correction", "note": "Olu has it now."})
    client.sign_in(grace)
    assert "1 answer to a campaign is to be settled" in client.get("/").text
    assert "Olu has it now." in client.get(f"/campaigns/{campaign.id}?show=tasks").text
    assert client.post(f"/campaigns/items/{item.id}/settlement").status_code == 303
    assert "is to be settled" not in client.get("/").text
    assert client.post(f"/campaigns/items/{item.id}/settlement").status_code == 409


def test_a_note_that_looks_like_a_secret_is_not_kept(
    client: PageClient, campaign: Campaign, accounts: Accounts, ada: Person, item_of: ItemOf
) -> None:
    item = item_of(campaign, accounts["noaa"])
    client.sign_in(ada)
    said = {"answer": "correction", "note": "password: hunter22"}
    assert client.post(f"/campaigns/items/{item.id}/answer", data=said).status_code == 422
    assert item_of(campaign, accounts["noaa"]).note == ""


def test_a_stand_in_sees_these_accounts_and_no_others(
    client: PageClient, session: Session, campaign: Campaign, accounts: Accounts, ada: Person, olu: Person,
    item_of: ItemOf, told: Callable[[], list[tuple[str | None, str]]],
) -> None:  # fmt: skip
    item, other = item_of(campaign, accounts["noaa"]), item_of(campaign, accounts["weather"])
    client.sign_in(ada)
    assert client.post("/campaigns/mine", data={"item": item.id, "login": "nobody"}).status_code == 422
    assert client.post("/campaigns/mine", data={"item": item.id, "login": "olu"}).status_code == 303
    client.sign_in(olu)
    mine = client.get("/campaigns/mine").text
    assert "Noaa" in mine
    assert "Weather" not in mine
    assert client.get(f"/campaigns/items/{other.id}").status_code == 404
    assert client.post("/campaigns/mine", data={"confirm": campaign.id, "item": other.id}).status_code == 404
    assert client.post(f"/campaigns/items/{item.id}/answer", data={"answer": "attested"}).status_code == 303
    assert (None, "olu") in told()


def test_two_who_answer_at_once_are_told(
    client: PageClient, campaign: Campaign, accounts: Accounts, ada: Person, item_of: ItemOf
) -> None:
    item = item_of(campaign, accounts["noaa"])
    client.sign_in(ada)
    said = {"answer": "retire", "note": "Nobody reads it."}
    assert client.post(f"/campaigns/items/{item.id}/answer", data=said).status_code == 303
    assert client.post(f"/campaigns/items/{item.id}/answer", data={"answer": "attested"}).status_code == 409
    assert item_of(campaign, accounts["noaa"]).answer is Answer.RETIRE


def test_nothing_marked_is_said_and_nothing_written(
    client: PageClient, campaign: Campaign, accounts: Accounts, ada: Person
) -> None:
    client.sign_in(ada)
    answer = client.post("/campaigns/mine", data={"confirm": campaign.id})
    assert answer.status_code == 422
    assert "Mark the accounts you mean first." in answer.text


def test_what_another_campaign_asks_about_is_told_and_left_out_unless_one_wants_it(
    client: PageClient, session: Session, accounts: Accounts, campaign: Campaign, grace: Person
) -> None:
    asked = start(session, Wish(Kind.PLATFORM, "Codes", DUE_ON, "Move.", {"platform": "x"}), by=grace, now=NOW)
    session.commit()
    client.sign_in(grace)
    shown = client.get("/campaigns/new?kind=platform&state=").text
    assert "1 account fits" in shown
    assert "2 accounts, left out" in shown
    assert "3 accounts, asked about here, too" in shown, "that they are to be confirmed keeps no task from them"
    for title, id_ in (("Codes", asked.id), ("Spring", campaign.id)):
        assert f'<a href="/campaigns/{id_}">{title}</a>' in shown
    assert "3 accounts fit" in client.get("/campaigns/new?kind=platform&state=&others=none").text
    assert "0 accounts fit" in client.get("/campaigns/new?kind=platform&state=&others=all").text
    assert "0 accounts fit" in client.get("/campaigns/new?kind=recertification&state=&others=none").text
    wish = {"kind": "platform", "state": "", "title": "Both", "due_on": next_week(), "instructions": "Do it."}
    for others, number in (("same_kind", 1), ("none", 3)):
        started = client.post("/campaigns/new", data={**wish, "others": others, "form_key": others}).location
        assert f"0 of {number} account" in client.get(started).text


def test_the_preview_names_the_accounts_whose_handle_is_only_a_number(
    client: PageClient, session: Session, accounts: Accounts, grace: Person
) -> None:
    accounts["weather"].handle, accounts["weather"].name = "117354231", "Weather for everybody"
    session.commit()
    shown = client.sign_in(grace).get("/campaigns/new?platform=facebook").text
    assert "<span>Weather for everybody</span></a>" in shown
    assert '<span class="muted">Facebook 117354231</span>' in shown
