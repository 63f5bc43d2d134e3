"""The sample company comes in once, into an empty database, from its own directory."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.accounts.importing.lookup import Through, find
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.demo.cast import OFFICE
from govdesk.demo.company import company
from govdesk.demo.ldif import SAMPLE_MARK, seed
from govdesk.demo.load import Loaded, load
from govdesk.directory.models import Person
from govdesk.directory.queries import active_by_login, people_with_role
from govdesk.errors import Conflict
from govdesk.exposure.forecast import Outlook
from govdesk.exposure.models import AccountExposure
from govdesk.handover.queries import open_ones
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.queries import next_ones
from govdesk.lifecycle.queries import open_ones as requests
from govdesk.lifecycle.rules import Kind as RequestKind
from govdesk.settings import Settings
from tests.conftest import NOW
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder

House = tuple[Session, Loaded]


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    with passing_folder("slapd") as folder, Slapd(folder, seed(company())) as slapd:
        yield slapd


@pytest.fixture(scope="module")
def sample(slapd: Slapd, database_url: str) -> Settings:
    own = {"GOVDESK_DATABASE_URL": database_url, "GOVDESK_SECRET_KEY": "only for tests, never elsewhere"}
    return Settings.read({**slapd.environment(), **own})


def test_a_database_that_holds_anything_else_is_refused(session: Session, sample: Settings, olu: Person) -> None:
    with pytest.raises(Conflict, match="empty one only"):
        load(session, sample, now=NOW)
    assert session.scalar(select(func.count(Person.id))) == 1


def test_a_directory_that_is_not_its_own_is_refused(session: Session, sample: Settings, slapd: Slapd) -> None:
    root = f"dn: {slapd.base_dn}\nchangetype: modify\nreplace: description\ndescription: "
    slapd.modify(f"{root}A real company\n")
    try:
        with pytest.raises(Conflict, match="not the sample company's own"):
            load(session, sample, now=NOW)
    finally:
        slapd.modify(f"{root}{SAMPLE_MARK}\n")
    assert session.scalar(select(func.count(Person.id))) == 0


@pytest.fixture(scope="module")
def house(engine: Engine, sample: Settings) -> Iterator[House]:
    """The company, loaded once for all who look at it; on SQLite nobody else can write from then on."""
    with engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            loaded = load(session, sample, now=NOW)
            assert loaded is not None
            yield session, loaded
        transaction.rollback()


def test_people_and_accounts_are_there_and_a_second_load_changes_nothing(house: House, sample: Settings) -> None:
    session, loaded = house
    assert (loaded.people, loaded.accounts, loaded.duplicates) == (300, 391, 17)
    ada = active_by_login(session, "ada")
    held = select(SocialAccount).where(SocialAccount.custodianships.any(person_id=ada and ada.id))
    assert len(session.scalars(held).all()) == 6
    waiting = {h.incoming.login: str(h.state) for h in session.scalars(open_ones())}
    assert waiting == {"grace": "listing", "olu": "closing", "ada": "confirming"}
    turns = {
        r.handle.partition("@")[0]: {p.login for p in next_ones(session, r)} for r in session.scalars(requests())
    }
    assert "sam" in turns["floods"]
    assert (turns["hurricanes"], turns["census_maps"]) == ({"ada"}, {"olu"})
    access = session.scalars(requests().where(AccountRequest.kind == RequestKind.GRANT)).one()
    assert "sam" in {person.login for person in next_ones(session, access)}
    lars = session.scalars(select(Person).where(Person.login == "lars")).one()
    assert (lars.is_employed, str(lars.left_on)) == (False, "2026-02-13")
    query = select(AccountExposure.outlook, func.count()).group_by(AccountExposure.outlook)
    outlooks = dict(session.execute(query).all())
    assert set(outlooks) == set(Outlook), "some hang by one person, some by nobody, of most nobody knows"
    assert outlooks[Outlook.UNKNOWN] == max(outlooks.values())
    assert load(session, sample, now=NOW) is None


def test_an_office_has_its_role_by_a_group_within_a_group(house: House) -> None:
    session, _loaded = house
    office = {person.login for person in company().people if OFFICE in person.groups and not person.disabled}
    assert office
    assert {one.login for one in session.scalars(people_with_role(Role.COMMS))} == {"grace", *office}


def test_a_handle_that_only_the_source_remembers_leads_to_its_account(house: House) -> None:
    session, _loaded = house
    former = identify("https://m.facebook.com/4NIST", catalogue())
    assert isinstance(former, Identity)
    hit = find(session, former)
    assert hit is not None
    assert (hit.account.handle, hit.through) == ("usnistgov", Through.FORMER)
    with_id = session.scalars(select(SocialAccount).where(SocialAccount.platform_id.is_not(None))).all()
    assert len(with_id) == 14, "addresses that hold the platform's own id gave it"
