"""Readers who are not entitled to an access list learn of it nowhere: no page and no mail names who stands on it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.actions.heralding import herald_leaver
from govdesk.accounts.models import SocialAccount
from govdesk.campaigns.models import AskedAs, Campaign, CampaignItem, Kind
from govdesk.campaigns.rules import Level
from govdesk.directory.models import ChangeKind, Department, Person
from govdesk.exposure.exceptions import Wish, approve_exception, ask_exception
from govdesk.exposure.findings import Weakness
from govdesk.exposure.models import AccessGrant, ConnectedTool, RecoveryMeans, SecondFactor, TrustedDevice, VaultEntry
from govdesk.exposure.reckoning import reckon
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.handover.models import Handover
from govdesk.handover.rules import HandoverState
from govdesk.rotation.actions import Terms, record_rotation, schedule_rotation
from govdesk.rotation.models import RotationSchedule
from tests.conftest import NOW
from tests.pages import PageClient
from tests.stories.conftest import OFFICE, TODAY, Leave, Register, Tell, changed, notices, remind, written

SECRETS = (
    "Wanda Witness", "Victor Vault", "Mona Mobile", "Gil Gone", "Acme Media", "+43 1 5550199", "recovery.box@",
    "Vault, folder Press", "Wanda's phone", "Planner", "GD-4711",
)  # fmt: skip
"""Who and what stands on the list; the reader herself and the owner do not."""


@pytest.fixture
def holder(session: Session, census: Department) -> Callable[[str], Person]:
    """`holder("Wanda Witness")` works elsewhere."""

    def add(name: str) -> Person:
        login = name.split(maxsplit=1)[0].lower()
        person = Person(directory_id=f"entry-{login}", login=login, login_key=login, name=name, department=census)
        session.add(person)
        session.flush()
        return person

    return add


@pytest.fixture
def noaa(
    session: Session, register: Register, leave: Leave, tell: Tell, holder: Callable[[str], Person],
    cast: object, olu: Person, ada: Person, sam: Person,
) -> SocialAccount:  # fmt: skip
    """Olu owns it; Ada, Wanda and, until today, Gil know its password; everything a list can hold stands on it."""
    wanda, victor, mona, gil = (holder(name) for name in SECRETS[:4])
    account = register("noaa", ada, gil, owner=olu)
    add_custodian(session, account, wanda, by=sam, now=NOW, today=TODAY)
    for line in (
        AccessGrant(person_id=victor.id, way=Way.OWN_LOGIN, evidence="GD-4711"),
        AccessGrant(agency="Acme Media", way=Way.SHARED_SECRET),
        SecondFactor(kind=FactorKind.APP, holder_id=mona.id, backup_id=victor.id),
        RecoveryMeans(kind=MeansKind.PHONE, sent_to="+43 1 5550199", belongs=Belongs.PERSONAL, holder_id=mona.id),
        RecoveryMeans(kind=MeansKind.MAILBOX, sent_to="recovery.box@noaa.gov", belongs=Belongs.ORGANISATION),
        TrustedDevice(name="Wanda's phone", holder_id=wanda.id),
        ConnectedTool(name="Planner", agency="Acme Media"),
        VaultEntry(pointer="Vault, folder Press"),
    ):
        line.account_id = account.id
        session.add(line)
    session.flush()
    reckon(session, [account.id], TODAY)
    terms = Terms(TODAY + timedelta(days=1), 90, wanda)
    token = schedule_rotation(session, account, "api_token", terms, by=sam, now=NOW, office=OFFICE)
    record_rotation(session, token, rotated_on=TODAY, by=wanda, form_key=None, now=NOW, office=OFFICE)
    wish = Wish(Weakness.SHARED_LOGIN, "Wanda Witness and the others share it", TODAY + timedelta(days=30))
    exception = ask_exception(session, account, wish, by=olu, form_key=None, now=NOW)
    approve_exception(session, exception, by=sam, now=NOW, today=TODAY)
    session.commit()
    leave(gil)
    tell()
    remind(session)
    session.expire_all()
    return account


@pytest.fixture
def asked(session: Session, noaa: SocialAccount, grace: Person, olu: Person) -> CampaignItem:
    """A campaign asks Olu to confirm who has it."""
    campaign = Campaign(
        kind=Kind.RECERTIFICATION, title="Spring", started_at=NOW, started_by_id=grace.id, due_on=date(2027, 3, 20)
    )
    item = CampaignItem(
        campaign=campaign, account_id=noaa.id, asked_id=olu.id, asked_as=AskedAs.OWNER, level=Level.OWNER
    )
    session.add(item)
    session.commit()
    return item


@pytest.fixture
def handed(session: Session, noaa: SocialAccount, grace: Person, olu: Person, sam: Person) -> Handover:
    """Olu has said what there is."""
    handover = Handover(
        account_id=noaa.id, state=HandoverState.CONFIRMING, outgoing_id=olu.id, incoming_id=sam.id, owner_id=sam.id,
        opened_by_id=grace.id, opened_at=NOW, changed_at=NOW, listed_at=NOW, listed_by_id=olu.id,
        listed={"second_factor": "Mona Mobile has it"},
    )  # fmt: skip
    session.add(handover)
    session.commit()
    return handover


@pytest.mark.parametrize("login", ["grace", "mei", "root", "ada"])
def test_no_page_of_an_account_tells_others_who_gets_in(
    client: PageClient, session: Session, cast: dict[str, Person], noaa: SocialAccount, asked: CampaignItem,
    handed: Handover, login: str,
) -> None:  # fmt: skip
    client.sign_in(cast[login])
    schedules = session.scalars(select(RotationSchedule)).all()
    assert len(schedules) > 1
    here = f"/accounts/{noaa.id}"
    pages = [
        "/", "/accounts", "/accounts?q=noaa", "/accounts?q=wanda", here, f"{here}/access", f"{here}/address",
        f"{here}/proof", f"{here}/handover", "/rotations", "/rotations?whose=mine", "/campaigns", "/campaigns/mine",
        f"/campaigns/{asked.campaign_id}", f"/campaigns/items/{asked.id}", "/handovers", "/tickets",
        f"/handovers/{handed.id}", f"/tickets/new?account={noaa.id}", "/people/olu", f"/people/{login}",
        "/accounts/import/history",
        *(f"/rotations/{schedule.id}" for schedule in schedules),
    ]  # fmt: skip
    shown = {page: client.get(page) for page in pages}
    assert shown[here].status_code == 200
    said = {page: [s for s in SECRETS if s in _said(answer.text)] for page, answer in shown.items()}
    assert {page: found for page, found in said.items() if found} == {}
    for name in ("wanda", "victor", "mona"):
        assert "noaa" not in client.get(f"/people/{name}").text


def test_the_owner_reads_all_of_it(client: PageClient, noaa: SocialAccount, olu: Person) -> None:
    said = _said(client.sign_in(olu).get(f"/accounts/{noaa.id}/access").text)
    assert [secret for secret in SECRETS if secret not in said] == ["Gil Gone"], "who has left"


def _said(page: str) -> str:
    """The page without what a field of logins suggests: everybody who works here, whatever they hold."""
    return page.split('<datalist id="people">', maxsplit=1)[0].replace("&#39;", "'")


def test_a_mailbox_is_not_told_who_moved_away_with_an_account(
    session: Session, register: Register, tell: Tell, ada: Person, press_office: Department, census: Department
) -> None:
    register("noaa", ada)
    for mailbox, names_her in (("press@noaa.gov", False), (None, True)):
        press_office.mailbox, press_office.head = mailbox, ada.manager
        ada.department = census
        changed(session, ada, ChangeKind.MOVED, before=press_office)
        tell()
        text = written(session, notices(session, "custodian_moved")[-1])
        assert text is not None
        assert (ada.name in text.subject + text.plain + text.html) is names_her
        assert "noaa" in text.plain.lower()


def test_communications_hear_what_a_leaver_answers_for_and_not_what_they_can_sign_in_to(
    session: Session, register: Register, grace: Person, sam: Person, ada: Person
) -> None:
    register("noaa", ada, owner=ada)
    register("nist", ada)
    ada.leaves_on = TODAY + timedelta(days=3)
    session.commit()
    herald_leaver(session, ada, [grace, sam], now=NOW)
    to = {notice.person: written(session, notice) for notice in notices(session, "custodian_leaving")}
    mine, theirs = to[grace], to[sam]
    assert mine is not None
    assert theirs is not None
    assert "NOAA: is its owner" in mine.plain
    assert "NIST" not in mine.plain
    assert "NIST: holds the credential" in theirs.plain
