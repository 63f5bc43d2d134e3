"""Bringing in a file through the browser: look first, then decide."""

from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from tests.pages import Page, PageClient

FILE = b"""url,name,department,owner
x.com/noaa,NOAA,NOAA Press Office,grace
twitter.com/NOAA,NOAA again,,
notfacebook.com/noaa,NOAA,,
youtube.com/@noaa,Films,Bureau of Films,
"""


@pytest.fixture
def comms(client: PageClient, grace: Person, press_office: Department) -> PageClient:
    """Grace's browser."""
    return client.sign_in(grace)


def upload(client: PageClient, content: bytes, name: str = "accounts.csv") -> TestResponse:
    return client.submit("/accounts/import", file=(BytesIO(content), name))


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SocialAccount)) or 0


def test_the_preview_tells_everything_and_changes_nothing(comms: PageClient, session: Session) -> None:
    answer = upload(comms, FILE)
    assert answer.status_code == 303
    shown = comms.get(answer.location).text
    assert "Nothing has changed yet." in shown
    assert "notfacebook.com looks like Facebook, but does not belong to it." in shown
    assert "<td>https://x.com/noaa</td>" in shown
    assert "2, 3" in shown
    assert "Bureau of Films" in shown
    assert count(session) == 0


def test_saying_yes_brings_them_in(comms: PageClient, session: Session) -> None:
    preview = upload(comms, FILE).location
    button = Page(comms.get(preview).text).form(preview)
    answer = comms.post(preview, data=button.values)
    assert answer.status_code == 303
    shown = comms.get(answer.location).text
    assert "2 new accounts are in the register." in shown
    assert "Bring them in" not in shown
    assert count(session) == 2
    assert comms.post(preview, data=button.values).status_code == 303, "pressed twice"
    assert count(session) == 2


def test_the_button_of_an_old_tab_brings_in_no_other_file(comms: PageClient, session: Session) -> None:
    old = upload(comms, FILE).location
    button = Page(comms.get(old).text).form(old)
    new = upload(comms, b"url,name\nx.com/nist,NIST\n").location
    answer = comms.post(new, data=button.values)
    assert answer.status_code == 409
    assert "Another file has been looked at meanwhile." in answer.text
    assert comms.post(new, data={**button.values, "digest": ""}).status_code == 409
    assert count(session) == 0


WRONG = [
    (b"", "", "Choose a file."),
    (b"x", "accounts.docx", "Choose a file that ends in .csv, .tsv, .txt, .xlsx, .json, .yaml, .yml."),
    (b"", "accounts.csv", "The file is empty."),
    (b"PK\x03\x04", "accounts.xlsx", "The file is not a sound workbook."),
    (b"[{", "accounts.json", "The file is not sound JSON"),
]


@pytest.mark.parametrize(("content", "name", "advice"), WRONG)
def test_another_kind_of_file_comes_back_with_advice(
    comms: PageClient, content: bytes, name: str, advice: str
) -> None:
    answer = upload(comms, content, name)
    assert answer.status_code == 422
    assert advice in answer.text


def test_a_file_with_nothing_in_it_is_an_import_of_no_rows(comms: PageClient) -> None:
    assert "This is what would happen" in comms.get(upload(comms, b"url,name\n").location).text


def test_values_of_a_file_are_shown_as_text(comms: PageClient) -> None:
    content = b"url,name,department\nx.com/noaa,<script>alert(1)</script>,<b>bold</b>\n"
    shown = comms.get(upload(comms, content).location).text
    assert "&lt;b&gt;bold&lt;/b&gt;" in shown
    assert "<b>bold" not in shown
