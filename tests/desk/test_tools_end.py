"""The time of a tool ends: those whom it concerns hear of it once a stage, and the list says so."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.deeds import Deed
from govdesk.desk.tools.actions import Verdict, list_tool
from govdesk.desk.tools.jobs import tell_of_one
from govdesk.desk.tools.models import SanctionedTool
from govdesk.desk.tools.queries import tool_called, tools
from govdesk.desk.tools.rules import ToolKind, ToolState
from govdesk.directory.models import Person
from govdesk.notify.models import Notice
from tests.conftest import NOW

VIENNA = ZoneInfo("Europe/Vienna")
TODAY = clock.local_date(NOW, VIENNA)
END = TODAY + timedelta(days=30)


def listed(session: Session, mei: Person, until: date | None = END) -> SanctionedTool:
    facts = {
        "name": "Canva", "url": "https://www.canva.example", "kind": ToolKind.DESIGN, "state": ToolState.ALLOWED,
        "until_on": until,
    }  # fmt: skip
    return list_tool(session, Verdict(facts), form_key="one", deed=Deed(mei, NOW, TODAY), tz=VIENNA)


def test_two_weeks_before_and_on_the_day_whoever_decided_is_told(session: Session, mei: Person) -> None:
    listed(session, mei)
    for days, told in ((0, 0), (15, 0), (16, 1), (16, 1), (29, 1), (30, 2), (90, 2)):
        while tell_of_one(session, now=NOW + timedelta(days=days), tz=VIENNA):
            pass
        assert len(session.scalars(select(Notice)).all()) == told, days


def test_after_its_last_day_it_is_allowed_no_more(session: Session, mei: Person) -> None:
    tool = listed(session, mei)
    assert tool.standing(END) is ToolState.ALLOWED
    assert tool.standing(END + timedelta(days=1)) is ToolState.OVER
    found = {state: session.scalars(tools(state=state, today=END + timedelta(days=1))).all() for state in ToolState}
    assert {state for state, rows in found.items() if rows} == {ToolState.OVER}


def test_it_is_known_by_name_and_by_any_address_of_its_host(session: Session, mei: Person) -> None:
    tool = listed(session, mei)
    for text in ("canva", " CANVA ", "https://canva.example/x", "www.canva.example"):
        assert tool_called(session, text) is tool
    assert tool_called(session, "https://not-canva.example") is None
