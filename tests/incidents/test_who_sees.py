"""Security leads, auditors read, who answers for the account sees how far it is, and nobody else knows of it."""

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from tests.incidents.conftest import Begin
from tests.pages import PageClient

OF_LISTS = ("press@noaa.example", "Acme Media", "Incident mode began", "Ada Sørensen")
"""What only readers of access lists and of the log are told."""


@pytest.mark.parametrize(
    ("login", "sees"), [("sam", "all"), ("noor", "all"), ("grace", "state"), ("ada", "nothing"), ("olu", "nothing")]
)
def test_each_is_shown_what_is_theirs(
    client: PageClient, begun: Begin, cast: dict[str, Person], login: str, sees: str
) -> None:
    here = f"/incidents/{begun().id}"
    client.sign_in(cast[login])
    if sees == "nothing":
        assert [client.get(url).status_code for url in (here, "/incidents", f"{here}/log.csv")] == [404, 404, 404]
        return
    shown = client.get(here).text
    assert "0 of 11 changed" in shown
    assert all((text in shown) is (sees == "all") for text in OF_LISTS if text != "Acme Media"), shown
    assert "noaa" in client.get("/incidents").text
    assert ("Write in the log" in shown) is (login == "sam")
    assert client.get(f"{here}/log.csv").status_code == (200 if sees == "all" else 403)


def test_a_deputy_and_a_head_see_those_of_their_accounts(
    client: PageClient, session: Session, begun: Begin, noaa: SocialAccount, press_office: Department, olu: Person,
    mei: Person,
) -> None:  # fmt: skip
    noaa.deputy, press_office.head = olu, mei
    session.commit()
    here = f"/incidents/{begun().id}"
    for person in (olu, mei):
        client.sign_in(person)
        assert [client.get(url).status_code for url in (here, "/incidents")] == [200, 200]


@pytest.mark.parametrize(("login", "vault"), [("sam", True), ("grace", True), ("noor", False)])
def test_the_sheet_is_there_before_anything_happens_and_shows_the_vault_to_those_who_may_know(
    client: PageClient, noaa: SocialAccount, cast: dict[str, Person], login: str, vault: bool
) -> None:
    client.sign_in(cast[login])
    assert "Emergency sheet" in client.get(f"/accounts/{noaa.id}").text
    sheet = client.get(f"/accounts/{noaa.id}/sheet").text
    for text in (
        "Ada Sørensen, by the shared password",
        "grace@commerce.example",
        "help.x.com",
        "No incident is going on",
    ):
        assert text in sheet, text
    assert ("Company vault, Press" in sheet) is vault


@pytest.mark.parametrize("login", ["ada", "olu", "mei"])
def test_who_may_not_read_lists_gets_no_sheet(
    client: PageClient, noaa: SocialAccount, cast: dict[str, Person], login: str
) -> None:
    assert client.sign_in(cast[login]).get(f"/accounts/{noaa.id}/sheet").status_code == 403
