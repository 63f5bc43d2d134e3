"""The links by which a list goes on stay in this house, whatever a stranger wrote into the address."""

import re

import pytest
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from tests.pages import PageClient


@pytest.fixture
def reader(client: PageClient, grace: Person, session: Session) -> PageClient:
    """Somebody with a list of people that takes more than one page."""
    for n in range(60):
        login = f"colleague-{n:02}"
        session.add(Person(directory_id=f"id-of-{login}", login=login, login_key=login, name=f"Person {n:02}"))
    return client.sign_in(grace)


@pytest.mark.parametrize(
    "forged",
    ["_scheme=javascript&_external=1", "_external=1", "_method=FOO", "_anchor=x", "endpoint=x", "self=1", "after=x"],
)
def test_a_stranger_cannot_bend_them(reader: PageClient, forged: str) -> None:
    answer = reader.get(f"/people?{forged}")
    assert answer.status_code == 200
    links = re.findall(r'href="([^"]*after=[^"]*)"', answer.text)
    assert links
    assert all(link.startswith("/people?") for link in links), links


def test_filters_are_kept_as_they_were_typed(reader: PageClient) -> None:
    page = reader.get("/people", query_string={"q": "person", "department": "", "after": ""}).text
    (onward,) = re.findall(r'href="(/people\?[^"]*after=[^"]*)"', page)
    assert onward.startswith("/people?q=person&amp;after=")
