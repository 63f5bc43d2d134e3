"""Planning many accounts at once: looked at first, in one transaction, and what is planned already is respected."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount, Tier
from govdesk.audit.models import AuditEvent
from govdesk.db import insert_many
from govdesk.directory.models import Department, Person
from govdesk.rotation.calendar.models import RotationMove
from govdesk.rotation.models import RotationSchedule
from tests.conftest import NOW
from tests.pages import Page, PageClient
from tests.rotation.calendar.conftest import Registers, Schedules

PLAN = "/rotations/calendar/plan"


@pytest.fixture
def monday(later: date) -> date:
    return later + timedelta(7 - later.weekday())


def asked(monday: date, **values: str) -> str:
    chosen = {
        "credential": "password", "department": "", "platform": "", "state": "", "first_on": str(monday),
        "number": "2", "unit": "weeks", "skips_closed": "y", "every_days": "", "existing": "keep", "reason": "",
        "custodians": "",
    }  # fmt: skip
    return f"{PLAN}?{urlencode({**chosen, **values})}"


def put_plan(client: PageClient, address: str) -> Any:
    """Look at it, then put it into the calendar."""
    return client.submit(address, to="/rotations/calendar/plans")


def days_of(session: Session) -> list[date | None]:
    session.expire_all()
    return list(session.scalars(select(RotationSchedule.calendar_on).order_by(RotationSchedule.id)))


def test_who_has_never_seen_it_plans_next_year_with_what_stands_there(
    client: PageClient, session: Session, press_office: Department, sam: Person, register: Registers, today: date
) -> None:
    """The way of the page: from the calendar to the plan, put it in; nothing has to be chosen or typed."""
    for _number in range(30):
        register(press_office)
    calendar = client.sign_in(sam).get("/rotations/calendar").text
    assert f'href="{PLAN}"' in calendar
    shown = client.get(PLAN)
    assert "30 accounts get a day" in shown.text
    form = next(form for form in Page(shown.text).forms if form.action.startswith(PLAN) and form.method == "get")
    assert "30 accounts get a day" in client.get(f"{PLAN}?{urlencode(form.values)}").text
    assert days_of(session) == []
    answer = put_plan(client, PLAN)
    assert answer.location.startswith(f"/rotations/calendar?year={today.year + 1}&planned=")
    days = [day for day in days_of(session) if day]
    assert len(days) == len(set(days)) == 30
    assert {day.year for day in days} == {today.year + 1}
    assert "30 accounts have a day now." in client.get(answer.location).text


def test_the_preview_tells_each_week_before_and_after(
    client: PageClient, press_office: Department, noaa: SocialAccount, sam: Person, register: Registers,
    put: Schedules, monday: date,
) -> None:  # fmt: skip
    put(noaa, monday)
    for _number in range(9):
        register(press_office)
    text = client.sign_in(sam).get(asked(monday, number="1")).text
    row = text[text.index('<ol class="loads">') :][:500]
    assert "<strong>10</strong>" in row
    assert "(9 by this plan, 1 before)" in row
    assert "noaa" in text[text.index("Kept") :]


def test_no_week_between_is_left_out_of_the_preview(
    client: PageClient, press_office: Department, sam: Person, register: Registers, put: Schedules, monday: date
) -> None:
    for day in range(7, 12):  # the week between is full already
        put(register(press_office), monday + timedelta(day))
    for _number in range(10):
        register(press_office)
    text = client.sign_in(sam).get(asked(monday, number="3")).text
    assert re.findall(r"\((\d) by this plan", text) == ["5", "0", "5"]


def test_days_that_stand_are_kept_unless_new_ones_are_wanted_for_a_reason(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, put: Schedules, monday: date
) -> None:
    standing = put(noaa, monday + timedelta(90), every_days=30)
    client.sign_in(sam)
    assert "All of these accounts have a day" in client.get(asked(monday)).text
    without_reason = client.get(asked(monday, existing="change"))
    assert without_reason.status_code == 422
    assert "why days change" in without_reason.text
    answer = put_plan(client, asked(monday, existing="change", reason="A new year", every_days="180"))
    assert answer.status_code == 303
    session.expire_all()
    assert (standing.calendar_on, standing.due_on, standing.every_days) == (monday, monday, 180)
    [move] = session.scalars(select(RotationMove))
    assert (move.was_on, move.to_on, move.reason) == (monday + timedelta(90), monday, "A new year")
    last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last is not None
    assert last.action == "rotation:schedule:changed"
    assert last.fields["due_on"] == [str(monday + timedelta(90)), str(monday)]
    assert last.fields["every_days"] == [30, 180]


def test_only_the_chosen_accounts_get_a_day(
    client: PageClient, session: Session, press_office: Department, census: Department, sam: Person,
    register: Registers, monday: date,
) -> None:  # fmt: skip
    wanted = register(press_office, "facebook")
    register(press_office)
    register(census, "facebook")
    address = asked(monday, platform="facebook", department=str(press_office.id), credential="recovery_codes")
    put_plan(client.sign_in(sam), address)
    [made] = session.scalars(select(RotationSchedule))
    assert (made.account_id, made.credential, made.due_on) == (wanted.id, "recovery_codes", monday)
    assert made.remind_at is not None


def test_what_changed_meanwhile_is_shown_again_and_nothing_is_lost(
    client: PageClient, session: Session, press_office: Department, sam: Person, register: Registers,
    put: Schedules, monday: date,
) -> None:  # fmt: skip
    first, _other = register(press_office), register(press_office)
    form = Page(client.sign_in(sam).get(asked(monday)).text).form("/rotations/calendar/plans")
    put(first, monday + timedelta(40))
    answer = client.post(form.action, data=form.values)
    assert answer.status_code == 409
    assert "Something has changed" in answer.text
    assert days_of(session) == [monday + timedelta(40)]
    again = Page(answer.text).form("/rotations/calendar/plans")
    assert client.post(again.action, data=again.values).status_code == 303
    assert len(days_of(session)) == 2


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"first_on": ""}, "Enter the first day"),
        ({"first_on": "2020-01-06"}, "today or a later day"),
        ({"number": "0"}, "at least 1"),
        ({"number": "300"}, "two years at most"),
        ({"every_days": "4000"}, "between 1 and 3650"),
        ({"platform": "myspace?"}, "Not a valid choice"),
    ],
)
def test_a_mistake_is_told_and_the_choice_stays(
    client: PageClient, sam: Person, noaa: SocialAccount, monday: date, values: dict[str, str], says: str
) -> None:
    answer = client.sign_in(sam).get(asked(monday, **{"existing": "change", "reason": "Because", **values}))
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="Because"' in answer.text


def test_five_hundred_accounts_are_one_transaction_of_few_statements(
    client: PageClient, session: Session, connection: Connection, sam: Person, monday: date
) -> None:  # fmt: skip
    accounts = [
        {"id": n, "identity": f"x:{n}", "platform": "x", "kind": "profile", "handle": f"h{n}", "name": f"h{n}",
         "url": f"https://x.com/h{n}", "handle_key": f"h{n}", "name_key": f"h{n}", "registered_at": NOW, "version": 1,
         "unmatched": {}, "state": AccountState.ACTIVE, "tier": Tier.STANDARD}
        for n in range(1, 501)
    ]  # fmt: skip
    insert_many(session, SocialAccount, accounts)
    for number in range(5, 501, 5):
        session.add(RotationSchedule(account_id=number, credential="password", calendar_on=monday, due_on=monday))
    session.commit()
    address = asked(monday, number="52", existing="change", reason="A new year", every_days="365")
    form = Page(client.sign_in(sam).get(address).text).form("/rotations/calendar/plans")
    session.expunge_all()
    said: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *args: said.append(args[2]))
    assert client.post(form.action, data=form.values).status_code == 303
    each = [one for one in said if not one.startswith(("UPDATE rotation_schedule", "SAVEPOINT", "RELEASE"))]
    assert len(each) < 40, each
    assert session.scalar(select(func.count()).select_from(RotationSchedule)) == 500
    by_day = session.execute(select(func.count()).group_by(RotationSchedule.due_on).select_from(RotationSchedule))
    assert max(number for (number,) in by_day) <= 2
