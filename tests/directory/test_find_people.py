"""Finding people: words of the name in any order, the login, the department; a page at a time."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from govdesk.directory.finding import Wanted, people
from govdesk.directory.models import Department, Person
from tests.pages import PageClient

Find = Callable[..., list[str]]


@pytest.fixture
def find(session: Session, cast: dict[str, Person]) -> Find:
    """`find("sør")`: the logins found, in order."""

    def logins(words: str = "", department: str = "") -> list[str]:
        rows = session.scalars(people(Wanted(words, department), after=None, limit=50))
        return [person.login for person in rows]

    return logins


@pytest.mark.parametrize(
    ("words", "logins"),
    [
        ("okafor", ["grace"]),
        ("OKAFOR gra", ["grace"]),
        ("sørensen", ["ada"]),
        ("SØRENSEN", ["ada"]),
        ("noor", ["noor"]),
        ("dijk", ["noor"]),
        ("Ada Lindqvist", []),
        ("holm", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1", []),
    ],
)
def test_words_are_looked_for_in_names_and_logins(find: Find, words: str, logins: list[str]) -> None:
    assert find(words) == logins


def test_a_department_narrows(find: Find) -> None:
    assert find(department="noaa") == ["ada"]
    assert find("a", department="census") == ["olu"]
    assert find(department="nowhere") == []


def test_everybody_who_works_here_is_listed_by_name(find: Find) -> None:
    assert find() == ["ada", "grace", "mei", "noor", "olu", "root", "sam"]


def test_a_long_list_is_read_on_to_its_end_without_a_gap(
    client: PageClient, session: Session, noor: Person, census: Department
) -> None:
    session.add_all(
        Person(
            directory_id=f"id-{n}", login=f"p{n}", login_key=f"p{n}", name=f"Same Name {n // 2}", department=census
        )
        for n in range(60)
    )
    session.commit()
    client.sign_in(noor)
    seen: list[str] = []
    url: str | None = "/people?q=same"
    while url:
        shown = client.get(url).text
        seen += re.findall(r'class="person" href="/people/([^"]*)"', shown)
        onward = re.search(r'href="(/people\?[^"]*after=[^"]*)"', shown)
        url = onward[1].replace("&amp;", "&") if onward else None
    assert sorted(seen) == sorted(f"p{n}" for n in range(60))


@pytest.mark.parametrize("after", ["", "x", "-1", "²", "99999999999999", "4000000"])
def test_an_odd_place_to_go_on_from_is_the_beginning(client: PageClient, noor: Person, after: str) -> None:
    shown = client.sign_in(noor).get("/people", query_string={"after": after})
    assert shown.status_code == 200
    assert "Noor van Dijk" in shown.text


@pytest.mark.parametrize(
    ("who", "status"),
    [("grace", 200), ("sam", 200), ("mei", 200), ("noor", 200), ("root", 200), ("ada", 403), ("olu", 403)],
)
def test_searching_everybody_is_for_who_needs_it(
    client: PageClient, cast: dict[str, Person], who: str, status: int
) -> None:
    browser = client.sign_in(cast[who])
    assert browser.get("/people").status_code == status
    assert ('href="/people"' in browser.get("/").text) is (status == 200)


def test_the_search_walks_the_index_of_names_and_sorts_nothing(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("the plan of a small table means nothing on PostgreSQL")
    query = people(Wanted("sør"), after=None, limit=26).compile(
        session.get_bind(), compile_kwargs={"literal_binds": True}
    )
    plan = " / ".join(row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}")))
    assert "USING COVERING INDEX ix_person_find" in plan


def test_x1_the_break_glass_administrator_is_nobodys_colleague(
    client: PageClient, session: Session, find: Find, cast: dict[str, Person]
) -> None:
    session.add(Person(login="glass", login_key="glass", name="Break Glass"))
    session.commit()
    assert find("glass") == []
    assert client.sign_in(cast["olu"]).get("/people/glass").status_code == 404
    assert client.sign_in(cast["noor"]).get("/people/glass").status_code == 200
