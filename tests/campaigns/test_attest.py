"""What an owner attests, what becomes of an answer that wants something, and changing one's mind."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.event import listen
from sqlalchemy.orm import Session

from govdesk import roof  # noqa: F401 - puts the rooms together
from govdesk.accounts.confirming import has_confirmed
from govdesk.audit.models import AuditEvent
from govdesk.campaigns.answering import answer, withdraw
from govdesk.campaigns.models import Answer, Campaign, CampaignItem, Kind
from govdesk.campaigns.said import Said, Wrong
from govdesk.campaigns.starting import Wish, close, start
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.exposure.attesting import attested, note_readings, readable_by
from govdesk.exposure.models import RecoveryMeans, SecondFactor
from govdesk.exposure.reckoning import reckon
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind
from govdesk.handover.actions.confirming import welcome
from govdesk.handover.models import Handover
from tests.campaigns.conftest import DUE_ON, Accounts
from tests.conftest import NOW
from tests.pages import PageClient

ItemOf = Callable[..., CampaignItem]


@pytest.fixture
def item(campaign: Campaign, accounts: Accounts, item_of: ItemOf) -> CampaignItem:
    """What is asked of Ada about @noaa."""
    return item_of(campaign, accounts["noaa"])


@pytest.fixture
def known(session: Session, accounts: Accounts, ada: Person) -> None:
    """Ada holds the second factor of @noaa, and its recovery mail goes to a mailbox of ours."""
    of = {"account_id": accounts["noaa"].id, "holder_id": ada.id}
    mailbox = RecoveryMeans(kind=MeansKind.MAILBOX, sent_to="press@noaa.example", belongs=Belongs.ORGANISATION, **of)
    session.add_all([SecondFactor(kind=FactorKind.SMS, **of), mailbox])
    session.flush()
    reckon(session, [accounts["noaa"].id], date(2027, 3, 1))
    session.commit()


def readings(session: Session) -> list[tuple[int | None, int]]:
    read = select(AuditEvent).where(AuditEvent.action == "exposure:list:read").order_by(AuditEvent.id)
    return [(event.actor_id, event.subject_id) for event in session.scalars(read)]


def test_the_owner_sees_what_they_attest_and_the_reading_is_on_record(
    client: PageClient, session: Session, known: None, item: CampaignItem, ada: Person
) -> None:
    shown = client.sign_in(ada).get(f"/campaigns/items/{item.id}").text
    for fact in ("NOAA Press Office", "Text message", "press@noaa.example", "Ada Sørensen"):
        assert fact in shown
    assert readings(session) == [(ada.id, item.account_id)]
    assert "press@noaa.example" in client.get("/campaigns/mine").text
    # Ada answers for three of the accounts, and may read the lists of the two that are hers.
    assert len(readings(session)) == 3


def test_who_is_asked_to_stand_in_and_communications_see_only_the_two_numbers(
    client: PageClient, session: Session, known: None, item: CampaignItem, olu: Person, grace: Person
) -> None:
    item.asked = olu
    session.commit()
    for person in (olu, grace):
        client.sign_in(person)
        pages = [client.get(f"/campaigns/items/{item.id}").text]
        pages += [client.get("/campaigns/mine").text] if person is olu else []
        for shown in pages:
            assert "1 can sign in" in shown
            assert "press@noaa.example" not in shown
            assert "Text message" not in shown
    assert readings(session) == []


def test_an_owner_who_attests_has_confirmed_that_they_can_sign_in(
    session: Session, item: CampaignItem, ada: Person
) -> None:
    answer(session, [item], Said(Answer.ATTESTED), by=ada, now=NOW)
    assert has_confirmed(session, item.account, ada)


def test_a_hand_over_that_waits_for_the_reader_is_a_step_of_its_own_and_the_page_leads_there(
    client: PageClient, session: Session, item: CampaignItem, ada: Person, grace: Person
) -> None:
    welcome(session, item.account, grace, NOW)
    answer(session, [item], Said(Answer.ATTESTED), by=ada, now=NOW)
    session.commit()
    waiting = session.scalars(select(Handover)).one()
    assert waiting.state.is_open
    lead = f'href="/handovers/{waiting.id}"'
    assert lead in client.sign_in(ada).get(f"/campaigns/items/{item.id}").text
    assert lead not in client.sign_in(grace).get(f"/campaigns/items/{item.id}").text


def test_a_stand_in_attests_nothing_about_themselves(session: Session, item: CampaignItem, olu: Person) -> None:
    answer(session, [item], Said(Answer.ATTESTED), by=olu, now=NOW)
    assert not has_confirmed(session, item.account, olu)


def test_a_correction_says_what_is_wrong(
    client: PageClient, session: Session, campaign: Campaign, item: CampaignItem, ada: Person, grace: Person
) -> None:
    said = {"answer": "correction", "wrong": ["people", "recovery"], "note": "Olu has it now."}
    assert client.sign_in(ada).post(f"/campaigns/items/{item.id}/answer", data=said).status_code == 303
    session.refresh(item)
    assert item.wrong == [Wrong.PEOPLE, Wrong.RECOVERY]
    shown = client.sign_in(grace).get(f"/campaigns/{campaign.id}?show=tasks").text
    assert "Who can get in, Recovery mailbox or phone" in shown


def test_handing_over_to_somebody_opens_the_hand_over_at_once(
    client: PageClient, session: Session, item: CampaignItem, ada: Person, olu: Person
) -> None:
    said = {"answer": "hand_over", "successor": "olu", "note": "I move on."}
    assert client.sign_in(ada).post(f"/campaigns/items/{item.id}/answer", data=said).status_code == 303
    opened = session.scalars(select(Handover)).one()
    assert (opened.outgoing, opened.incoming, opened.why) == (ada, olu, "I move on.")
    session.refresh(item)
    assert (item.answer, item.is_task, item.may_change) == (Answer.HAND_OVER, False, False)


@pytest.mark.parametrize("written", ["login", "name"])
def test_naming_the_successor_says_enough(
    client: PageClient, session: Session, item: CampaignItem, ada: Person, olu: Person, written: str
) -> None:
    said = {"answer": "hand_over", "successor": getattr(olu, written), "note": ""}
    assert client.sign_in(ada).post(f"/campaigns/items/{item.id}/answer", data=said).status_code == 303
    assert session.scalars(select(Handover)).one().incoming is olu


def test_of_an_account_without_owner_the_name_says_enough_and_communications_read_it(
    client: PageClient, session: Session, campaign: Campaign, item: CampaignItem, grace: Person, mei: Person
) -> None:
    item.account.owner, item.asked = None, mei
    session.commit()
    said = {"answer": "hand_over", "successor": "grace", "note": ""}
    assert client.sign_in(mei).post(f"/campaigns/items/{item.id}/answer", data=said).status_code == 303
    session.refresh(item)
    assert item.is_task
    assert f"{grace.name} (grace)" in client.sign_in(grace).get(f"/campaigns/{campaign.id}?show=tasks").text


@pytest.mark.parametrize("successor", ["", "nobody"])
def test_without_a_successor_communications_find_one(
    client: PageClient, session: Session, item: CampaignItem, ada: Person, successor: str
) -> None:
    said = {"answer": "hand_over", "successor": successor, "note": "I move on."}
    status = client.sign_in(ada).post(f"/campaigns/items/{item.id}/answer", data=said).status_code
    session.refresh(item)
    assert (status, item.is_task) == ((422, False) if successor else (303, True))
    assert session.scalar(select(Handover)) is None


def test_what_is_done_on_a_platform_is_not_answered_with_a_hand_over(
    client: PageClient, session: Session, accounts: Accounts, item_of: ItemOf, ada: Person, grace: Person
) -> None:
    tasks = start(session, Wish(Kind.PLATFORM, "Codes by text end", DUE_ON, "Use an app."), by=grace, now=NOW)
    session.commit()
    said = {"answer": "hand_over", "successor": "olu"}
    here = f"/campaigns/items/{item_of(tasks, accounts['noaa']).id}/answer"
    assert client.sign_in(ada).post(here, data=said).status_code == 422


def test_who_may_not_open_a_hand_over_asks_communications_to(
    session: Session, item: CampaignItem, olu: Person, mei: Person
) -> None:
    answer(session, [item], Said(Answer.HAND_OVER, "Mei has it", successor=mei), by=olu, now=NOW)
    assert item.is_task
    assert session.scalar(select(Handover)) is None


def test_an_answer_can_be_changed_while_the_campaign_runs_and_the_first_stays_in_the_trail(
    client: PageClient, session: Session, item: CampaignItem, ada: Person
) -> None:
    client.sign_in(ada)
    here = f"/campaigns/items/{item.id}"
    assert client.post(f"{here}/answer", data={"answer": "attested"}).status_code == 303
    assert client.post(f"{here}/withdrawal").status_code == 303
    assert not has_confirmed(session, item.account, ada)
    assert client.post(f"{here}/answer", data={"answer": "retire", "note": "Nobody reads it."}).status_code == 303
    session.refresh(item)
    assert (item.answer, item.is_task) == (Answer.RETIRE, True)
    about = AuditEvent.subject_type == "social_account", AuditEvent.action.startswith("campaigns:")
    actions = session.scalars(select(AuditEvent.action).where(*about).order_by(AuditEvent.id)).all()
    assert actions == ["campaigns:account:attested", "campaigns:answer:withdrawn", "campaigns:retirement:asked"]


def test_an_answer_stands_once_the_campaign_is_closed(
    session: Session, campaign: Campaign, item: CampaignItem, ada: Person, grace: Person
) -> None:
    answer(session, [item], Said(Answer.ATTESTED), by=ada, now=NOW)
    close(session, campaign, by=grace, now=NOW)
    with pytest.raises(Conflict, match="This answer stands"):
        withdraw(session, item, by=ada, now=NOW)


def test_what_was_done_on_several_accounts_needs_evidence_in_words(
    client: PageClient, session: Session, accounts: Accounts, grace: Person, ada: Person, item_of: ItemOf
) -> None:
    wish = Wish(Kind.PLATFORM, "X ends codes by text", DUE_ON, "Move to an app.", {"platform": "x"})
    campaign = start(session, wish, by=grace, now=NOW)
    session.commit()
    item = item_of(campaign, accounts["noaa"])
    client.sign_in(ada)
    said = {"confirm": campaign.id, "item": item.id}
    assert "Say what was done" in client.post("/campaigns/mine", data=said).text
    told = said | {f"c{campaign.id}-note": "The password is sunflower"}
    refused = client.post("/campaigns/mine", data=told)
    assert refused.status_code == 422
    assert "sunflower" not in refused.text
    done = said | {f"c{campaign.id}-note": "All three of us use the app now."}
    assert client.post("/campaigns/mine", data=done).status_code == 303
    assert "All three of us use the app now." in client.sign_in(grace).get(
        f"/campaigns/{campaign.id}?show=answered"
    ).text  # fmt: skip


def test_more_accounts_take_no_more_statements(
    session: Session, known: None, accounts: Accounts, ada: Person
) -> None:
    sent: list[str] = []
    listen(session.get_bind(), "before_cursor_execute", lambda *seen: sent.append(seen[2]))
    counts = []
    for some in ([accounts["noaa"]], [accounts["noaa"], accounts["weather"]]):
        del sent[:]
        read = readable_by(ada, some)
        note_readings(session, read, by=ada, now=NOW)
        attested(session, some, read)
        counts.append(len(sent))
    assert counts[0] == counts[1] > 0
