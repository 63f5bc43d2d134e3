"""What an account's page shows, and what comms change from it."""

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.actions.ownership import assign_departments
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from tests.conftest import NOW
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
    for name in ("Grace Okafor", "Ada Sørensen", "History", "Hand over"):
        assert name not in shown


def test_a_custodian_sees_who_answers_for_it(client: PageClient, ada: Person, storms: SocialAccount) -> None:
    shown = client.sign_in(ada).get(f"/accounts/{storms.id}").text
    assert "Grace Okafor" in shown
    assert "Add custodian" not in shown


def test_comms_hand_the_credential_to_somebody(
    comms: PageClient, session: Session, storms: SocialAccount, olu: Person
) -> None:
    here = f"/accounts/{storms.id}"
    answer = comms.submit(here, to=f"{here}/custodians", login="olu")
    assert answer.status_code == 303
    session.refresh(storms)
    assert olu in storms.custodians
    again = comms.submit(here, to=f"{here}/custodians", login="olu")
    assert again.status_code == 303, "it tells nobody who held it before"
    session.refresh(storms)
    assert storms.custodians.count(olu) == 1


@pytest.mark.parametrize(("login", "advice"), [("", "Enter who holds"), ("nobody", "Nobody who works here")])
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
    comms: PageClient, session: Session, orphan: SocialAccount, census: Department, grace: Person
) -> None:
    orphan.unmatched, orphan.source = {"department": ["Bureau of Counting"]}, "list.csv"
    session.commit()
    assert "Bureau of Counting" in comms.get(f"/accounts/{orphan.id}").text
    assign_departments(session, orphan, [census], by=grace, now=NOW)
    session.commit()
    assert "Bureau of Counting" not in comms.get(f"/accounts/{orphan.id}").text
