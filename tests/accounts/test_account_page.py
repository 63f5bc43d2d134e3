"""What an account's page shows, and what comms change from it."""

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from tests.pages import PageClient


@pytest.fixture
def comms(client: PageClient, grace: Person) -> PageClient:
    """Grace's browser."""
    return client.sign_in(grace)


def test_an_employee_sees_that_it_is_ours_and_nothing_about_people(
    client: PageClient, olu: Person, storms: SocialAccount
) -> None:
    shown = client.sign_in(olu).get(f"/accounts/{storms.id}").text
    assert "NOAA_Storms on X" in shown
    assert "https://x.com/NOAA_Storms" in shown
    assert "NOAA Press Office" in shown
    for name in ("Grace Okafor", "Ada Sørensen", "History", "Change ownership"):
        assert name not in shown


def test_a_custodian_sees_who_answers_for_it(client: PageClient, ada: Person, storms: SocialAccount) -> None:
    shown = client.sign_in(ada).get(f"/accounts/{storms.id}").text
    assert "Grace Okafor" in shown
    assert "Add custodian" not in shown


def test_comms_assign_departments_owner_and_deputy(
    comms: PageClient, session: Session, orphan: SocialAccount, commerce: Department, census: Department, ada: Person
) -> None:
    url = f"/accounts/{orphan.id}/ownership"
    answer = comms.submit(url, accountable=census.id, others=[commerce.id], owner=" ADA ", deputy="grace")
    assert answer.status_code == 303
    session.refresh(orphan)
    assert orphan.departments == [census, commerce]
    assert (orphan.owner, orphan.deputy and orphan.deputy.login) == (ada, "grace")
    shown = comms.get(answer.location).text
    assert "Ownership of usnistgov is on record." in shown
    for sentence in ("set the owning departments", "set the owner", "set the deputy"):
        assert sentence in shown


def test_the_form_shows_what_is_on_record(comms: PageClient, session: Session, storms: SocialAccount) -> None:
    version = storms.version
    comms.submit(f"/accounts/{storms.id}/ownership")
    session.refresh(storms)
    assert storms.version == version, "sending it back unchanged changes nothing"


def test_an_account_can_be_left_without_an_owner(comms: PageClient, session: Session, storms: SocialAccount) -> None:
    comms.submit(f"/accounts/{storms.id}/ownership", owner="")
    session.refresh(storms)
    assert storms.owner is None


MISTAKES = [
    ({"owner": "nobody"}, "Nobody with this login works here."),
    ({"owner": "lars"}, "Nobody with this login works here."),
    ({"deputy": "grace"}, "Enter somebody else"),
    ({"accountable": "", "others": "census"}, "Choose which of the departments is accountable."),
    ({"accountable": "999"}, "Not a valid choice"),
]


@pytest.mark.parametrize(("entered", "advice"), MISTAKES)
def test_a_mistake_comes_back_with_advice(
    comms: PageClient,
    session: Session,
    storms: SocialAccount,
    census: Department,
    lars: Person,
    entered: dict[str, str],
    advice: str,
) -> None:
    sent = {key: str(census.id) if value == "census" else value for key, value in entered.items()}
    answer = comms.submit(f"/accounts/{storms.id}/ownership", **sent)
    assert answer.status_code == 422
    assert advice in answer.text
    session.refresh(storms)
    assert storms.owner is not None
    assert storms.owner.login == "grace"


def test_a_change_made_meanwhile_is_told(comms: PageClient, session: Session, storms: SocialAccount) -> None:
    answer = comms.submit(f"/accounts/{storms.id}/ownership", version=str(storms.version - 1), owner="ada")
    assert answer.status_code == 409
    session.refresh(storms)
    assert storms.owner is not None
    assert storms.owner.login == "grace"


def test_comms_hand_the_credential_to_somebody(
    comms: PageClient, session: Session, storms: SocialAccount, olu: Person
) -> None:
    here = f"/accounts/{storms.id}"
    answer = comms.submit(here, to=f"{here}/custodians", login="olu")
    assert answer.status_code == 303
    session.refresh(storms)
    assert olu in storms.custodians
    again = comms.submit(here, to=f"{here}/custodians", login="olu")
    assert again.status_code == 409


@pytest.mark.parametrize(("login", "advice"), [("", "Enter the login"), ("nobody", "Nobody with this login")])
def test_only_somebody_who_works_here_becomes_custodian(
    comms: PageClient, storms: SocialAccount, login: str, advice: str
) -> None:
    here = f"/accounts/{storms.id}"
    answer = comms.submit(here, to=f"{here}/custodians", login=login)
    assert answer.status_code == 422
    assert advice in answer.text


def test_comms_name_a_custodian_without_being_shown_the_others(comms: PageClient, storms: SocialAccount) -> None:
    here = f"/accounts/{storms.id}"
    shown = comms.get(here).text
    assert "Add custodian" in shown
    assert 'title="ada"' not in shown


def test_words_that_nobody_knows_are_shown_to_comms_until_settled(
    comms: PageClient, session: Session, orphan: SocialAccount, census: Department
) -> None:
    orphan.unmatched, orphan.source = {"department": ["Bureau of Counting"]}, "list.csv"
    session.commit()
    assert "Bureau of Counting" in comms.get(f"/accounts/{orphan.id}").text
    comms.submit(f"/accounts/{orphan.id}/ownership", accountable=census.id)
    assert "Bureau of Counting" not in comms.get(f"/accounts/{orphan.id}").text
