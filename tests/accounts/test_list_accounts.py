"""The list of accounts: filters, order and pages live in the address."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Department, Person
from tests.pages import PageClient

Register = Callable[..., SocialAccount]


@pytest.fixture
def five(session: Session, register: Register, press_office: Department, census: Department) -> None:
    """Five accounts on four platforms."""
    register("x.com/beta", name="Zeta news", departments=(press_office,))
    register("x.com/Alpha", name="ypsilon news", departments=(census, press_office))
    register("facebook.com/gamma", name="100% Census", departments=(census,))
    register("youtube.com/@delta", name="Vienna films")
    register("storify.com/epsilon", name="Old stories").state = AccountState.RETIRED
    session.commit()


def names(client: PageClient, url: str) -> list[str]:
    """The first words of the names listed at `url`, in order."""
    shown = client.get(url)
    assert shown.status_code == 200
    links = re.findall(r'class="handle".*?<span>([^<]+)</span></a>', shown.text, re.DOTALL)
    return [name.split()[0] for name in links]


BY_NAME = ["100%", "Old", "Vienna", "ypsilon", "Zeta"]
CASES = [
    ("/accounts", BY_NAME),
    ("/accounts?sort=-name", BY_NAME[::-1]),
    ("/accounts?sort=handle", ["ypsilon", "Zeta", "Vienna", "Old", "100%"]),
    ("/accounts?sort=platform", ["100%", "Old", "ypsilon", "Zeta", "Vienna"]),
    ("/accounts?sort=nonsense&page=x", BY_NAME),
    ("/accounts?platform=x", ["ypsilon", "Zeta"]),
    ("/accounts?platform=nonsense", BY_NAME),
    ("/accounts?state=retired", ["Old"]),
    ("/accounts?state=orphan", ["Old", "Vienna"]),
    ("/accounts?q=NEWS", ["ypsilon", "Zeta"]),
    ("/accounts?q=100%25", ["100%"]),
    ("/accounts?q=%25", ["100%"]),
    ("/accounts?q=http://www.twitter.com/ALPHA?lang=en", ["ypsilon"]),
    ("/accounts?q=nothing+like+it", []),
    ("/accounts?q=news&platform=x&state=active&sort=-handle", ["Zeta", "ypsilon"]),
]


@pytest.mark.usefixtures("five", "ada")
@pytest.mark.parametrize(("url", "expected"), CASES)
def test_the_address_says_what_is_listed(client: PageClient, olu: Person, url: str, expected: list[str]) -> None:
    assert names(client.sign_in(olu), url) == expected


@pytest.mark.usefixtures("five")
def test_a_department_lists_all_it_owns_accountable_or_not(
    client: PageClient, olu: Person, press_office: Department, census: Department
) -> None:
    client.sign_in(olu)
    assert names(client, f"/accounts?department={press_office.id}") == ["ypsilon", "Zeta"]
    assert names(client, f"/accounts?department={census.id}") == ["100%", "ypsilon"]


@pytest.mark.usefixtures("five")
def test_only_departments_that_own_something_are_offered(
    client: PageClient, olu: Person, commerce: Department
) -> None:
    shown = client.sign_in(olu).get("/accounts")
    assert "NOAA Press Office" in shown.text
    assert commerce.name not in shown.text


@pytest.mark.usefixtures("five")
def test_an_account_of_nobody_says_so(client: PageClient, olu: Person) -> None:
    assert "nobody&#39;s" in client.sign_in(olu).get("/accounts?q=delta").text


def test_pages_hold_twenty_five_and_keep_the_filters(client: PageClient, olu: Person, register: Register) -> None:
    for number in range(30):
        register(f"x.com/noaa_{number:02}")
    client.sign_in(olu)
    assert len(names(client, "/accounts?platform=x")) == 25
    assert names(client, "/accounts?platform=x&page=2")[0] == "noaa_25"
    assert names(client, "/accounts?platform=x&page=999")[0] == "noaa_25"
    assert 'href="/accounts?platform=x&amp;page=2"' in client.get("/accounts?platform=x").text


def test_an_empty_register_says_what_to_do_to_those_who_can(client: PageClient, olu: Person, grace: Person) -> None:
    assert "/accounts/import" not in client.sign_in(olu).get("/accounts").text
    assert "/accounts/import" in client.sign_in(grace).get("/accounts").text


@contextmanager
def counting(connection: Connection) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def test_a_longer_list_needs_no_more_statements(
    client: PageClient,
    connection: Connection,
    grace: Person,
    press_office: Department,
    census: Department,
    register: Register,
) -> None:
    client.sign_in(grace)
    counts = []
    for handles in (["one"], [f"more_{number}" for number in range(20)]):
        for handle in handles:
            register(f"x.com/{handle}", departments=(press_office, census), owner=grace)
        with counting(connection) as statements:
            client.get("/accounts")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8, statements
