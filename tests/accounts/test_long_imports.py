"""A long file: how long it may be, and that nobody waits while it is read."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import g
from sqlalchemy.orm import Session

from govdesk.accounts import import_views, planning, reading, source
from govdesk.accounts.models import AccountImport
from govdesk.accounts.platforms import Catalogue
from govdesk.cli import main
from govdesk.directory.models import Person
from tests.pages import Page, PageClient

FILE = b"url,name\nx.com/noaa,NOAA\nx.com/nist,NIST\nx.com/eda,EDA\n"


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the request's session was in a transaction, each time that rows were understood."""
    found: list[bool] = []

    def understand(*arguments: Any) -> planning.Plan:
        session: Session = g.db
        found.append(session.in_transaction())
        return planning.understand(*arguments)

    monkeypatch.setattr(source, "understand", understand)
    return found


def test_rows_are_understood_while_others_may_write(client: PageClient, grace: Person, locked: list[bool]) -> None:
    comms = client.sign_in(grace)
    preview = comms.submit("/accounts/import", file=(BytesIO(FILE), "a.csv")).location
    comms.post(preview, data=Page(comms.get(preview).text).form(preview).values)
    assert locked == [False, False], "at the look and at the decision"


def test_too_many_rows_for_the_page_are_sent_to_the_command_line(
    client: PageClient, session: Session, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_views, "MOST_ROWS_ON_PAGE", 2)
    answer = client.sign_in(grace).submit("/accounts/import", file=(BytesIO(FILE), "a.csv"))
    assert answer.status_code == 422
    assert "more than 2 rows. Have it brought in by the command line: govdesk accounts import." in answer.text
    assert session.query(AccountImport).count() == 0


def test_exactly_as_many_rows_as_allowed_come_in(platforms: Catalogue) -> None:
    assert len(source.source_of("a.csv", FILE, platforms, most=3).plan.entries) == 3


def test_the_page_takes_ten_thousand_rows_and_no_more(client: PageClient, grace: Person) -> None:
    comms = client.sign_in(grace)
    line = b"x.com/noaa,NOAA\n"
    for rows, status in ((10_000, 303), (10_001, 422)):
        content = BytesIO(b"url,name\n" + line * rows)
        assert comms.submit("/accounts/import", file=(content, "a.csv")).status_code == status


def test_too_many_rows_for_the_command_line_are_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(FILE)
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    monkeypatch.setattr(reading.sheet, "MOST_ROWS", 2)
    monkeypatch.setenv("GOVDESK_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    monkeypatch.setenv("GOVDESK_SECRET_KEY", "only for tests, never elsewhere")
    result = CliRunner().invoke(main, ["accounts", "import", str(file)])
    assert result.exit_code == 1
    assert "more than 2 rows. Split it." in result.stderr
