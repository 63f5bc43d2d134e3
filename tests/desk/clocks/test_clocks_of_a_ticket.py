"""The ten rules for clocks, on facts alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdesk.desk.clocks.facts import Facts, Spell, Word, clocks_of, open_clocks
from govdesk.desk.clocks.promises import Measure, Terms
from govdesk.desk.clocks.running import Clock
from govdesk.desk.rules import Priority, Side, TicketKind, TicketState
from tests.desk.clocks.terms import HOUR, TERMS, USUAL
from tests.desk.clocks.test_business_time import NINE_TO_FIVE, at

OPENED = at("2027-03-01T09:00")
"""A Monday."""
NEW, OPEN, WAITING, PLATFORM = TicketState.NEW, TicketState.OPEN, TicketState.WAITING, TicketState.PLATFORM
RESOLVED, REOPENED, CLOSED = TicketState.RESOLVED, TicketState.REOPENED, TicketState.CLOSED
NORMAL, URGENT = Priority.NORMAL, Priority.URGENT


def spells(*turns: tuple[str, datetime]) -> tuple[Spell, ...]:
    ends = [*(at for _value, at in turns[1:]), None]
    return tuple(Spell(value, begins, end) for (value, begins), end in zip(turns, ends, strict=True))


def facts(*states: tuple[str, str], said: tuple[tuple[Side, str], ...] = (), opened: datetime = OPENED) -> Facts:
    turns = ((NEW, opened), *((state, at(moment)) for state, moment in states))
    words = tuple(Word(side, at(moment)) for side, moment in said)
    return Facts(TicketKind.REQUEST, opened, spells(*turns), spells((NORMAL, opened)), words)


def only(measure: Measure, some: Facts, terms: Terms = TERMS) -> Clock:
    """The last clock of a kind."""
    return [clock for clock in clocks_of(some, terms) if clock.measure is measure][-1]


def first(some: Facts, terms: Terms = TERMS) -> Clock:
    return only(Measure.FIRST_RESPONSE, some, terms)


def solution(some: Facts, terms: Terms = TERMS) -> Clock:
    return only(Measure.RESOLUTION, some, terms)


def test_a_new_ticket_owes_a_first_answer_and_a_solution_in_business_time() -> None:
    friday = facts(opened=at("2027-03-05T16:30"))
    assert first(friday).due_at == at("2027-03-08T09:30")
    assert solution(friday).due_at == at("2027-03-08T16:30")


def test_a_pause_takes_the_due_moment_away_and_freezes_what_is_left() -> None:
    paused = facts((OPEN, "2027-03-01T10:00"), (WAITING, "2027-03-01T12:00"))
    clock = solution(paused)
    assert (clock.is_paused, clock.due_at) == (True, None)
    for later in (at("2027-03-01T12:00"), at("2027-03-03T16:00")):
        assert clock.left(later) == 5 * HOUR
        assert not clock.is_overdue(later)


def test_what_was_overdue_when_it_was_paused_is_overdue_by_as_much_for_ever() -> None:
    clock = solution(facts((OPEN, "2027-03-01T10:00"), (WAITING, "2027-03-02T12:00")))
    assert clock.is_overdue(at("2027-03-09T09:00"))
    assert clock.left(at("2027-03-09T09:00")) == clock.left(at("2027-03-02T12:00")) == -3 * HOUR


def test_a_served_pause_is_added_in_business_time() -> None:
    clock = solution(facts((WAITING, "2027-03-01T12:00"), (OPEN, "2027-03-03T10:00")))
    served = NINE_TO_FIVE.business_between(at("2027-03-01T12:00"), at("2027-03-03T10:00"))
    assert clock.due_at == NINE_TO_FIVE.add_business(OPENED, 8 * HOUR + served)


def test_a_pause_entered_from_a_pause_goes_on() -> None:
    clock = solution(facts((WAITING, "2027-03-01T12:00"), (PLATFORM, "2027-03-01T15:00"), (OPEN, "2027-03-02T12:00")))
    [pause] = clock.pauses
    assert (pause.begins, pause.ends) == (at("2027-03-01T12:00"), at("2027-03-02T12:00"))
    assert pause.states == (WAITING, PLATFORM)
    assert clock.left(at("2027-03-02T12:00")) == 5 * HOUR


def test_a_platform_stops_the_solution_but_not_the_answer() -> None:
    waiting = facts((PLATFORM, "2027-03-01T09:30"))
    assert solution(waiting).is_paused
    assert first(waiting).due_at == at("2027-03-01T10:00")


def test_another_priority_counts_from_the_beginning_and_keeps_served_pauses() -> None:
    before = facts((WAITING, "2027-03-01T10:00"), (OPEN, "2027-03-01T14:00"))
    raised = replace(before, priorities=spells((NORMAL, OPENED), (URGENT, at("2027-03-01T15:00"))))
    assert solution(before).due_at == at("2027-03-02T13:00")
    assert solution(raised).due_at == at("2027-03-01T17:00")  # 4 h round the clock, and 4 h that were paused


def test_a_first_answer_once_given_stays_what_it_was() -> None:
    given = facts((OPEN, "2027-03-01T09:50"), said=((Side.AGENT, "2027-03-01T09:50"),))
    raised = replace(given, priorities=spells((NORMAL, OPENED), (URGENT, at("2027-03-01T10:00"))))
    for some in (given, raised):
        assert first(some).was_kept
        assert first(some).due_at == at("2027-03-01T10:00")
    raised_before = replace(given, priorities=spells((NORMAL, OPENED), (URGENT, at("2027-03-01T09:40"))))
    assert not first(raised_before).was_kept


def test_a_reopened_ticket_goes_on_with_what_was_left() -> None:
    again = facts((RESOLVED, "2027-03-01T12:00"), (REOPENED, "2027-03-08T09:00"))
    assert solution(again).due_at == at("2027-03-08T14:00")
    assert not solution(again).is_overdue(at("2027-03-08T09:00"))


def test_a_reopened_ticket_starts_anew_where_the_promise_says_so() -> None:
    anew = replace(TERMS, promises=(replace(USUAL, starts_anew=True),))
    again = facts((RESOLVED, "2027-03-01T12:00"), (CLOSED, "2027-03-05T09:00"), (REOPENED, "2027-03-08T09:00"))
    assert solution(again, anew).due_at == at("2027-03-08T17:00")


def test_a_solution_counts_from_being_resolved_not_from_being_closed() -> None:
    over = facts((OPEN, "2027-03-01T10:00"), (RESOLVED, "2027-03-01T16:00"), (CLOSED, "2027-03-15T09:00"))
    assert solution(over).settled_at == at("2027-03-01T16:00")
    assert solution(over).was_kept
    assert open_clocks(clocks_of(over, TERMS), over) == []


def test_what_is_solved_while_it_is_paused_is_not_late() -> None:
    clock = solution(facts((WAITING, "2027-03-01T12:00"), (RESOLVED, "2027-03-30T12:00")))
    assert clock.was_kept
    assert not clock.is_overdue(at("2027-03-30T12:00"))


@pytest.mark.parametrize("side", [Side.AUTOMATIC, Side.BOUNCE, Side.INTERNAL, Side.REQUESTER])
def test_only_a_public_word_of_the_desk_is_an_answer(side: Side) -> None:
    assert first(facts(said=((side, "2027-03-01T09:10"),))).settled_at is None


def test_the_words_a_ticket_is_opened_with_answer_nothing() -> None:
    """Also where an agent opens it for somebody: those words are not among the facts' words at all."""
    assert first(facts()).settled_at is None
    answered = facts(said=((Side.AGENT, "2027-03-01T09:10"),))
    assert first(answered).settled_at == at("2027-03-01T09:10")


