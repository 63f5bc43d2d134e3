"""Before a ticket is closed: what is still missing, and what the register is told."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.deeds import Access, Deed
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.desk.models import Ticket
from govdesk.desk.neighbours import neighbours
from govdesk.desk.tools.models import SanctionedTool
from govdesk.desk.typed import Decision
from govdesk.desk.types.models import RequestTypeVersion
from govdesk.desk.types.reading import RequestType
from govdesk.desk.types.terms import WhenClosed
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _


def type_of_ticket(session: Session, ticket: Ticket) -> RequestType | None:
    """The type as it was when the ticket was filed; None for what was asked in somebody's own words."""
    if ticket.answers is None:
        return None
    return session.get_one(RequestTypeVersion, ticket.answers.version_id).type


def settle(session: Session, ticket: Ticket, deed: Deed, platforms: Catalogue) -> None:
    """Make come true what was asked and approved; what was refused changes nothing. Once, however often it is closed.

    Raises Conflict, and changes nothing, while something is missing.
    """
    wanted = type_of_ticket(session, ticket)
    if wanted is None or ticket.answers is None:
        return
    if missing := list(missing_for_closing(session, ticket, wanted)):
        raise Conflict(_("Not yet: %(missing)s", missing=" ".join(missing)))
    if ticket.answers.settled_at is not None or was_refused(ticket):
        return
    if WhenClosed.CHANGE_ACCESS in wanted.content.when_closed:
        _change_access(session, ticket, deed, platforms)
    ticket.answers.settled_at = deed.now


def was_refused(ticket: Ticket) -> bool:
    return any(one.decision is Decision.REFUSED for one in ticket.approvals)


def missing_for_closing(session: Session, ticket: Ticket, wanted: RequestType) -> Iterator[str]:
    """What closing waits for, in sentences; nothing of it where the request was refused, or has been carried out."""
    if ticket.answers is None or ticket.answers.settled_at is not None or was_refused(ticket):
        return
    if turn := ticket.next_approval:
        yield _("%(who)s has to approve it first.", who=turn.approver.label)
    open_steps = [step.title for step in ticket.steps if step.is_required and step.done_at is None]
    if open_steps:
        yield _("Tick off what has to be done: %(steps)s.", steps="; ".join(open_steps))
    if WhenClosed.DECIDE_TOOL in wanted.content.when_closed and not _is_decided(session, ticket):
        yield _("Put the decision on the page of tools first.")


def tool_of(session: Session, ticket: Ticket) -> SanctionedTool | None:
    """The tool that was decided about for this ticket, else the one that it asks for."""
    decided = session.scalar(select(SanctionedTool).where(SanctionedTool.ticket_id == ticket.id))
    if decided is not None or ticket.answers is None:
        return decided
    asked: dict[str, Any] = ticket.answers.answers.get("tool") or {}
    return session.get(SanctionedTool, asked["id"]) if asked.get("id") else None


def _is_decided(session: Session, ticket: Ticket) -> bool:
    state = select(SanctionedTool.state).where(SanctionedTool.ticket_id == ticket.id)
    return any(one.is_decision for one in session.scalars(state))


def _change_access(session: Session, ticket: Ticket, deed: Deed, platforms: Catalogue) -> None:
    """The list says so from now on; who closes the ticket is not shown it. Raises Conflict where it cannot be."""
    assert ticket.answers is not None, "settled only for tickets with answers"
    answers = ticket.answers.answers
    if ticket.account is None:
        raise Conflict(_("Not yet: the account is not in the register. Have it registered and ask anew."))
    person = session.get_one(Person, answers["person"])
    until = answers.get("until")
    access = Access(
        ticket.account,
        person,
        agency=None,
        way=answers.get("way"),
        role=answers.get("role"),
        ends_on=date.fromisoformat(until) if until else None,
        evidence=_("Ticket %(number)s", number=ticket.id),
    )
    if answers["turn"] == "out":
        neighbours().take_access(session, access, deed)
    else:
        _demand_ready(session, access, person, deed)
        neighbours().give_access(session, access, platforms, deed)
    audit.record(session, "desk:ticket:carried-out", ticket, by=deed.by, at=deed.now, account_id=ticket.account_id)


def _demand_ready(session: Session, access: Access, person: Person, deed: Deed) -> None:
    if not access.account.state.is_in_use:
        raise Conflict(_("Not yet: this account is not in use."))
    if not person.is_employed:
        raise Conflict(_("Not yet: who was to get access has left."))
    if access.ends_on is not None and access.ends_on < deed.today:
        raise Conflict(_("Not yet: the day until which access was wanted is over. Ask for another one."))
    if owed := neighbours().owed_policies(session, person, deed.today):
        # How many, not which and whose: the agent is not told whom it is about.
        raise Conflict(
            _("Not yet: who is to get access has to acknowledge the policies in force (%(n)s left).", n=len(owed))
        )
