"""The pages: who sees which, what they say, and what a text cannot do."""

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.policies.actions import acknowledge
from govdesk.policies.models import PolicyVersion
from govdesk.policies.prose import TAGS, prose
from tests.conftest import _person
from tests.pages import PageClient
from tests.policies.conftest import SOUND, House

Cast = dict[str, Person]
PAGE = "/policies/house-rules"
STAFF = ("grace", "sam", "mei", "ada", "olu", "noor", "root")
WATCHERS = ("grace", "sam", "noor")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("login", STAFF)
@pytest.mark.parametrize("page", ["/policies", PAGE, f"{PAGE}/versions/1"])
def test_everybody_who_works_here_reads(
    client: PageClient, version: PolicyVersion, cast: Cast, login: str, page: str
) -> None:
    answer = client.sign_in(cast[login]).get(page)
    assert answer.status_code == 200
    assert "House rules" in answer.text


@pytest.mark.parametrize("login", STAFF)
def test_coverage_is_for_comms_security_and_auditors(
    client: PageClient, version: PolicyVersion, cast: Cast, login: str
) -> None:
    sees = login in WATCHERS
    assert client.sign_in(cast[login]).get(f"{PAGE}/coverage").status_code == (200 if sees else 403)
    shown = client.get(PAGE).text
    assert ("History" in shown) is sees
    assert ("Who has acknowledged" in shown) is sees
    assert ("0 of 7" in client.get("/policies").text) is sees


@pytest.mark.parametrize("page", ["/policies", PAGE, f"{PAGE}/coverage", f"{PAGE}/versions/1"])
def test_strangers_and_leavers_are_sent_to_sign_in(
    client: PageClient, version: PolicyVersion, lars: Person, page: str
) -> None:
    assert client.get(page).location.startswith("/signin")
    assert client.sign_in(lars).get(page).location.startswith("/signin")


@pytest.mark.parametrize("page", ["/policies/nothing", f"{PAGE}/versions/9", "/policies/nothing/coverage"])
def test_what_does_not_exist_is_not_found(
    client: PageClient, version: PolicyVersion, grace: Person, page: str
) -> None:
    assert client.sign_in(grace).get(page).status_code == 404


def test_without_any_policy_the_list_says_what_will_be_here(client: PageClient, olu: Person) -> None:
    assert "No policy is in force yet" in client.sign_in(olu).get("/policies").text


def test_the_list_says_what_is_to_read_and_what_is_done(
    client: PageClient, house: House, version: PolicyVersion, olu: Person
) -> None:
    assert "To read" in client.sign_in(olu).get("/policies").text
    acknowledge(house.session, version, olu, digest=version.digest, now=house.now, today=house.today)
    house.session.commit()
    shown = client.get("/policies").text
    assert "Done" in shown
    assert "To read" not in shown


def test_a_reader_is_told_what_changed_since_their_last_acknowledgement(
    client: PageClient, house: House, version: PolicyVersion, olu: Person, ada: Person
) -> None:
    acknowledge(house.session, version, olu, digest=version.digest, now=house.now, today=house.today)
    house.publish(SOUND.replace("at ten", "at nine").replace("doors close earlier", "evenings end at nine"))
    house.publish(SOUND.replace("at ten", "at eight").replace("doors close earlier", "evenings end at eight"))
    shown = client.sign_in(olu).get(PAGE).text
    assert "What changed since you last acknowledged it" in shown
    assert shown.index("The evenings end at eight.") < shown.index("The evenings end at nine.")
    assert "The doors close earlier." not in shown
    assert "What changed" not in client.sign_in(ada).get(PAGE).text


def test_an_old_version_can_be_read_but_not_acknowledged(
    client: PageClient, house: House, version: PolicyVersion, olu: Person
) -> None:
    house.publish(SOUND.replace("at ten", "at nine"))
    shown = client.sign_in(olu).get(f"{PAGE}/versions/1").text
    assert "close at ten" in shown
    assert "Version 1 is no longer in force." in shown
    assert f"{PAGE}/acknowledgements" not in shown


def test_a_version_to_come_says_from_when_it_binds(
    client: PageClient, house: House, version: PolicyVersion, olu: Person
) -> None:
    house.publish(SOUND.replace("ten", "nine").replace("owner:", "effective: 2099-01-01\nowner:"))
    shown = client.sign_in(olu).get(f"{PAGE}/versions/2").text
    assert "Version 2 is not in force yet" in shown
    assert f"{PAGE}/acknowledgements" not in shown
    assert "close at ten" in client.get(PAGE).text


def test_a_first_version_to_come_is_announced_but_not_yet_the_policy(
    client: PageClient, house: House, session: Session, olu: Person
) -> None:
    with pytest.raises(Exception, match="not in force yet"):
        house.publish(SOUND.replace("owner:", "effective: 2099-01-01\nowner:"))
    assert client.sign_in(olu).get(PAGE).status_code == 404
    assert "not in force yet" in client.get(f"{PAGE}/versions/1").text


def test_sections_can_be_linked_to(client: PageClient, version: PolicyVersion, olu: Person) -> None:
    shown = client.sign_in(olu).get(PAGE).text
    assert '<h2 id="doors">Doors</h2>' in shown
    assert '<a href="#doors">Doors</a>' in shown


class Elements(HTMLParser):
    """Every element of a piece of HTML, with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attributes}))


ATTACKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[press](javascript:alert(1))",
    "[press](data:text/html,<script>alert(1)</script>)",
    "![seen](https://evil.example/pixel.png)",
    '<a href="#" style="position:fixed" onclick="alert(1)">x</a>',
    '## Section {#x" onclick="alert(1)}',
    "<form action='//evil.example'><input name=password></form>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_text_brings_along_is_inert(attack: str) -> None:
    found = Elements()
    found.feed(str(prose(attack).html))
    for tag, attributes in found.seen:
        assert tag in TAGS
        assert attributes.keys() <= {"href", "id", "rel", "title"}
        assert attributes.get("href", "https:").startswith(("https:", "http:", "mailto:", "/"))


def test_a_hostile_text_makes_a_harmless_page(client: PageClient, house: House, olu: Person) -> None:
    house.publish(SOUND.replace("Welcome.", "<script>alert(1)</script> <b onclick=alert(1)>x</b>"))
    shown = client.sign_in(olu).get(PAGE).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<b onclick" not in shown


def test_bare_addresses_become_links_and_tables_stay() -> None:
    html = str(prose("See https://example.org/a\n\n| a | b |\n| --- | --- |\n| 1 | 2 |").html)
    assert 'href="https://example.org/a"' in html
    assert "<td>1</td>" in html


def test_more_policies_and_people_cost_no_more_statements(
    client: PageClient, house: House, session: Session, engine: Engine, version: PolicyVersion, grace: Person
) -> None:
    def statements() -> list[int]:
        found = []
        for page in ("/policies", PAGE, f"{PAGE}/coverage"):
            with counted(engine) as sent:
                assert client.get(page).status_code == 200
            found.append(len(sent))
        return found

    client.sign_in(grace)
    few = statements()
    for number in range(5):
        house.write(SOUND.replace("House", f"House {number}"), f"house-{number}/policy.md")
    house.publish(SOUND)
    for number in range(20):
        assert grace.department
        _person(session, f"p{number}", f"Person {number}", grace.department)
    session.commit()
    session.expire_all()
    assert statements() == few
    assert max(few) <= 12