def test_a_next_answer_counts_from_the_oldest_word_that_nobody_answered() -> None:
    said = (
        (Side.AGENT, "2027-03-01T09:30"),
        (Side.REQUESTER, "2027-03-01T10:00"),
        (Side.AUTOMATIC, "2027-03-01T10:10"),
        (Side.REQUESTER, "2027-03-01T11:00"),
        (Side.INTERNAL, "2027-03-01T11:30"),
    )
    asked = facts(said=said)
    clock = only(Measure.NEXT_RESPONSE, asked)
    assert (clock.began_at, clock.due_at) == (at("2027-03-01T10:00"), at("2027-03-01T12:00"))
    answered = facts(said=(*said, (Side.AGENT, "2027-03-01T13:00"), (Side.REQUESTER, "2027-03-01T14:00")))
    rounds = [one for one in clocks_of(answered, TERMS) if one.measure is Measure.NEXT_RESPONSE]
    assert [(one.began_at, one.was_kept) for one in rounds] == [
        (at("2027-03-01T10:00"), False),
        (at("2027-03-01T14:00"), False),
    ]
    assert [one.settled_at for one in rounds] == [at("2027-03-01T13:00"), None]


def test_an_automatic_word_of_the_requester_asks_nothing() -> None:
    some = facts(said=((Side.AGENT, "2027-03-01T09:30"), (Side.AUTOMATIC, "2027-03-01T10:00")))
    assert [one.measure for one in clocks_of(some, TERMS)] == [Measure.FIRST_RESPONSE, Measure.RESOLUTION]


