"""Who is asked and told as days go by; each mail once, whatever dies in between."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.ownership import assign_owner
from govdesk.accounts.listing.finding import accounts as accounts_that
from govdesk.accounts.models import AccountState
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.queries import Filters
from govdesk.campaigns import sweeping
from govdesk.campaigns.answering import answer, delegate
from govdesk.campaigns.jobs import look_after
from govdesk.campaigns.letters import digest
from govdesk.campaigns.models import Answer, AskedAs, Campaign, CampaignItem, Kind
from govdesk.campaigns.office import Office
from govdesk.campaigns.queries import confirmation_of
from govdesk.campaigns.said import Said
from govdesk.campaigns.starting import Wish, start
from govdesk.campaigns.views import bp  # the filter of the list is added by the pages
from govdesk.directory.models import Person, PersonState
from govdesk.errors import Invalid
from govdesk.notify.models import Notice
from tests.campaigns.conftest import DUE_ON, Accounts
from tests.conftest import NOW

ItemOf = Callable[..., CampaignItem]
Told = Callable[[], list[tuple[str | None, str]]]
Look = Callable[[int], None]
assert bp


@pytest.fixture
def look(sessions: Callable[[], Session], session: Session, office: Office) -> Look:
    """The worker looks, so many days after the start."""

    def at(days: int) -> None:
        session.commit()
        look_after(sessions, now=NOW + timedelta(days=days), office=office)
        session.expire_all()

    return at


def asked(session: Session, campaign: Campaign, accounts: Accounts) -> dict[str, tuple[str, str]]:
    rows = session.scalars(select(CampaignItem).where(CampaignItem.campaign_id == campaign.id))
    names = {account.id: name for name, account in accounts.items()}
    return {names[row.account_id]: (row.asked_as.value, row.asked.login if row.asked else "") for row in rows}


def test_an_owner_is_asked_and_the_manager_of_one_who_has_left(
    session: Session, campaign: Campaign, accounts: Accounts
) -> None:
    assert asked(session, campaign, accounts) == {
        "noaa": ("owner", "ada"), "weather": ("owner", "ada"), "count": ("manager", "ada"),
    }  # fmt: skip


def test_one_mail_at_each_stage_however_many_accounts(look: Look, campaign: Campaign, told: Told) -> None:
    for day in (0, 0, 3, 13, 14, 15, 20, 21):
        look(day)
    assert told() == [("start", "ada"), ("7", "ada"), ("1", "ada"), ("0", "ada")]


def test_after_the_due_day_managers_are_asked_and_communications_in_the_end(
    look: Look, session: Session, campaign: Campaign, accounts: Accounts, told: Told
) -> None:
    look(0)
    look(22)
    assert asked(session, campaign, accounts)["noaa"] == ("manager", "grace")
    assert asked(session, campaign, accounts)["count"] == ("manager", "ada"), "Lars has left: Ada was asked first"
    look(29)
    assert set(asked(session, campaign, accounts).values()) == {("comms", "")}
    assert told()[1:] == [("overdue", "ada"), ("overdue", "grace"), ("escalated", "grace")]


def test_an_account_without_an_answer_is_found_by_the_list_until_it_is_confirmed(
    look: Look, session: Session, campaign: Campaign, accounts: Accounts, ada: Person, item_of: ItemOf
) -> None:
    answer(session, [item_of(campaign, accounts["weather"])], Said(Answer.ATTESTED), by=ada, now=NOW)
    look(21)
    shown = accounts_that(session, Filters(state="unconfirmed"), catalogue(None))
    assert session.scalars(shown).all() == []
    look(22)
    assert {a.handle for a in session.scalars(shown)} == {"noaa", "count"}
    assert confirmation_of(session, accounts["noaa"]).missed_on == DUE_ON
    assert confirmation_of(session, accounts["weather"]).missed_on is None
    late = NOW + timedelta(days=23)
    answer(session, [item_of(campaign, accounts["noaa"])], Said(Answer.ATTESTED), by=ada, now=late)
    assert {a.handle for a in session.scalars(shown)} == {"count"}


def test_a_stand_in_is_asked_until_the_due_day(
    look: Look, session: Session, campaign: Campaign, accounts: Accounts, ada: Person, olu: Person, item_of: ItemOf
) -> None:
    delegate(session, [item_of(campaign, accounts["noaa"])], olu, by=ada, now=NOW)
    look(14)
    assert asked(session, campaign, accounts)["noaa"] == ("delegate", "olu")
    look(22)
    assert asked(session, campaign, accounts)["noaa"] == ("manager", "grace")


def test_who_leaves_is_replaced_at_once(
    look: Look, session: Session, campaign: Campaign, accounts: Accounts, ada: Person, told: Told
) -> None:
    look(0)
    ada.state = PersonState.LEFT
    sweeping.wake(session, ada, now=NOW + timedelta(days=1))
    look(1)
    assert asked(session, campaign, accounts)["noaa"] == ("manager", "grace")
    assert asked(session, campaign, accounts)["count"] == ("comms", "")
    assert told() == [("start", "ada"), ("start", "grace")]


def test_a_new_owner_is_asked_from_the_next_morning(
    look: Look, session: Session, campaign: Campaign, accounts: Accounts, olu: Person, grace: Person, told: Told
) -> None:
    look(0)
    assign_owner(session, accounts["noaa"], olu, by=grace, now=NOW)
    look(1)
    assert asked(session, campaign, accounts)["noaa"] == ("owner", "olu")
    assert told() == [("start", "ada"), ("start", "olu")]


def test_a_retired_account_is_asked_about_no_longer(
    look: Look, session: Session, campaign: Campaign, accounts: Accounts, item_of: ItemOf
) -> None:
    accounts["noaa"].state = AccountState.RETIRED
    look(1)
    assert item_of(campaign, accounts["noaa"]).answer is Answer.OUT_OF_USE


def test_a_campaign_ends_when_all_is_answered(
    look: Look, session: Session, campaign: Campaign, accounts: Accounts, ada: Person, item_of: ItemOf
) -> None:
    look(0)
    items = [item_of(campaign, account) for account in accounts.values()]
    answer(session, items, Said(Answer.ATTESTED), by=ada, now=NOW)
    look(1)
    session.refresh(campaign)
    assert campaign.closed_at == NOW + timedelta(days=1)
    assert campaign.look_at is None


def test_a_mail_says_what_still_waits_when_it_goes_out(
    look: Look, session: Session, campaign: Campaign, accounts: Accounts, ada: Person, item_of: ItemOf
) -> None:
    look(0)
    notice = session.scalars(select(Notice).where(Notice.kind == "campaign_asked")).one()
    answer(session, [item_of(campaign, accounts["noaa"])], Said(Answer.ATTESTED), by=ada, now=NOW)
    names = digest(session, notice)
    assert names is not None
    assert {account.handle for account in names["accounts"]} == {"weather", "count"}
    rest = [item_of(campaign, accounts[name]) for name in ("weather", "count")]
    answer(session, rest, Said(Answer.ATTESTED), by=ada, now=NOW)
    assert digest(session, notice) is None


def test_an_account_is_not_asked_about_twice_at_once(
    session: Session, campaign: Campaign, accounts: Accounts, grace: Person
) -> None:
    with pytest.raises(Invalid):
        start(session, Wish(Kind.RECERTIFICATION, "Again", DUE_ON), by=grace, now=NOW)


def test_a_quarter_starts_by_itself_once_and_asks_about_older_accounts_only(
    look: Look, session: Session, accounts: Accounts
) -> None:
    look(0)
    assert session.scalar(select(Campaign.id)) is None, "all were registered within this quarter"
    days = (datetime(2027, 4, 1, 8, tzinfo=NOW.tzinfo) - NOW).days + 1
    look(days)
    look(days + 1)
    campaign = session.scalars(select(Campaign)).one()
    assert (campaign.period, campaign.started_by) == ("2027-Q2", None)
    assert len(asked(session, campaign, accounts)) == 3
    look(days + 91)
    assert [c.closed_at is None for c in session.scalars(select(Campaign).order_by(Campaign.id))] == [False, True]
    assert confirmation_of(session, accounts["noaa"]).missed_on == campaign.due_on


def test_departments_are_taken_with_all_below(
    session: Session, accounts: Accounts, grace: Person, commerce: object, press_office: object
) -> None:
    press_office.parent = commerce  # type: ignore[attr-defined]
    session.flush()
    wish = Wish(Kind.PLATFORM, "X", DUE_ON, "Do it.", {"department": str(commerce.id)})  # type: ignore[attr-defined]
    campaign = start(session, wish, by=grace, now=NOW)
    assert set(asked(session, campaign, accounts)) == {"noaa", "weather"}
    assert {row.asked_as for row in session.scalars(select(CampaignItem))} == {AskedAs.OWNER}
