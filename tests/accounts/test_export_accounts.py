"""The register as a file: comes back in without changing anything, and no spreadsheet runs what it holds."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.exporting import FORMATS, accounts_out, written
from govdesk.accounts.importing.actions import imports
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person
from tests.pages import PageClient

FORMULA = '=HYPERLINK("https://evil.example")'


@pytest.fixture
def several(
    register: Callable[..., SocialAccount],
    storms: SocialAccount,
    orphan: SocialAccount,
    press_office: Department,
    commerce: Department,
    cast: dict[str, Person],
) -> None:
    """Accounts of all kinds, one called like a formula."""
    both = (press_office, commerce)
    register("x.com/noaa", name=FORMULA, departments=both, owner=cast["grace"], custodians=(cast["ada"], cast["olu"]))
    register("https://mas.to/@noaa", name="-- “Größe” | mit Strich")


@pytest.mark.parametrize("form", FORMATS)
def test_importing_it_again_changes_nothing(session: Session, several: None, platforms: Catalogue, form: str) -> None:
    content = written(accounts_out(session), form)
    report = imports.look(session, source_of(f"register.{form}", content, platforms), platforms)
    assert (report["rows"], report["same"]) == (4, 4)
    assert (report["refused"], report["unmatched"], report["duplicate_groups"]) == ([], [], [])


def test_no_cell_of_a_sheet_is_a_formula(session: Session, several: None) -> None:
    assert f'"\'{FORMULA.replace(chr(34), chr(34) * 2)}"' in written(accounts_out(session), "csv").decode()
    (sheet,) = openpyxl.load_workbook(io.BytesIO(written(accounts_out(session), "xlsx"))).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert FORMULA in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}


def take(client: PageClient, kind: str, **wanted: str) -> bytes:
    """The list as a file."""
    with client.get(f"/accounts.{kind}", query_string=wanted) as answer:
        return bytes(answer.data)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_page_gives_the_list_as_it_is_narrowed_and_it_comes_back_the_same(
    client: PageClient, session: Session, several: None, platforms: Catalogue, grace: Person, kind: str
) -> None:
    comms = client.sign_in(grace)
    assert f'href="/accounts.{kind}?platform=x"' in comms.get("/accounts", query_string={"platform": "x"}).text
    taken = take(comms, kind)
    report = imports.look(session, source_of(f"accounts.{kind}", taken, platforms), platforms)
    assert (report["rows"], report["same"], report["custodians"]) == (4, 4, 0), "nobody learns who can sign in"
    narrowed = take(comms, kind, platform="x")
    assert len(source_of(f"accounts.{kind}", narrowed, platforms).plan.entries) == 2
    assert session.scalars(select(AuditEvent.action).where(AuditEvent.action == "accounts:list:exported")).all()


def test_who_may_not_know_the_owners_gets_the_list_without_them(
    client: PageClient, several: None, ada: Person, grace: Person
) -> None:
    shown = take(client.sign_in(ada), "csv").decode()
    assert "owner" not in shown.splitlines()[0]
    assert grace.login not in shown
    assert "'=HYPERLINK" in shown
