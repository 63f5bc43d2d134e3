"""`desk.yml`: what it can say, and what each mistake in it is called."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from govdesk.desk.clocks.reading import read_desk, terms_of
from govdesk.desk.rules import Priority, TicketKind, TicketState
from govdesk.files import FileError, PolicyFiles

VIENNA = ZoneInfo("Europe/Vienna")
HOUR = timedelta(hours=1)
OFFICE = """
calendars:
  - key: office
    name: Office
    hours: {mon: ["09:00-12:00", "13:00-17:00"], fri: ["20:00-24:00"]}
"""
PROMISE = """
promises:
  - name: All
    calendar: office
    resolution: 8 h
"""


def test_the_shipped_file_promises_something_for_every_ticket() -> None:
    terms = read_desk(PolicyFiles(), VIENNA)
    for priority in Priority:
        for kind in TicketKind:
            promise = terms.promise_for(kind, priority)
            assert promise is not None
            assert promise.calendar.is_always_open is (priority is Priority.URGENT)
            assert promise.calendar.tz == VIENNA
    assert terms.office.key == "office"


def test_what_is_written_is_what_counts() -> None:
    terms = terms_of(
        OFFICE
        + """
    timezone: America/New_York
    country: US-DC
    closed: [{from: 2027-12-24, to: 2027-12-31, because: Between the years}]
  - {key: always, name: Always, hours: always}
desk_hours: always
promises:
  - name: Locked out
    calendar: office
    priorities: [urgent, high]
    kinds: [incident]
    first_response: 1 h 30 min
    answers_paused_by: []
    when_reopened: starts anew
handovers:
  - {team: network, name: Network, calendar: always, within: 90 min, paused_by: [requester]}
""",
        VIENNA,
    )
    [promise], [handover] = terms.promises, terms.handovers
    assert (promise.calendar.tz.key, promise.calendar.place) == ("America/New_York", "US-DC")
    assert promise.calendar.closed[0].because == "Between the years"
    assert [window.begins for window in promise.calendar.week[0]] == [9 * HOUR, 13 * HOUR]
    assert promise.calendar.week[4][0].ends == 24 * HOUR
    assert (promise.first_response, promise.starts_anew) == (1.5 * HOUR, True)
    assert (promise.answers_paused_by, handover.paused_by) == (frozenset(), frozenset({TicketState.WAITING}))
    assert terms.promise_for("incident", "2") is promise
    assert terms.promise_for("incident", "3") is terms.promise_for("question", "1") is None
    assert terms.handover_to("network") is handover
    assert handover.within == 1.5 * HOUR
    assert terms.office.key == "always"


def test_an_empty_file_promises_nothing() -> None:
    assert terms_of("", VIENNA).promise_for("incident", "1") is None


def test_other_words_or_another_zone_are_other_terms() -> None:
    zones = {terms_of(OFFICE + PROMISE, zone).digest for zone in (VIENNA, ZoneInfo("UTC"))}
    assert len({*zones, terms_of(OFFICE, VIENNA).digest}) == 3


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("calendars: [{key: a, name: A, hours: {}}]", 1, "needs hours on at least one day"),
        ('calendars: [{key: a, name: A, hours: {mon: ["09:00-12:00", "11:00-17:00"]}}]', 1, "overlap"),
        ('calendars: [{key: a, name: A, hours: {mon: ["17:00-09:00"]}}]', 1, "end after it begins"),
        ('calendars: [{key: a, name: A, hours: {mon: ["9-17"]}}]', 1, "must be hours such as"),
        ('calendars: [{key: a, name: A, hours: {mon: ["09:60-17:00"]}}]', 1, "is no time of day"),
        ('calendars: [{key: a, name: A, hours: {mon: ["09:00-24:01"]}}]', 1, "is no time of day"),
        ("calendars: [{key: a, name: A, hours: always, timezone: Mars/Base}]", 1, "is no time zone"),
        ("calendars: [{key: a, name: A, hours: always, country: XX}]", 1, "is no country"),
        (
            "calendars: [{key: a, name: A, hours: always, closed: [{from: 2027-01-01, to: 2028-06-01, because: b}]}]",
            1,
            "more than a year",
        ),
        (OFFICE + OFFICE.replace("calendars:", ""), 8, "stands twice"),
        (OFFICE + PROMISE.replace("office", "attic"), 9, "there is no calendar attic"),
        (OFFICE + PROMISE.replace("8 h", "8 days"), 10, "must be business time"),
        (OFFICE + PROMISE.replace("8 h", "0 h"), 10, "must be business time"),
        (OFFICE + PROMISE.replace("8 h", "999 h"), 10, "more than a year of the hours of office"),
        (OFFICE + PROMISE.replace("    resolution: 8 h\n", ""), 8, "promises nothing"),
        (OFFICE + PROMISE + "    kinds: [wish]\n", 11, "kinds"),
        (OFFICE + "desk_hours: attic", 6, "there is no calendar attic"),
        ("hours: 1", 1, "no name that is known"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(FileError, match=reason) as raised:
        terms_of(text, VIENNA)
    assert raised.value.line == line
