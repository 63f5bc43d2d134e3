"""What agents decide about time on a ticket's page, and how each reader is told."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.audit.models import AuditEvent
from govdesk.desk.clocks import letters  # noqa: F401 - the words of its mails
from govdesk.desk.clocks.models import PlatformCase, TicketOutcome
from govdesk.desk.clocks.promises import Measure
from govdesk.desk.models import Ticket
from govdesk.desk.rules import Priority, TicketState
from govdesk.desk.spells import Aspect
from govdesk.directory.models import Person
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from tests.conftest import VIENNA
from tests.desk.clocks.conftest import Work
from tests.desk.conftest import Browse, FileTicket

SOON = timedelta(days=3)


@pytest.fixture
def ticket(files: FileTicket, olu: Person, mei: Person) -> Ticket:
    return files(olu, kind="service_request")


@pytest.fixture
def decide(browse: Browse, session: Session, ticket: Ticket, mei: Person) -> Callable[..., int]:
    """`decide("team", **{"team-team": "network"})`: Mei sends one of the forms; the status."""

    def decided(what: str, **values: str) -> int:
        here = f"/tickets/{ticket.id}"
        answer = browse(mei).submit(here, to=f"{here}/{what}", **values)
        session.expire_all()
        return answer.status_code

    return decided


def today() -> date:
    return clock.local_date(clock.utcnow(), VIENNA)


def waits(number: str = "F-77", on: date | None = None) -> dict[str, str]:
    return {"platform-number": number, "platform-chase_on": (on or today() + SOON).isoformat()}


def test_another_priority_is_another_promise_at_once(
    session: Session, ticket: Ticket, decide: Callable[..., int], mei: Person
) -> None:
    before = ticket.breaches_at
    assert decide("priority", **{"priority-priority": "1"}) == 303
    assert ticket.priority is Priority.URGENT
    assert ticket.breaches_at == ticket.opened_at + timedelta(minutes=15)
    assert ticket.breaches_at != before
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "desk:ticket:prioritised")).one()
    assert (event.actor_id, event.fields) == (mei.id, {"priority": ["3", "1"]})
    assert decide("priority", **{"priority-priority": "9"}) == 422


def test_waiting_for_a_platform_stops_the_solution_and_reminds_once(
    session: Session, ticket: Ticket, decide: Callable[..., int], work: Work, browse: Browse, mei: Person
) -> None:
    assert decide("platform-case", **waits()) == 303
    assert ticket.state is TicketState.PLATFORM
    case = session.scalars(select(PlatformCase)).one()
    page = browse(mei).get(f"/tickets/{ticket.id}").text
    assert "case F-77" in page
    assert 'value="F-77"' in page
    assert "paused: waiting for the platform" in page
    for days in (1, 10, 11):
        work((today() + timedelta(days=days)).isoformat() + "T12:00")
    [chase] = session.scalars(select(Notice).where(Notice.kind == "ticket_chased"))
    assert chase.person_id == mei.id
    told = write(session, chase, base_url="https://govdesk.example", today=today(), addressee="Mei")
    assert told is not None
    assert "case F-77" in told.plain
    # Another day is another reminder; the answer ends it.
    assert decide("platform-case", **waits("F-78", today() + timedelta(days=20))) == 303
    session.refresh(case)
    assert (case.number, case.chased_at) == ("F-78", None)
    assert decide("platform-answer") == 303
    session.refresh(case)
    assert (ticket.state, case.ended_at is not None) == (TicketState.OPEN, True)
    assert write(session, chase, base_url="https://govdesk.example", today=today(), addressee="Mei") is None


def test_what_the_requester_writes_meanwhile_does_not_end_the_waiting(
    browse: Browse, ticket: Ticket, decide: Callable[..., int], olu: Person, session: Session
) -> None:
    decide("platform-case", **waits())
    here = f"/tickets/{ticket.id}"
    browse(olu).submit(here, to=f"{here}/messages", **{"reply-text": "Any news?"})
    decide("messages", **{"reply-text": "We still wait for them."})
    assert ticket.state is TicketState.PLATFORM
    assert "We wait for the platform" in browse(olu).get(here).text


def test_who_resolves_what_waits_for_a_platform_is_reminded_no_more(
    session: Session, ticket: Ticket, decide: Callable[..., int], work: Work
) -> None:
    decide("platform-case", **waits())
    assert decide("resolution") == 303
    work((today() + timedelta(days=10)).isoformat() + "T12:00")
    assert session.scalars(select(Notice).where(Notice.kind == "ticket_chased")).all() == []


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (waits(on=date(2020, 1, 1)), "Choose a day after today"),
        (waits(on=date(2099, 1, 1)), "Choose a day after today"),
        ({"platform-chase_on": ""}, "Enter the day"),
        (waits("password: Xk3!mmQp9"), "looks like a password"),
        (waits("9" * 101), "at most 100"),
    ],
)
def test_what_cannot_be_so_comes_back_with_a_reason(
    browse: Browse, ticket: Ticket, mei: Person, values: dict[str, str], reason: str
) -> None:
    here = f"/tickets/{ticket.id}"
    answer = browse(mei).submit(here, to=f"{here}/platform-case", **values)
    assert (answer.status_code, reason in answer.text) == (422, True)


def test_another_team_has_a_clock_of_its_own_until_it_gives_the_ticket_back(
    session: Session, ticket: Ticket, decide: Callable[..., int], browse: Browse, mei: Person, olu: Person
) -> None:
    assert decide("team", **{"team-team": "attic"}) == 422
    assert decide("team", **{"team-team": "network"}) == 303
    stay = ticket.now_of(Aspect.TEAM)
    assert stay is not None
    assert stay.value == "network"
    assert "Back from another team" in browse(mei).get(f"/tickets/{ticket.id}").text
    assert "Network team" not in browse(olu).get(f"/tickets/{ticket.id}").text
    session.execute(update(Ticket).values(breaches_by=Measure.HANDOVER))
    session.commit()
    assert "Back from another team" in browse(mei).get("/tickets").text
    assert "Back from another team" not in browse(olu).get("/tickets").text
    assert decide("team-return") == 303
    outcome = session.scalars(select(TicketOutcome)).one()
    assert (outcome.measure, outcome.promised_by, outcome.was_kept) == (Measure.HANDOVER, "Network team", True)


def test_a_ticket_goes_to_one_other_team_at_a_time(
    browse: Browse, ticket: Ticket, decide: Callable[..., int], mei: Person
) -> None:
    here, page = f"/tickets/{ticket.id}", browse(mei)
    assert f'action="{here}/team"' in page.get(here).text
    decide("team", **{"team-team": "network"})
    assert f"{here}/team-return" in page.get(here).text
    assert f'action="{here}/team"' not in page.get(here).text


def test_the_requester_reads_the_promise_in_plain_words(
    browse: Browse, ticket: Ticket, decide: Callable[..., int], olu: Person
) -> None:
    here = f"/tickets/{ticket.id}"
    page = browse(olu).get(here).text
    assert "You get an answer by" in page
    assert "We mean to settle it by" in page
    assert "Why is this due then?" not in page
    decide("messages", **{"reply-text": "Which one?", "reply-waits": "y"})
    page = browse(olu).get(here).text
    assert "Your request waits for your answer." in page
    assert "You get an answer by" not in page


def test_the_desk_reads_how_the_due_moment_came_about(browse: Browse, ticket: Ticket, mei: Person) -> None:
    page = browse(mei).get(f"/tickets/{ticket.id}").text
    assert page.count("Why is this due then?") == 2
    assert "The time began" in page
    assert "Office hours, times in Europe/Vienna" in page


def test_my_day_says_by_when(
    browse: Browse, ticket: Ticket, decide: Callable[..., int], olu: Person, mei: Person
) -> None:
    decide("assignment")
    assert "First answer: " in browse(mei).get("/").text
    assert "First answer: " in browse(olu).get("/").text


def test_the_queue_begins_with_what_breaks_a_promise_first(
    browse: Browse, files: FileTicket, session: Session, olu: Person, mei: Person
) -> None:
    slow = files(olu, subject="A question", kind="question")
    paused = files(olu, subject="A paused one")
    quick = files(olu, subject="Not our posts", takeover="y")
    late = files(olu, subject="An old one")
    here = f"/tickets/{paused.id}"
    browse(mei).submit(here, to=f"{here}/messages", **{"reply-text": "Which one?", "reply-waits": "y"})
    late.breaches_at = clock.utcnow() - timedelta(days=5)
    session.commit()
    queue = browse(mei).get("/tickets").text
    places = [queue.index(ticket.subject) for ticket in (late, quick, slow, paused)]
    assert places == sorted(places)
    for words in ("overdue by", r"due in 1\d minutes", "paused: waiting for the requester"):
        assert re.search(words, queue)
