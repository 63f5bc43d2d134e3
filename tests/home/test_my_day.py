"""What waits for whom."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.desk.actions import Matter, Said, file_ticket
from govdesk.desk.rules import TicketKind
from govdesk.directory.models import Person
from govdesk.files import PolicyFiles
from govdesk.home.my_day import AHEAD, my_day
from govdesk.policies.actions import acknowledge, publish
from govdesk.policies.queries import asked_for
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.rules import Reminders
from tests.conftest import NOW, VIENNA
from tests.pages import PageClient
from tests.runs import run_at

TODAY = NOW.date()
OFFICE = Office(VIENNA, Reminders())


@pytest.fixture
def account(session: Session, ada: Person) -> SocialAccount:
    """Held by Ada; no department and no owner."""
    account = SocialAccount(
        identity="x:noaa", platform="x", kind="profile", handle="noaa", url="https://x.com/noaa", name="NOAA",
        unmatched={}, registered_at=NOW,
    )  # fmt: skip
    session.add(account)
    session.flush()
    session.add(Custodianship(account_id=account.id, person_id=ada.id, since_on=TODAY))
    session.flush()
    return account


def schedule(session: Session, account: SocialAccount, due_on: date) -> RotationSchedule:
    made = RotationSchedule(account=account, due_on=due_on)
    session.add(made)
    session.flush()
    return made


def test_a_custodian_sees_what_is_due_in_the_coming_weeks_and_nobody_else_does(
    session: Session, account: SocialAccount, ada: Person, olu: Person
) -> None:
    soon = schedule(session, account, TODAY + AHEAD)
    assert my_day(session, ada, now=NOW, today=TODAY, office=OFFICE).rotations == [soon]
    assert my_day(session, ada, now=NOW, today=TODAY - timedelta(days=1), office=OFFICE).rotations == []
    assert my_day(session, olu, now=NOW, today=TODAY, office=OFFICE).is_free


def test_policies_wait_until_they_are_acknowledged(session: Session, olu: Person) -> None:
    publish(session, PolicyFiles(), now=NOW, today=TODAY)
    session.flush()
    owed = my_day(session, olu, now=NOW, today=TODAY, office=OFFICE).policies
    assert {version.policy.slug for version in owed} == {"voice", "etiquette", "social-media", "account-security"}
    for version in asked_for(session, TODAY):
        acknowledge(session, version, olu, digest=version.digest, now=NOW, today=TODAY)
    assert my_day(session, olu, now=NOW, today=TODAY, office=OFFICE).is_free


def test_a_ticket_waits_for_who_asked_and_for_the_desk(session: Session, olu: Person, mei: Person) -> None:
    ticket = file_ticket(session, Matter(TicketKind.REQUEST, "A site is blocked"), Said("…", "k"), by=olu, now=NOW)
    session.flush()
    assert my_day(session, olu, now=NOW, today=TODAY, office=OFFICE).asked == [ticket]
    queue = my_day(session, mei, now=NOW, today=TODAY, office=OFFICE).queue
    assert queue is not None
    assert queue.unassigned == 1


def test_communications_see_what_is_nobodys(session: Session, account: SocialAccount, grace: Person) -> None:
    register = my_day(session, grace, now=NOW, today=TODAY, office=OFFICE).register
    assert register is not None
    assert (register.without_department, register.without_owner) == (1, 1)


def test_security_sees_how_much_is_overdue(session: Session, account: SocialAccount, sam: Person) -> None:
    schedule(session, account, TODAY - timedelta(days=1))
    assert my_day(session, sam, now=NOW, today=TODAY, office=OFFICE).overdue == 1
    assert my_day(session, sam, now=NOW, today=TODAY - timedelta(days=1), office=OFFICE).overdue == 0


def test_the_page_leads_to_each_thing(
    client: PageClient, session: Session, account: SocialAccount, ada: Person
) -> None:
    due = schedule(session, account, clock.utcnow().date() + timedelta(days=3))
    session.commit()
    page = client.sign_in(ada).get("/").text
    assert f'href="/rotations/{due.id}"' in page


def test_an_empty_day_says_so(client: PageClient, olu: Person) -> None:
    assert "Nothing waits for you" in client.sign_in(olu).get("/").text


def test_what_is_settled_does_not_stand_among_what_waits(
    client: PageClient, grace: Person, sam: Person, mei: Person
) -> None:
    for reader in (grace, sam, mei):
        shown = client.sign_in(reader).get("/").text
        assert "Nothing waits for you" in shown, reader.login
        assert ">0 " not in shown, reader.login


def test_an_administrator_sees_whether_people_are_up_to_date(session: Session, root: Person, mei: Person) -> None:
    never = my_day(session, root, now=NOW, today=TODAY, office=OFFICE)
    assert never.directory is not None
    assert never.directory.is_old
    session.add(run_at(NOW))
    session.commit()
    fresh = my_day(session, root, now=NOW, today=TODAY, office=OFFICE).directory
    assert fresh is not None
    assert not fresh.is_old
    assert my_day(session, mei, now=NOW, today=TODAY, office=OFFICE).directory is None
