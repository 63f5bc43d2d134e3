"""What the page of a ticket of a request type shows beside its conversation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from govdesk.access import Permission, Relation, may
from govdesk.desk.approving import asked_by
from govdesk.desk.duty_forms import DecisionForm
from govdesk.desk.models import Ticket
from govdesk.desk.settling import missing_for_closing, tool_of, type_of_ticket
from govdesk.desk.tools.models import SanctionedTool
from govdesk.desk.types.content import TypeContent
from govdesk.desk.types.showing import Shown, shown_answers
from govdesk.desk.types.terms import WhenClosed, WhenFiled
from govdesk.directory.models import Person


@dataclass(frozen=True)
class TypedPart:
    """All of it, as far as the reader may know."""

    content: TypeContent
    answers: Sequence[Shown]
    deciding: DecisionForm | None
    """For whoever is asked now."""
    asked: Sequence[Person]
    """Who could give the next approval."""
    missing: Sequence[str]
    """What closing waits for; told to those who work on it."""
    asks_for_tool: bool
    tool: SanctionedTool | None
    concerns_takeover: bool


def typed_part(
    session: Session, ticket: Ticket, reader: Person, *, works: bool, deciding: DecisionForm | None = None
) -> TypedPart | None:
    """None for a ticket in somebody's own words. `deciding` is a form that comes back to its writer."""
    wanted = type_of_ticket(session, ticket)
    if wanted is None or ticket.answers is None:
        return None
    content, turn = wanted.content, ticket.next_approval
    sees_private = sees_private_answers(ticket, reader)
    fresh = DecisionForm(position=turn.position) if turn and ticket.awaits_approval_of(reader) else None
    asks_for_tool = WhenClosed.DECIDE_TOOL in content.when_closed
    return TypedPart(
        content=content,
        answers=shown_answers(session, content, ticket.answers.answers, sees_private=sees_private),
        deciding=deciding or fresh,
        # Whom the owner of an account is, is not for everybody who asks.
        asked=asked_by(session, turn)[:3] if turn and works else [],
        missing=list(missing_for_closing(session, ticket, wanted)) if works else [],
        asks_for_tool=asks_for_tool,
        tool=tool_of(session, ticket) if asks_for_tool else None,
        concerns_takeover=WhenFiled.TELL_SECURITY in content.when_filed,
    )


def sees_private_answers(ticket: Ticket, reader: Person) -> bool:
    """Who asked, who decides or did, and who may read the access list of the account; no agent for being one."""
    relations = ticket.relations_of(reader)
    if relations & {Relation.REQUESTER, Relation.APPROVER, Relation.ASKED}:
        return True
    return ticket.account is not None and may(reader, Permission.ACCESS_READ, ticket.account)
