"""Tickets whose story is told hour by hour, through the actions people use."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from govdesk.desk import actions
from govdesk.desk.actions import Matter, Said
from govdesk.desk.clocks.jobs import work_through
from govdesk.desk.models import Ticket
from govdesk.desk.rules import TicketKind
from govdesk.directory.models import Person
from tests.desk.clocks.terms import TERMS
from tests.desk.clocks.test_business_time import at

Ask = Callable[..., Ticket]
Work = Callable[[str], None]


@pytest.fixture
def ask(session: Session, olu: Person, mei: Person) -> Ask:
    """`ask("2027-03-01T09:00")`: Olu asks at that moment in Vienna."""

    def asked(moment: str = "2027-03-01T09:00", *, takeover: bool = False) -> Ticket:
        matter = Matter(TicketKind.REQUEST, "A wish", takeover=takeover)
        ticket = actions.file_ticket(session, matter, Said("Please.", f"asked {moment}"), by=olu, now=at(moment))
        session.commit()
        return ticket

    return asked


@pytest.fixture
def work(sessions: Callable[[], Session], session: Session) -> Work:
    """`work("2027-03-01T09:30")`: the worker comes by."""

    def worked(moment: str) -> None:
        session.commit()
        work_through(sessions, TERMS, now=at(moment))
        session.expire_all()

    return worked


@pytest.fixture
def answer(session: Session, mei: Person) -> Callable[..., None]:
    """`answer(ticket, "2027-03-01T09:30", waits=True)`: Mei writes to Olu."""

    def answered(ticket: Ticket, moment: str, *, waits: bool = False) -> None:
        said = Said("Here.", f"answered {moment}")
        actions.answer(session, ticket, said, waits=waits, by=mei, now=at(moment))
        session.commit()

    return answered
