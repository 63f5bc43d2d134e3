"""Month, year and day: what is due stands where it is due, for those whom it concerns."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.rotation.calendar.days import Month
from tests.pages import PageClient
from tests.rotation.calendar.conftest import Registers, Schedules, taken


def month_page(client: PageClient, day: date, more: str = "") -> str:
    return client.get(f"/rotations/calendar?month={Month.of(day)}{more}").text


def test_a_month_shows_account_credential_and_state_and_where_the_period_leads(
    client: PageClient, noaa: SocialAccount, sam: Person, put: Schedules, later: date
) -> None:
    put(noaa, later, every_days=60)
    client.sign_in(sam)
    text = month_page(client, later)
    assert "noaa" in text
    assert "Password" in text
    assert "In order" in text
    assert "1 change is due in this month." in text
    after = month_page(client, later + timedelta(60))
    assert "expected" in after
    assert "0 changes are due in this month, 1 more is expected." in after


def test_names_of_those_who_are_asked_are_on_none_of_these_pages(
    client: PageClient, noaa: SocialAccount, sam: Person, grace: Person, put: Schedules, later: date
) -> None:
    put(noaa, later)
    for reader in (sam, grace):
        client.sign_in(reader)
        for query in (f"month={Month.of(later)}", f"year={later.year}", f"day={later}"):
            text = client.get(f"/rotations/calendar?{query}").text
            assert str(later.day) in text
            assert "Ada" not in text
        assert "ada" not in taken(client, f"/rotations/calendar.csv?month={Month.of(later)}").decode()


def test_a_custodian_sees_their_own_and_who_holds_nothing_sees_nothing(
    client: PageClient, noaa: SocialAccount, press_office: Department, ada: Person, olu: Person, register: Registers,
    put: Schedules, later: date,
) -> None:  # fmt: skip
    put(noaa, later)
    put(register(press_office), later)
    text = month_page(client.sign_in(ada), later)
    assert "noaa" in text
    assert "account000" not in text
    assert "Nothing is due in this month." in month_page(client.sign_in(olu), later)
    assert "noaa" not in taken(client, f"/rotations/calendar.csv?month={Month.of(later)}").decode()


def test_what_a_month_has_no_room_for_stands_on_the_page_of_the_day(
    client: PageClient, press_office: Department, sam: Person, register: Registers, put: Schedules, later: date
) -> None:
    for _number in range(15):
        put(register(press_office), later)
    text = month_page(client.sign_in(sam), later)
    assert "+ 12 more" in text
    assert "account003" not in text
    day = client.get(f"/rotations/calendar?day={later}").text
    assert "account014" in day
    assert "15 entries" in day


def test_filters_narrow_to_a_department_with_those_below_it_to_a_platform_and_to_a_state(
    client: PageClient, session: Session, press_office: Department, commerce: Department, census: Department,
    sam: Person, register: Registers, put: Schedules, later: date, today: date,
) -> None:  # fmt: skip
    press_office.parent = commerce
    session.flush()
    put(register(press_office), later)
    put(register(census, "facebook"), later)
    put(register(census), today + timedelta(1))
    client.sign_in(sam)
    below = month_page(client, later, f"&department={commerce.id}")
    assert "account000" in below
    assert "account001" not in below
    assert f"department={commerce.id}" in below, "the ways to other months keep the filter"
    on_facebook = month_page(client, later, "&platform=facebook")
    assert "account000" not in on_facebook
    assert "account001" in on_facebook
    soon = client.get(f"/rotations/calendar?year={(today + timedelta(1)).year}&state=due_soon").text
    assert "1 change is due or expected" in soon


def test_a_year_names_its_peaks_and_has_a_number_in_each_day(
    client: PageClient, press_office: Department, sam: Person, register: Registers, put: Schedules, later: date
) -> None:
    for number in range(4):
        put(register(press_office), later + timedelta(number // 3))
    text = client.sign_in(sam).get(f"/rotations/calendar?year={later.year}").text
    assert text.index("Busiest:") < text.index("heat-4") < text.rindex("heat-2")
    assert f"day={later}" in text
    assert "4 changes are due or expected in this year." in text


def test_an_account_that_is_used_no_more_is_left_out(
    client: PageClient, press_office: Department, sam: Person, register: Registers, put: Schedules, later: date
) -> None:
    put(register(press_office, state=AccountState.RETIRED), later)
    assert "Nothing is due in this month." in month_page(client.sign_in(sam), later)


@pytest.mark.parametrize(
    "query", ["month=soon", "month=2027-13", "month=9999-12", "year=0001", "day=2027-02-30", "month=", "year=99999"]
)
def test_what_no_calendar_has_shows_this_month(client: PageClient, sam: Person, today: date, query: str) -> None:
    text = client.sign_in(sam).get(f"/rotations/calendar?{query}").text
    assert f"month={Month.of(today).plus(1)}" in text


def test_the_month_is_a_table_with_heads_and_begins_on_monday(client: PageClient, sam: Person, later: date) -> None:
    text = month_page(client.sign_in(sam), later)
    heads = [text.index(f'<th scope="col">{name}</th>') for name in ("Mon", "Tue", "Sun")]
    assert heads == sorted(heads)
    assert f'<th scope="row">{later.isocalendar().week}</th>' in text
