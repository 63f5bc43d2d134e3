"""The tickets that stand at the sample company's desk when it is loaded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.desk.actions import Matter, Said, answer, file_ticket, note, take
from govdesk.desk.clocks.actions import ask_platform, pass_on
from govdesk.desk.clocks.keeping import reckon
from govdesk.desk.clocks.promises import Terms
from govdesk.desk.models import Ticket
from govdesk.desk.rules import TicketKind
from govdesk.directory.queries import person_by_login


@dataclass(frozen=True)
class Asked:
    """One ticket: who asks what, how long ago, and how far it has come."""

    login: str
    kind: TicketKind
    subject: str
    text: str
    hours_ago: int
    account: int | None = None
    """Which of the accounts that have a custodian; None for one that is not in the register."""
    unlisted: str | None = None
    answer: str | None = None
    note: str | None = None
    team: str | None = None
    """Another team that has it since it was answered."""
    case_number: str | None = None
    """What the platform calls it that is waited for since then."""


ASKED = (
    Asked(
        "olu",
        TicketKind.REQUEST,
        "The video site is blocked at the service point",
        "We answer questions there with our own videos. From the counter PCs the page does not open since Monday.",
        hours_ago=50,
        account=3,
        answer="I have asked for it to be opened for the counter PCs. You will hear from me tomorrow.",
        note="The rule came with Monday's change of categories; the network team looks into it.",
        team="network",
    ),
    Asked(
        "ada",
        TicketKind.QUESTION,
        "May we repost pictures from visitors?",
        "Visitors tag us in their pictures. Is it enough to name them, or do we have to ask first?",
        hours_ago=26,
        account=0,
    ),
    Asked(
        "grace",
        TicketKind.INCIDENT,
        "A page that looks like ours collects phone numbers",
        "Somebody pointed us to a page with our logo that asks people for their phone number.",
        hours_ago=3,
        unlisted="https://www.facebook.com/noaa-prize-office",
        answer="It is not ours. We have reported it there and ask again until it is gone.",
        note="Three people have answered already; their departments know.",
        case_number="2731-4408",
    ),
)


def tell_tickets(session: Session, held: list[SocialAccount], *, terms: Terms, now: datetime) -> None:
    """File them, and let Mei answer where she has."""
    for number, asked in enumerate(ASKED):
        account = None if asked.account is None else held[asked.account]
        matter = Matter(asked.kind, asked.subject, account=account, unlisted_account=asked.unlisted)
        at = now - timedelta(hours=asked.hours_ago)
        requester = person_by_login(session, asked.login)
        ticket = file_ticket(session, matter, Said(asked.text, f"sample-{number}"), by=requester, now=at)
        if asked.answer and asked.note:
            _work(session, ticket, asked, f"{number}", at=at, terms=terms)
        reckon(session, ticket, terms)


def _work(session: Session, ticket: Ticket, asked: Asked, number: str, *, at: datetime, terms: Terms) -> None:
    """Mei takes it after an hour, and answers after two."""
    mei, later = person_by_login(session, "mei"), at + timedelta(hours=2)
    take(session, ticket, by=mei, seen_assignee_id=None, now=at + timedelta(hours=1))
    note(session, ticket, Said(asked.note or "", f"sample-note-{number}"), by=mei, now=later)
    answer(session, ticket, Said(asked.answer or "", f"sample-answer-{number}"), waits=False, by=mei, now=later)
    if asked.team and (team := terms.handover_to(asked.team)):
        pass_on(session, ticket, team, by=mei, now=later)
    if asked.case_number:
        chase_on = terms.office.local_day(later) + timedelta(days=2)
        ask_platform(session, ticket, asked.case_number, chase_on, by=mei, now=later, terms=terms)
