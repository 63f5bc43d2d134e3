"""A spreadsheet that nobody prepared, through the page: columns and words are put right before anything changes."""

from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from tests.accounts.test_read_sheets import NOBODY_PREPARED, workbook_of
from tests.pages import Page, PageClient

ODD = b"Who,What,Where to\nThe press people,NOAA,@noaa\nThe press people,NIST,@nist\n"


@pytest.fixture
def comms(client: PageClient, grace: Person, press_office: Department) -> PageClient:
    """Grace's browser."""
    return client.sign_in(grace)


def look_at(comms: PageClient, content: bytes, name: str) -> str:
    """The page of the preview."""
    return str(comms.submit("/accounts/import", file=(BytesIO(content), name)).location)


def accounts(session: Session) -> list[SocialAccount]:
    session.expire_all()
    return list(session.scalars(select(SocialAccount).order_by(SocialAccount.handle)))


def bring_in(comms: PageClient, preview: str) -> None:
    comms.post(preview, data=Page(comms.get(preview).text).form(preview).values)


def test_a_workbook_as_it_is_takes_two_clicks(
    comms: PageClient, session: Session, press_office: Department, ada: Person
) -> None:
    preview = look_at(comms, workbook_of(Notes=[["hello"]], Accounts=NOBODY_PREPARED), "Our accounts.xlsx")
    bring_in(comms, preview)
    assert [(a.url, a.departments, a.owner) for a in accounts(session)] == [
        ("https://www.facebook.com/NOAA", [press_office], ada),
        ("https://x.com/NOAA", [press_office], ada),
    ]


def test_a_file_without_addresses_asks_what_its_columns_mean(comms: PageClient, session: Session) -> None:
    preview = look_at(comms, ODD, "odd.csv")
    shown = comms.get(preview).text
    assert "No column was found that holds the addresses of accounts." in shown
    assert "Bring them in" not in shown
    assert "@noaa · @nist" in shown, "the first values stand beside each choice"
    comms.submit(preview, to=f"{preview}/reading", column_2="x", column_1="name", column_0="department")
    bring_in(comms, preview)
    assert [(a.handle, a.name) for a in accounts(session)] == [("nist", "NIST"), ("noaa", "NOAA")]


def test_two_columns_cannot_be_one_field(comms: PageClient) -> None:
    preview = look_at(comms, ODD, "odd.csv")
    answer = comms.submit(preview, to=f"{preview}/reading", column_0="name", column_1="name")
    assert answer.status_code == 422
    assert "Two columns say Name. Choose one." in answer.text


def test_words_nobody_knows_are_asked_for_once_and_settled(
    comms: PageClient, session: Session, press_office: Department
) -> None:
    content = b"url,department,owner\nx.com/noaa,The press people,The boss\nx.com/nist,The press people,\n"
    preview = look_at(comms, content, "list.csv")
    assert comms.get(preview).text.count("Department: The press people") == 1
    comms.submit(preview, to=f"{preview}/words", word_0="NOAA Press Office", word_1="")
    bring_in(comms, preview)
    assert [a.departments for a in accounts(session)] == [[press_office], [press_office]]
    assert [a.unmatched for a in accounts(session)] == [{}, {"owner": ["The boss"]}]


@pytest.mark.parametrize(
    ("field", "entered", "advice"),
    [
        ("word_0", "Press", "There is no department of this name."),
        ("word_1", "lars", "Nobody who works here has this"),
    ],
)
def test_a_word_is_settled_by_what_is_there_or_not_at_all(
    comms: PageClient, session: Session, lars: Person, field: str, entered: str, advice: str
) -> None:
    preview = look_at(comms, b"url,department,owner\nx.com/noaa,The press people,The boss\n", "list.csv")
    answer = comms.submit(preview, to=f"{preview}/words", **{field: entered})
    assert answer.status_code == 422
    assert advice in answer.text


def test_what_words_mean_is_remembered_for_the_next_list_of_the_source_and_can_be_changed(
    comms: PageClient, session: Session, press_office: Department, ada: Person
) -> None:
    first = look_at(comms, b"url,department,owner\nx.com/noaa,The press people,Ms A\n", "list.csv")
    comms.submit(first, to=f"{first}/words", word_0="NOAA Press Office", word_1="ada")
    assert "Remembered" not in comms.get(first).text, "it was chosen just now"
    bring_in(comms, first)
    second = look_at(comms, b"url,department,owner\nx.com/nist,The press people,Ms A\n", "list (2).csv")
    shown = comms.get(second).text
    assert shown.count("Remembered from the last list of this source.") == 2
    assert {Page(shown).form(f"{second}/words").values[f"word_{n}"] for n in (0, 1)} == {"NOAA Press Office", "ada"}
    comms.submit(second, to=f"{second}/words", word_1="")
    bring_in(comms, second)
    assert {(a.handle, a.owner) for a in accounts(session)} == {("noaa", ada), ("nist", None)}
    assert [a.departments for a in accounts(session)] == [[press_office], [press_office]]
    third = look_at(comms, b"url,department,owner\nx.com/eda,The press people,Ms A\n", "list (3).csv")
    assert comms.get(third).text.count("Remembered") == 1, "what was emptied is forgotten"
    other = look_at(comms, b"url,department\nx.com/eda,The press people\n", "another.csv")
    assert "Remembered" not in comms.get(other).text


def test_what_was_brought_in_is_not_read_another_way(comms: PageClient, session: Session) -> None:
    preview = look_at(comms, b"url\nx.com/noaa\n", "list.csv")
    form = Page(comms.get(preview).text).form(f"{preview}/reading").values
    bring_in(comms, preview)
    assert comms.post(f"{preview}/reading", data=form).status_code == 409


def test_each_row_says_what_becomes_of_it(comms: PageClient) -> None:
    preview = look_at(comms, b"url\nx.com/noaa\ntwitter.com/NOAA\nnotfacebook.com/x\n", "list.csv")
    shown = comms.get(preview, query_string={"outcome": "duplicates"}).text
    assert "duplicate of row 2" in shown
    assert "notfacebook.com looks like Facebook" in comms.get(preview, query_string={"outcome": "refused"}).text


def test_the_whole_list_shows_who_is_gone(comms: PageClient, session: Session) -> None:
    bring_in(comms, look_at(comms, b"url\nx.com/noaa\nx.com/nist\n", "list 2026-01-01.csv"))
    later = (BytesIO(b"url\nx.com/noaa\n"), "list 2026-02-01.csv")
    preview = comms.submit("/accounts/import", file=later, whole="y").location
    shown = comms.get(preview).text
    assert "They stay in the register until somebody decides." in shown
    assert "list listed these before" in shown
    assert session.scalar(select(func.count()).select_from(AccountImport)) == 2
