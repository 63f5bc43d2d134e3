"""The list of accounts: filters, order and pages live in the address."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Session

from govdesk import db
from govdesk.accounts.actions.ownership import assign_departments
from govdesk.accounts.listing import finding
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Department, Person
from tests.conftest import NOW
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
    ("/accounts?q=%25", []),
    ("/accounts?q=1", ["100%"]),
    ("/accounts?q=ze", ["Zeta"]),
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
    last = names(client, "/accounts?platform=x")[-1]
    onward = re.search(r'href="(/accounts\?platform=x&amp;after=\d+)"', client.get("/accounts?platform=x").text)
    assert last == "noaa_24"
    assert onward
    assert names(client, onward[1].replace("&amp;", "&"))[0] == "noaa_25"


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
    assert counts[0] == counts[1] <= 10, statements


LONG = 3


@pytest.fixture
def few_is_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a long register: what more than three accounts fulfil is looked for on the way through the list."""
    monkeypatch.setattr(db, "MOST_COUNTED", LONG)
    monkeypatch.setattr(finding, "MOST_COUNTED", LONG)
    monkeypatch.setattr(finding, "MOST_GATHERED", LONG)


@pytest.mark.usefixtures("five", "ada", "few_is_less")
@pytest.mark.parametrize(("url", "expected"), CASES)
def test_a_long_register_lists_the_same(client: PageClient, olu: Person, url: str, expected: list[str]) -> None:
    assert names(client.sign_in(olu), url) == expected


@pytest.mark.usefixtures("five", "few_is_less")
def test_a_long_register_finds_what_several_filters_leave(
    client: PageClient, olu: Person, census: Department
) -> None:
    client.sign_in(olu)
    assert names(client, "/accounts?q=e&state=active") == []
    assert names(client, "/accounts?q=http&state=active") == ["100%", "Vienna", "ypsilon", "Zeta"]
    assert names(client, f"/accounts?q=http&state=active&department={census.id}") == ["100%", "ypsilon"]


MEETING = [
    ("platform=x&state=active", ["ypsilon", "Zeta"]),
    ("state=orphan&q=films", ["Vienna"]),
    ("state=orphan&q=vi&sort=department", ["Vienna"]),
    ("state=ownerless&platform=x&sort=platform", ["ypsilon", "Zeta"]),
    ("state=active&sort=state", ["ypsilon", "Zeta", "Vienna", "100%"]),
    ("state=active&access=unknown&sort=-state", ["100%", "Vienna", "Zeta", "ypsilon"]),
    ("department={census}&state=ownerless&sort=department", ["ypsilon", "100%"]),
    ("department={census}&state=owner_gone", []),
]


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("gathered", [1, 5_000])
@pytest.mark.parametrize(("wishes", "expected"), MEETING)
def test_filters_that_meet_leave_the_same_accounts_however_they_are_found(
    client: PageClient, monkeypatch: pytest.MonkeyPatch, grace: Person, census: Department, gathered: int,
    wishes: str, expected: list[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(db, "MOST_COUNTED", min(gathered, LONG))
    monkeypatch.setattr(finding, "MOST_COUNTED", min(gathered, LONG))
    monkeypatch.setattr(finding, "MOST_GATHERED", gathered)
    assert sorted(names(client.sign_in(grace), f"/accounts?{wishes.format(census=census.id)}")) == sorted(expected)


@pytest.mark.parametrize("sort", ["name", "-handle", "platform", "department", "-department", "-state"])
def test_reading_on_shows_each_account_once(
    client: PageClient, olu: Person, register: Register, press_office: Department, census: Department, sort: str
) -> None:
    for number in range(60):
        owners = [(press_office,), (census,), ()][number % 3]
        register(f"x.com/noaa_{number:02}", departments=owners)
    shown, address = [], f"/accounts?sort={sort}"
    client.sign_in(olu)
    while address:
        shown.append(names(client, address))
        onward = re.search(r'href="(/accounts\?[^"]*after=\d+)"', client.get(address).text)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert [len(some) for some in shown] == [25, 25, 10]
    assert len({name for some in shown for name in some}) == 60


def test_a_changed_name_is_found_and_sorted_anew(
    client: PageClient, session: Session, olu: Person, register: Register, census: Department
) -> None:
    account = register("x.com/beta", name="Beta", departments=(census,))
    register("x.com/gamma", name="Gamma")
    account.name = "Ölz"
    session.commit()
    client.sign_in(olu)
    assert names(client, "/accounts") == ["Gamma", "Ölz"]
    assert names(client, "/accounts?q=ÖLZ") == ["Ölz"]
    assert names(client, "/accounts?q=Beta+") == ["Ölz"], "it is still the handle"
    assert names(client, "/accounts?q=ölzb") == []


def test_who_is_accountable_is_known_to_the_list_however_it_changes(
    session: Session, register: Register, census: Department, press_office: Department
) -> None:
    account = register("x.com/beta", departments=(census, press_office))

    def known() -> int | None:
        return session.scalar(select(SocialAccount.accountable_id).where(SocialAccount.id == account.id))

    assert known() == census.id
    for owners in ([press_office, census], [], [census]):
        assign_departments(session, account, owners, by=None, now=NOW)
        session.flush()
        assert known() == (owners[0].id if owners else None)
