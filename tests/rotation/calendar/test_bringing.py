"""Days from a file, on the page: each row is told before it counts, and a mistake loses nothing."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.rotation.models import RotationSchedule
from tests.pages import Page, PageClient
from tests.rotation.calendar.conftest import Schedules, taken

FILE = """account,credential,due_on,responsible
x.com/noaa,password,2028-02-20,ada
x.com/noaa,API token,2028-06-01,nobody-here
x.com/nobody,password,2028-06-01,
x.com/noaa,second_factor,soon,
"""
IMPORT = "/rotations/calendar/import"


@pytest.fixture(autouse=True)
def found_by_address(session: Session, noaa: SocialAccount) -> None:
    noaa.identity = "x:account:noaa"
    session.commit()


def look_at(client: PageClient, content: bytes, name: str = "days.csv") -> str:
    values = Page(client.get(IMPORT).text).form(IMPORT).values
    return client.post(IMPORT, data={**values, "file": (BytesIO(content), name)}).text


def test_each_row_is_told_and_the_sound_ones_are_brought_in(
    client: PageClient, session: Session, sam: Person, ada: Person
) -> None:
    shown = look_at(client.sign_in(sam), FILE.encode())
    assert "2 new, 0 changed, 0 as they are, 2 refused" in shown
    assert "Row 4" in shown
    assert "no account at this address" in shown
    assert "Row 5" in shown
    assert "nobody-here" in shown
    assert session.scalars(select(RotationSchedule)).all() == []
    form = Page(shown).form("/rotations/calendar/imports")
    answer = client.post(form.action, data=form.values)
    assert answer.location == "/rotations/calendar?month=2028-02"
    made = session.scalars(select(RotationSchedule).order_by(RotationSchedule.id)).all()
    assert [(one.credential, one.due_on, one.responsible) for one in made] == [
        ("password", date(2028, 2, 20), ada),
        ("api_token", date(2028, 6, 1), None),
    ]
    told = session.scalars(select(AuditEvent).where(AuditEvent.action == "rotation:schedule:set")).all()
    assert {event.actor_id for event in told} == {sam.id}


def test_sent_twice_it_changes_nothing_more(client: PageClient, session: Session, sam: Person) -> None:
    form = Page(look_at(client.sign_in(sam), FILE.encode())).form("/rotations/calendar/imports")
    for _ in range(2):
        assert client.post(form.action, data=form.values).status_code == 303
    assert len(session.scalars(select(RotationSchedule)).all()) == 2


def test_a_file_taken_from_the_calendar_comes_back_changed(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, put: Schedules, later: date
) -> None:
    put(noaa, later)
    content = taken(client.sign_in(sam), f"/rotations/calendar.xlsx?month={later:%Y-%m}")
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.active is not None
    assert "1 as they are" in look_at(client, content, "days.xlsx")
    book.active["C2"] = date(2029, 1, 8)
    changed = BytesIO()
    book.save(changed)
    assert "1 changed" in look_at(client, changed.getvalue(), "days.xlsx")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("days.csv", b"account,owner\nx.com/noaa,ada\n", "no column credential, due_on"),
        ("days.pdf", b"%PDF-1.4", "Choose a file that ends in"),
        ("", b"", "Choose a file."),
    ],
)
def test_what_is_no_such_file_is_told(client: PageClient, sam: Person, name: str, content: bytes, says: str) -> None:
    assert says in look_at(client.sign_in(sam), content, name)


def test_files_hold_no_formula(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, put: Schedules, later: date
) -> None:
    noaa.handle = "=cmd()"
    session.commit()
    put(noaa, later)
    client.sign_in(sam)
    assert ",'=cmd()" in taken(client, f"/rotations/calendar.csv?month={later:%Y-%m}").decode()
    book = openpyxl.load_workbook(BytesIO(taken(client, f"/rotations/calendar.xlsx?month={later:%Y-%m}")))
    assert book.active is not None
    cell = book.active["H2"]
    assert (cell.value, cell.data_type) == ("=cmd()", "s")
