"""What is kept for lists and reports agrees with the facts, and comes back when it is lost."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk.desk import actions
from govdesk.desk.clocks.facts import clocks_of, open_clocks
from govdesk.desk.clocks.jobs import work_through
from govdesk.desk.clocks.keeping import facts_of, outcomes_of, reckoned, warnings_of
from govdesk.desk.clocks.promises import Measure
from govdesk.desk.leaving import give_back
from govdesk.desk.models import Ticket
from govdesk.desk.rules import Priority, TicketState
from govdesk.desk.spells import Aspect
from govdesk.directory.models import Person
from tests.desk.clocks.conftest import Ask, Work
from tests.desk.clocks.terms import HOUR, TERMS, URGENT, USUAL
from tests.desk.clocks.test_business_time import at

Answer = Callable[..., None]


def kept(ticket: Ticket) -> tuple[object, ...]:
    return ticket.breaches_at, ticket.breaches_by, ticket.warn_at


def spells(ticket: Ticket, aspect: Aspect) -> list[tuple[str, bool]]:
    return [(spell.value, spell.ended_at is None) for spell in ticket.spells if spell.aspect is aspect]


def test_every_action_leaves_its_facts(session: Session, ask: Ask, answer: Answer, olu: Person, mei: Person) -> None:
    ticket = ask("2027-03-01T09:00")
    answer(ticket, "2027-03-01T10:00", waits=True)
    actions.reply(session, ticket, actions.Said("Yes.", "r"), by=olu, now=at("2027-03-01T11:00"))
    actions.note(session, ticket, actions.Said("Hm.", "n"), by=mei, now=at("2027-03-01T11:05"))
    actions.resolve(session, ticket, by=mei, now=at("2027-03-01T12:00"))
    actions.reopen(session, ticket, by=olu, now=at("2027-03-01T13:00"))
    give_back(session, mei, occasion="o", now=at("2027-03-01T14:00"))
    session.commit()
    assert spells(ticket, Aspect.STATE) == [
        ("new", False), ("open", False), ("waiting", False), ("open", False), ("resolved", False), ("reopened", True),
    ]  # fmt: skip
    assert spells(ticket, Aspect.ASSIGNEE) == [(str(mei.id), False)]
    assert spells(ticket, Aspect.PRIORITY) == [(Priority.NORMAL, True)]
    assert [message.side for message in ticket.messages] == ["requester", "agent", "requester", "internal"]
    states = [spell for spell in ticket.spells if spell.aspect is Aspect.STATE]
    assert all(after.began_at == before.ended_at for before, after in pairwise(states))


def test_what_is_kept_can_be_rebuilt_from_the_facts(
    session: Session, ask: Ask, work: Work, answer: Answer, mei: Person
) -> None:
    running, paused, over = ask("2027-03-01T09:00"), ask("2027-03-01T09:10"), ask("2027-03-01T09:20")
    answer(running, "2027-03-01T09:30")
    answer(paused, "2027-03-01T09:40", waits=True)
    actions.resolve(session, over, by=mei, now=at("2027-03-01T09:50"))
    work("2027-03-01T13:30")
    before = [kept(ticket) for ticket in (running, paused, over)]
    for ticket in (running, paused, over):
        facts = facts_of(ticket)
        now = reckoned(open_clocks(clocks_of(facts, TERMS), facts), warnings_of(session, ticket))
        assert kept(ticket) == (now.breaches_at, now.breaches_by, now.warn_at)
    assert before[0] == (at("2027-03-01T17:00"), "resolution", at("2027-03-01T15:00"))
    assert before[1:] == [(None, None, None)] * 2
    # All of it is lost, and comes back.
    session.execute(update(Ticket).values(breaches_at=None, breaches_by=None, warn_at=None, reckoned_by=""))
    work("2027-03-01T13:31")
    assert [kept(ticket) for ticket in (running, paused, over)] == before
    assert [ticket.reckoned_by for ticket in (running, paused, over)] == ["digest", "digest", None]


def test_other_terms_move_what_is_open_and_leave_what_was_kept(
    session: Session, sessions: Callable[[], Session], ask: Ask, work: Work, answer: Answer
) -> None:
    ticket = ask("2027-03-01T09:00")
    answer(ticket, "2027-03-01T09:50")
    work("2027-03-01T10:00")
    [outcome] = outcomes_of(session, ticket)
    assert (outcome.measure, outcome.was_kept, outcome.used_seconds) == (Measure.FIRST_RESPONSE, True, 50 * 60)
    hasty = replace(USUAL, first_response=HOUR / 2, resolution=2 * HOUR)
    session.commit()
    work_through(sessions, replace(TERMS, promises=(URGENT, hasty), digest="other"), now=at("2027-03-01T10:00"))
    session.expire_all()
    assert ticket.breaches_at == at("2027-03-01T11:00")
    [outcome] = outcomes_of(session, ticket)
    assert (outcome.was_kept, outcome.due_at) == (True, at("2027-03-01T10:00"))


def test_a_ticket_solved_twice_has_two_outcomes(
    session: Session, ask: Ask, work: Work, mei: Person, olu: Person
) -> None:
    ticket = ask("2027-03-01T09:00")
    for resolved, reopened in (("2027-03-01T12:00", "2027-03-02T09:00"), ("2027-03-02T16:00", None)):
        actions.resolve(session, ticket, by=mei, now=at(resolved))
        work(resolved)
        if reopened:
            actions.reopen(session, ticket, by=olu, now=at(reopened))
            work(reopened)
    solved = [one for one in outcomes_of(session, ticket) if one.measure is Measure.RESOLUTION]
    assert [(one.used_seconds / 3600, one.was_kept) for one in solved] == [(3, True), (10, False)]


def test_one_ticket_that_cannot_be_reckoned_holds_up_no_other(session: Session, ask: Ask, work: Work) -> None:
    bad, good = ask("2027-03-01T09:00"), ask("2027-03-01T09:10")
    for spell in bad.spells:
        session.delete(spell)
    work("2027-03-01T09:45")
    assert (bad.reckoned_by, bad.warn_at) == ("digest", None)
    assert good.breaches_at == at("2027-03-01T10:10")
    assert bad.state is TicketState.NEW
    assert session.scalars(select(Ticket.id)).all() == [bad.id, good.id]