def test_another_teams_clock_has_pauses_of_its_own() -> None:
    passed_on = facts((OPEN, "2027-03-01T10:00"), (WAITING, "2027-03-01T12:00"))
    to_network = replace(passed_on, teams=(Spell("network", at("2027-03-01T11:00")),))
    to_legal = replace(passed_on, teams=(Spell("legal", at("2027-03-01T11:00")),))
    # Their asking the requester something stops the promise to the requester and Legal's, not the network team's.
    assert only(Measure.HANDOVER, to_network).due_at == at("2027-03-02T11:00")
    assert only(Measure.HANDOVER, to_legal).is_paused
    assert solution(to_network).is_paused


def test_a_team_that_gave_it_back_in_time_kept_its_word() -> None:
    stay = Spell("legal", at("2027-03-01T11:00"), at("2027-03-01T14:00"))
    clock = only(Measure.HANDOVER, replace(facts((OPEN, "2027-03-01T10:00")), teams=(stay,)))
    assert (clock.settled_at, clock.was_kept) == (at("2027-03-01T14:00"), True)


def test_what_nobody_promised_has_no_clock() -> None:
    assert clocks_of(facts(), replace(TERMS, promises=())) == []


STATES = st.sampled_from([NEW, OPEN, WAITING, PLATFORM, RESOLVED, REOPENED])
TURNS = st.lists(st.tuples(STATES, st.integers(1, 60 * 24 * 5)), max_size=8)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(TURNS, st.integers(0, 60 * 24 * 10))
def test_due_is_the_start_plus_target_plus_what_was_paused(turns: list[tuple[TicketState, int]], later: int) -> None:
    moment, said = OPENED, [(NEW, OPENED)]
    for state, minutes in turns:
        moment += timedelta(minutes=minutes)
        said.append((state, moment))
    some = Facts(TicketKind.REQUEST, OPENED, spells(*said), spells((NORMAL, OPENED)))
    now, clock = moment + timedelta(minutes=later), solution(some)
    paused = sum((NINE_TO_FIVE.business_between(one.begins, one.ends or now) for one in clock.pauses), timedelta())
    assert clock.used(now) + paused == NINE_TO_FIVE.business_between(OPENED, clock.settled_at or now)
    if clock.is_running and not clock.is_overdue(said[-1][1]):
        assert clock.due_at == NINE_TO_FIVE.add_business(OPENED, clock.target + paused)
    assert all(moment.tzinfo is UTC for moment in [clock.due_at] if moment)
