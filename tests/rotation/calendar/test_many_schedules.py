"""A month among ten thousand schedules: few statements, and no look at all of them."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount, Tier
from govdesk.db import insert_many
from govdesk.directory.models import Department, Person
from govdesk.rotation.calendar.days import Month
from govdesk.rotation.calendar.looking import Look
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from tests.conftest import NOW
from tests.pages import PageClient

MANY = 10_000
PERIODS = (None, 90, 182, 365)


@pytest.fixture
def many(session: Session, today: date) -> None:
    """Spread over three years, most of them repeated."""
    accounts = [
        {"id": n, "identity": f"x:{n}", "platform": "x", "kind": "profile", "handle": f"h{n}", "name": f"h{n}",
         "url": f"https://x.com/h{n}", "handle_key": f"h{n}", "name_key": f"h{n}", "registered_at": NOW, "version": 1,
         "unmatched": {}, "state": AccountState.ACTIVE, "tier": Tier.STANDARD}
        for n in range(1, MANY + 1)
    ]  # fmt: skip
    schedules = [
        {"account_id": n, "due_on": (day := today + timedelta(n % 1000)), "calendar_on": day, "version": 1,
         "every_days": PERIODS[n % 4], "credential": "password", "reason": RotationReason.SCHEDULED,
         "by_hand": True, "at_rest": False}
        for n in range(1, MANY + 1)
    ]  # fmt: skip
    insert_many(session, SocialAccount, accounts)
    insert_many(session, RotationSchedule, schedules)
    session.commit()


def test_a_month_and_a_year_take_few_statements(
    many: None, client: PageClient, connection: Connection, sam: Person, press_office: Department, later: date
) -> None:
    client.sign_in(sam)
    for query, most in ((f"month={Month.of(later)}", 22), (f"year={later.year}", 20)):
        client.get(f"/rotations/calendar?{query}")  # what is remembered is asked once
        said: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *args, said=said: said.append(args[2]))
        assert client.get(f"/rotations/calendar?{query}").status_code == 200
        of_schedules = [one for one in said if "rotation_schedule" in one]
        assert len(of_schedules) <= 5, of_schedules
        assert len(said) <= most, said


def test_an_index_leads_to_the_days_and_to_the_periods_and_all_are_counted(
    many: None, session: Session, sam: Person, today: date, later: date, office: Office
) -> None:
    first, last = today - timedelta(40), today + timedelta(400)
    look, connection = Look(session, sam, today, office), session.connection()
    assert look.numbers(first, last) == Counter(mark.day for mark in look.marks(first, last))
    if connection.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts values")
    connection.exec_driver_sql("ANALYZE")
    asked: list[tuple[str, Any]] = []
    event.listen(
        connection, "before_cursor_execute", lambda _c, _cursor, words, values, *_: asked.append((words, values))
    )
    month = Month.of(later)
    marks = look.marks(month.first, month.last)
    assert sum(mark.is_expected for mark in marks) > 10
    plans = [
        str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values).all()) for words, values in list(asked)
    ]
    assert len(plans) == 4, plans
    assert not [plan for plan in plans if "SCAN rotation_schedule'" in plan or "SCAN rotation_schedule)" in plan]
