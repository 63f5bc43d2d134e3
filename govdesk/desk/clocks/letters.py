"""What the mails about promises are filled with, looked at once more before they leave."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Permission, may
from govdesk.desk.clocks.models import PlatformCase, TicketWarning
from govdesk.desk.clocks.promises import Measure
from govdesk.desk.clocks.warning import CHASED, WARNED
from govdesk.desk.clocks.words import moment_in
from govdesk.desk.models import Ticket
from govdesk.desk.rules import Side
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.notify.models import Notice


def warned(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None when it was settled or paused meanwhile, when a later warning says more, or somebody else works on it."""
    warning = session.get(TicketWarning, notice.context["warning_id"])
    if warning is None or not _concerns(warning.ticket, notice.person) or not _is_open(warning):
        return None
    if _is_outdone(session, warning):
        return None
    due = moment_in(warning.due_at, ZoneInfo(notice.context["zone"])) if warning.due_at else ""
    return _names(warning.ticket) | {"what": warning.measure.label, "percent": warning.percent, "due": due}


def chased(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None when the platform has answered, or when somebody else works on it now."""
    case = session.get(PlatformCase, notice.context["case_id"])
    if case is None or case.ended_at or not _concerns(case.ticket, notice.person):
        return None
    return _names(case.ticket) | {"case_number": case.number, "since": case.began_at.date()}


def _names(ticket: Ticket) -> dict[str, Any]:
    return {"ticket": ticket, "message": None, "path": f"/tickets/{ticket.id}"}


def _concerns(ticket: Ticket, reader: Person | None) -> bool:
    if reader is None or ticket.state.is_over or not may(reader, Permission.TICKET_WORK, ticket):
        return False
    is_with_another = ticket.assignee and ticket.assignee_id != reader.id and ticket.is_worked_by(ticket.assignee)
    return not is_with_another


def _is_outdone(session: Session, warning: TicketWarning) -> bool:
    later = select(TicketWarning.id).where(
        TicketWarning.ticket_id == warning.ticket_id,
        TicketWarning.measure == warning.measure,
        TicketWarning.began_at == warning.began_at,
        TicketWarning.percent > warning.percent,
    )
    return session.scalar(later.limit(1)) is not None


def _is_open(warning: TicketWarning) -> bool:
    ticket = warning.ticket
    if ticket.breaches_at is None:  # nothing runs at the moment
        return False
    if not warning.measure.is_answer:
        return warning.measure is Measure.RESOLUTION or any(
            spell.began_at == warning.began_at and spell.ended_at is None for spell in ticket.spells
        )
    since = [message for message in ticket.messages[1:] if message.written_at >= warning.began_at]
    return all(message.side is not Side.AGENT for message in since)


for _kind, _letter in ((WARNED, warned), (CHASED, chased)):
    notify.writes(_kind, _letter, why=_l("you work on this ticket, or at the desk."))
