"""Warnings at 50, 75 and 100 percent: once each, in order, in business hours, to whom it concerns."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.desk import actions
from govdesk.desk.clocks import letters  # noqa: F401 - the words
from govdesk.desk.clocks.models import TicketWarning
from govdesk.desk.clocks.promises import Measure
from govdesk.directory.models import Person, PersonRole
from govdesk.notify.letters import Text, write
from govdesk.notify.models import Notice, NoticeState
from tests.desk.clocks.conftest import Ask, Work
from tests.desk.clocks.test_business_time import at

Answer = Callable[..., None]


def fired(session: Session) -> list[tuple[str, int]]:
    return [(one.measure, one.percent) for one in session.scalars(select(TicketWarning).order_by(TicketWarning.id))]


def owed(session: Session) -> Sequence[Notice]:
    query = select(Notice).where(Notice.kind == "ticket_warned", Notice.state == NoticeState.OWED)
    return session.scalars(query.order_by(Notice.id)).all()


def written(session: Session, notice: Notice) -> Text | None:
    assert notice.kind == "ticket_warned"
    return write(session, notice, base_url="https://govdesk.example", today=date(2027, 3, 1), addressee="Mei")


def test_each_level_is_told_once_however_often_the_worker_comes(session: Session, ask: Ask, work: Work) -> None:
    ask("2027-03-01T09:00")
    for moment in ("09:29", "09:30", "09:30", "09:44", "09:45", "09:59", "10:00", "10:00", "11:00"):
        work(f"2027-03-01T{moment}")
    assert fired(session) == [("first_response", 50), ("first_response", 75), ("first_response", 100)]
    assert [one.stage for one in owed(session)] == ["first_response:50", "first_response:75", "first_response:100"]


def test_after_a_downtime_levels_come_in_order_and_the_last_is_told(session: Session, ask: Ask, work: Work) -> None:
    ask("2027-03-01T09:00")
    work("2027-03-01T14:00")
    assert fired(session) == [
        *(("first_response", percent) for percent in (50, 75, 100)),
        ("resolution", 50),
    ]
    assert [one.stage for one in owed(session)] == ["first_response:100", "resolution:50"]


def test_a_warning_that_waited_for_the_morning_gives_way_to_a_later_one(
    session: Session, ask: Ask, work: Work
) -> None:
    ask("2027-03-01T16:15")
    work("2027-03-01T17:30")
    [early] = owed(session)
    assert (early.stage, written(session, early) is not None) == ("first_response:75", True)
    work("2027-03-02T09:15")
    assert [(one.stage, written(session, one) is not None) for one in owed(session)] == [
        ("first_response:75", False),
        ("first_response:100", True),
    ]


def test_percent_are_of_business_time(session: Session, ask: Ask, work: Work) -> None:
    ask("2027-03-05T16:30")
    work("2027-03-05T16:59")
    assert fired(session) == []
    work("2027-03-08T09:14")
    assert fired(session) == [("first_response", 50)]
    work("2027-03-08T09:15")
    assert fired(session) == [("first_response", 50), ("first_response", 75)]


def test_at_night_it_is_kept_for_the_morning_unless_it_is_urgent(session: Session, ask: Ask, work: Work) -> None:
    ask("2027-03-01T16:00")
    ask("2027-03-01T22:00", takeover=True)
    work("2027-03-01T22:20")
    usual, urgent = owed(session)
    assert (usual.stage, usual.send_at) == ("first_response:100", at("2027-03-02T09:00"))
    assert (urgent.stage, urgent.send_at) == ("first_response:100", at("2027-03-01T22:20"))


def test_the_assignee_hears_of_it_else_everybody_at_the_desk(
    session: Session, ask: Ask, work: Work, mei: Person, ada: Person
) -> None:
    ada.granted.append(PersonRole(role=Role.AGENT, group_dn="cn=agents"))
    mine = ask("2027-03-01T09:00")
    actions.take(session, mine, by=mei, seen_assignee_id=None, now=at("2027-03-01T09:05"))
    work("2027-03-01T09:30")
    assert [one.person_id for one in owed(session)] == [mei.id]
    ask("2027-03-01T10:00")
    work("2027-03-01T10:30")
    assert {one.person_id for one in owed(session)[-2:]} == {mei.id, ada.id}


def test_what_was_answered_meanwhile_is_warned_of_no_more(
    session: Session, ask: Ask, work: Work, answer: Answer
) -> None:
    ticket = ask("2027-03-01T09:00")
    work("2027-03-01T09:45")
    [notice] = owed(session)
    before = written(session, notice)
    assert before is not None
    assert "Mon 1 Mar, 10:00" in before.plain
    answer(ticket, "2027-03-01T09:50")
    assert written(session, notice) is None
    work("2027-03-01T10:30")
    assert len(fired(session)) == 2


def test_a_paused_ticket_warns_of_nothing_until_it_goes_on(
    session: Session, ask: Ask, work: Work, answer: Answer, olu: Person
) -> None:
    ticket = ask("2027-03-01T09:00")
    answer(ticket, "2027-03-01T12:00", waits=True)
    work("2027-03-03T12:00")
    assert fired(session) == []
    assert (ticket.breaches_at, ticket.warn_at) == (None, None)
    actions.reply(session, ticket, actions.Said("There.", "there"), by=olu, now=at("2027-03-03T12:00"))
    work("2027-03-03T13:00")
    assert [one for one in fired(session) if one[0] == Measure.RESOLUTION] == [("resolution", 50)]


def test_a_broken_promise_says_so(session: Session, ask: Ask, work: Work) -> None:
    ask("2027-03-01T09:00")
    work("2027-03-01T10:00")
    told = written(session, owed(session)[-1])
    assert told is not None
    assert "Overdue" in told.subject
    assert "was due Mon 1 Mar, 10:00" in told.plain


@pytest.mark.parametrize("is_there", [True, False])
def test_a_warning_is_not_for_who_works_on_it_no_more(
    session: Session, ask: Ask, work: Work, mei: Person, is_there: bool
) -> None:
    ask("2027-03-01T09:00")
    work("2027-03-01T09:30")
    if not is_there:
        mei.granted.clear()
        session.commit()
    assert (written(session, owed(session)[0]) is not None) is is_there
