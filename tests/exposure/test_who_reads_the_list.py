"""A list of who can get in helps thieves: few read it, each reading is on record, others see numbers."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.actions.ownership import assign_departments
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person
from govdesk.exposure.models import AccessGrant, SecondFactor, VaultEntry
from govdesk.exposure.rules import FactorKind, Way
from govdesk.rotation.models import RotationSchedule
from tests.conftest import NOW
from tests.exposure.conftest import TODAY, AddLine, trail
from tests.pages import PageClient


@pytest.fixture
def known(line: AddLine, noaa: SocialAccount, ada: Person, root: Person) -> SocialAccount:
    """One can sign in; root has an own log-in that lets nobody in."""
    line(SecondFactor, kind=FactorKind.APP, holder=ada)
    line(AccessGrant, person=root, way=Way.TOOL_SEAT, role="Editor", since_on=TODAY)
    line(VaultEntry, pointer="Vault, folder Press")
    return noaa


@pytest.mark.parametrize(
    ("login", "page", "states", "own", "vault"),
    [
        ("sam", 200, True, False, True),
        ("olu", 200, True, False, True),
        ("noor", 200, True, False, False),
        ("grace", 403, True, False, False),
        ("mei", 403, True, False, False),
        ("ada", 403, True, True, False),
        ("root", 403, False, True, False),
    ],
)
def test_everybody_sees_as_much_as_they_need(
    client: PageClient, cast: dict[str, Person], known: SocialAccount,
    login: str, page: int, states: bool, own: bool, vault: bool,
) -> None:  # fmt: skip
    client.sign_in(cast[login])
    shown = client.get(f"/accounts/{known.id}").text
    assert ("1 can sign in" in shown) is states
    assert ("You get in" in shown) is own
    assert ("Open the access list" in shown) is (page == 200)
    listed = client.get(f"/accounts/{known.id}/access")
    assert listed.status_code == page
    assert ("Vault, folder Press" in listed.text) is vault


def test_the_head_of_the_accountable_department_reads_it(
    client: PageClient, session: Session, known: SocialAccount, press_office: Department, mei: Person
) -> None:
    press_office.head = mei
    session.commit()
    assert client.sign_in(mei).get(f"/accounts/{known.id}/access").status_code == 200


def test_communications_do_not_let_themselves_in_by_naming_their_own_department(
    client: PageClient, session: Session, known: SocialAccount, commerce: Department, press_office: Department,
    grace: Person,
) -> None:  # fmt: skip
    commerce.head = grace
    session.commit()
    assign_departments(session, known, [press_office, commerce], by=grace, now=NOW)
    session.commit()
    assert known.departments == [press_office, commerce]
    assert client.sign_in(grace).get(f"/accounts/{known.id}/access").status_code == 403
    assert "@noaa" not in client.get(f"/people/{grace.login}").text, "she answers for nothing by that"


def test_each_reading_is_on_record(client: PageClient, session: Session, known: SocialAccount, sam: Person) -> None:
    client.sign_in(sam).get(f"/accounts/{known.id}/access")
    client.get(f"/accounts/{known.id}")
    assert trail(session) == ["exposure:list:read"]
    assert "read who can get in" in client.get(f"/accounts/{known.id}/access").text


def test_so_is_opening_a_single_line_or_choosing_among_holders(
    client: PageClient, session: Session, known: SocialAccount, line: AddLine, sam: Person
) -> None:
    vault = session.scalars(select(VaultEntry)).one()
    here = f"/accounts/{known.id}/access"
    client.sign_in(sam).get(f"{here}/tools")
    assert trail(session) == [], "its form names nobody"
    assert "Vault, folder Press" in client.get(f"{here}/vault/{vault.id}").text
    client.get(f"{here}/factors")
    assert client.submit(f"{here}/vault/{vault.id}", pointer="password: Sunflower7").status_code == 422
    FlaskClient.open(client, f"{here}/vault/{vault.id}", method="HEAD")  # reads nothing
    assert trail(session) == ["exposure:list:read"] * 4


def test_the_history_of_the_account_names_no_holder_to_comms(
    client: PageClient, session: Session, known: SocialAccount, grace: Person, mei: Person, sam: Person
) -> None:
    add_custodian(session, known, mei, by=sam, now=NOW, today=TODAY)
    session.commit()
    histories = {
        person.login: client.sign_in(person).get(f"/accounts/{known.id}").text.split("<h2>History</h2>")[1]
        for person in (grace, sam)
    }
    assert "Mei Tanaka" not in histories["grace"]
    assert "Mei Tanaka" in histories["sam"]


def test_naming_somebody_leaves_the_same_history_to_comms_whether_they_knew_it_or_not(
    client: PageClient, known: SocialAccount, grace: Person, ada: Person, mei: Person, sam: Person
) -> None:
    comms, here = client.sign_in(grace), f"/accounts/{known.id}"
    histories = []
    for named in (ada, mei):  # Ada knows the password
        comms.submit(here, to=f"{here}/custodians", login=named.login)
        histories.append(comms.get(here).text.split("<h2>History</h2>")[1])
    assert histories[0] == histories[1]
    assert "custodian" not in histories[1]
    assert "handed the credential to a custodian" in client.sign_in(sam).get(here).text


def test_security_sees_what_a_leaving_would_cost_and_that_is_on_record(
    client: PageClient, session: Session, known: SocialAccount, ada: Person, sam: Person
) -> None:
    client.sign_in(sam)
    assert "What if they leave?" in client.get(f"/people/{ada.login}").text
    shown = client.get(f"/people/id/{ada.id}/leaving").text
    assert "1 account would be in trouble" in shown
    assert "Nobody can sign in" in shown
    reading = session.scalars(select(AuditEvent).where(AuditEvent.action == "exposure:leaving:read")).one()
    assert (reading.subject_id, reading.actor_id) == (ada.id, sam.id)


def test_a_leaving_names_what_would_have_no_owner_and_who_is_asked_then(
    client: PageClient, session: Session, known: SocialAccount, ada: Person, mei: Person, sam: Person, noor: Person
) -> None:
    known.owner, known.deputy, ada.manager = ada, noor, mei
    session.commit()
    shown = client.sign_in(sam).get(f"/people/id/{ada.id}/leaving").text
    assert "1 would have no owner" in shown
    assert "needs a new owner" in shown
    assert "asked meanwhile: <a" in " ".join(shown.split())
    assert "Mei Tanaka" in shown
    assert "nobody stands in" in client.get(f"/people/id/{noor.id}/leaving").text
    assert known.accountable is not None
    ada.manager = None
    session.commit()
    known.accountable.head_id = ada.id
    session.commit()
    asked = " ".join(client.get(f"/people/id/{ada.id}/leaving").text.split())
    assert "asked meanwhile: communications" in asked, "who leaves is not asked as the head of the department, either"


def test_pages_of_people_and_rotations_name_custodians_to_those_who_read_lists(
    client: PageClient, session: Session, known: SocialAccount, grace: Person, ada: Person, sam: Person
) -> None:
    due = RotationSchedule(account_id=known.id, due_on=TODAY)
    session.add(due)
    session.commit()
    for reader, knows in ((grace, False), (sam, True), (ada, True)):
        client.sign_in(reader)
        assert ("holds the credential" in client.get(f"/people/{ada.login}").text) is knows, reader.login
    asked = {
        reader.login: client.sign_in(reader).get(f"/rotations/{due.id}").text.split("Who is asked")[1][:200]
        for reader in (grace, sam, ada)
    }
    readings = select(AuditEvent.action, AuditEvent.actor_id).where(AuditEvent.action.endswith(":read"))
    assert session.execute(readings.order_by(AuditEvent.id)).all() == [
        ("accounts:access:read", sam.id),
        ("rotation:custodians:read", sam.id),
    ], "one for each page, and none for what is one's own"
    assert "its custodian" in client.sign_in(sam).get("/rotations").text
    assert "its custodian" in asked["grace"]
    assert "Ada Sørensen" in asked["sam"]
    assert "<span>you</span>" in asked["ada"]
    assert "Ada Sørensen" not in asked["grace"] + asked["ada"]
