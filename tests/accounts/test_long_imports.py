"""A long file: nobody waits while it is read; a very long one is the worker's."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import g
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.importing import jobs, models, planning, reading, source
from govdesk.accounts.importing import views as import_views
from govdesk.accounts.importing.actions import carrying
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.cli import main
from govdesk.db import Sessions
from govdesk.directory.models import Person
from govdesk.settings import Settings
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


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are what a request does by itself."""
    monkeypatch.setattr(import_views, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(models, "MOST_AT_ONCE", 2)


@pytest.fixture
def work(sessions: Sessions, settings: Settings) -> Callable[..., None]:
    """What the worker does when it looks."""
    return lambda **how: jobs.work_on_imports(sessions, settings, **how)


@pytest.fixture
def upload(client: PageClient, grace: Person, short_patience: None) -> Callable[..., tuple[PageClient, str]]:
    def upload(content: bytes = FILE) -> tuple[PageClient, str]:
        comms = client.sign_in(grace)
        return comms, comms.submit("/accounts/import", file=(BytesIO(content), "a.csv")).location

    return upload


def count(session: Session) -> int:
    return session.query(SocialAccount).count()


def test_a_long_file_is_looked_at_brought_in_and_taken_back_by_the_worker(
    session: Session, upload: Callable[..., tuple[PageClient, str]], work: Callable[..., None]
) -> None:
    comms, page = upload()
    shown = comms.get(page).text
    assert "The file is being looked at." in shown
    assert '<meta http-equiv="refresh"' in shown, "it shows by itself when it is done"
    work()
    shown = comms.get(page).text
    assert "This is what would happen. Nothing has changed yet." in shown
    assert count(session) == 0
    button = Page(shown).form(page).values
    comms.post(page, data=button)
    assert "The accounts are being brought in." in comms.get(page).text
    assert count(session) == 0, "not by the request"
    work()
    shown = comms.get(page).text
    assert "Brought in" in shown
    assert count(session) == 3
    comms.post(f"{page}/undoing", data=Page(shown).form(f"{page}/undoing").values)
    assert "The import is being taken back." in comms.get(page).text
    work()
    assert "Taken back" in comms.get(page).text
    assert count(session) == 0


def test_the_page_tells_how_far_it_is(session: Session, upload: Callable[..., tuple[PageClient, str]]) -> None:
    comms, page = upload()
    assert "3 rows wait for their turn" in comms.get(page).text
    session.execute(update(AccountImport).values(rows_done=2, went_on_at=clock.utcnow()))
    session.commit()
    assert "2 of 3 rows" in comms.get(page).text


def test_corrections_of_a_long_file_are_looked_at_by_the_worker(
    session: Session, upload: Callable[..., tuple[PageClient, str]], work: Callable[..., None]
) -> None:
    comms, page = upload()
    work()
    form = Page(comms.get(page).text).form(f"{page}/reading").values
    comms.post(f"{page}/reading", data={**form, "column_1": ""})
    assert "being looked at" in comms.get(page).text
    work()
    received = session.scalars(select(AccountImport)).one()
    session.refresh(received)
    assert received.meanings == {"url": "url", "name": ""}
    assert comms.post(f"{page}/reading", data={**form, "source": "Mine"}).status_code == 303


def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_the_next(
    session: Session, upload: Callable[..., tuple[PageClient, str]], work: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    comms, page = upload()
    work()
    comms.post(page, data=Page(comms.get(page).text).form(page).values)
    monkeypatch.setattr(carrying, "PORTION", 1)
    asked = iter([False, False, False, True])
    work(stopping=lambda: next(asked))
    assert count(session) == 2
    work()
    assert count(session) == 3
    assert "Brought in" in comms.get(page).text


def test_what_the_worker_cannot_do_is_told_on_the_page(
    session: Session, upload: Callable[..., tuple[PageClient, str]], work: Callable[..., None]
) -> None:
    comms, page = upload()
    session.execute(update(AccountImport).values(sheet="gone"))
    session.commit()
    work()
    shown = comms.get(page).text
    assert "There is no sheet gone." in shown
    work()


def test_exactly_as_many_rows_as_allowed_come_in(platforms: Catalogue) -> None:
    assert len(source.source_of("a.csv", FILE, platforms, most=3).plan.entries) == 3


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
