"""Security tells of a tool, an agency or a lost device from the page on which it stands: one link, one button."""

from html.parser import HTMLParser

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person, PersonState
from govdesk.exposure.models import AccessGrant, ConnectedTool, RecoveryMeans
from govdesk.exposure.rules import Belongs, MeansKind, Way
from tests.pages import Page, PageClient

NEW = "/rotations/events/new"


class Links(HTMLParser):
    """Where a page leads that tells of an event."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        there = dict(attributes).get("href") or ""
        if tag == "a" and there.startswith(NEW):
            self.found.append(there)


@pytest.fixture
def listed(session: Session, noaa: SocialAccount, olu: Person) -> str:
    """The address of an access list with a tool, and an agency with a log-in and a phone; Olu owns the account."""
    of = {"account_id": noaa.id}
    lines = [
        AccessGrant(agency="Acme & Sons", way=Way.OWN_LOGIN, **of),
        RecoveryMeans(kind=MeansKind.PHONE, belongs=Belongs.ORGANISATION, agency="Acme & Sons", **of),
        ConnectedTool(name="Planner", **of),
    ]
    session.add_all(lines)
    noaa.owner = olu
    session.commit()
    return f"/accounts/{noaa.id}/access"


@pytest.fixture
def persons_page(noaa: SocialAccount, ada: Person) -> str:
    return f"/people/id/{ada.id}"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("listed", [("agency", "Acme & Sons"), ("agency", "Acme & Sons"), ("breach", "Planner")]),
        ("persons_page", [("device", "ada")]),
    ],
)
def test_the_form_behind_the_link_knows_of_what(
    client: PageClient, request: pytest.FixtureRequest, sam: Person, place: str, expected: list[tuple[str, str]]
) -> None:
    page = request.getfixturevalue(place)
    links = Links(client.sign_in(sam).get(page).text).found
    forms = [Page(client.get(link).text).form(NEW).values for link in links]
    assert [(form["kind"], form["thing"]) for form in forms] == expected


@pytest.mark.parametrize(("login", "place"), [("olu", "listed"), ("noor", "listed"), ("noor", "persons_page")])
def test_who_may_not_tell_is_offered_nothing(
    client: PageClient, request: pytest.FixtureRequest, cast: dict[str, Person], login: str, place: str
) -> None:
    page = request.getfixturevalue(place)
    shown = client.sign_in(cast[login]).get(page)
    assert shown.status_code == 200
    assert Links(shown.text).found == []


def test_who_has_left_loses_no_device_any_more(
    client: PageClient, session: Session, persons_page: str, ada: Person, sam: Person
) -> None:
    ada.state = PersonState.LEFT
    session.commit()
    assert Links(client.sign_in(sam).get(persons_page).text).found == []
