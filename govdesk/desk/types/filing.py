"""A ticket of a request type: its answers, what has to be done, whose word is needed, and what follows by itself."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from govdesk.accounts.deeds import Deed
from govdesk.accounts.models import SocialAccount
from govdesk.desk import actions
from govdesk.desk.actions import Matter, OfType, Said
from govdesk.desk.approving import ask_next
from govdesk.desk.models import Ticket
from govdesk.desk.neighbours import neighbours
from govdesk.desk.rules import LONGEST_SUBJECT, LONGEST_TEXT
from govdesk.desk.typed import TicketAnswers, TicketApproval, TicketStep
from govdesk.desk.types.conditions import holds
from govdesk.desk.types.content import TypeContent
from govdesk.desk.types.drafts import forget_draft
from govdesk.desk.types.models import RequestTypeVersion
from govdesk.desk.types.showing import in_text
from govdesk.desk.types.terms import FieldKind, WhenFiled
from govdesk.i18n import _


@dataclass(frozen=True)
class Filled:
    """A form that was answered soundly."""

    version: RequestTypeVersion
    answers: dict[str, Any]
    form_key: str
    account: SocialAccount | None = None
    unlisted: str | None = None
    """The writer's words for an account that the register does not have."""

    @property
    def content(self) -> TypeContent:
        return self.version.type.content

    @property
    def subject(self) -> str:
        """The type, and what tells it from others of the same: the account, else the first line that was written."""
        return f"{self.content.title}: {self._told}"[:LONGEST_SUBJECT] if self._told else self.content.title

    @property
    def _told(self) -> str:
        if self.account is not None:
            return self.account.handle
        if self.unlisted:
            return self.unlisted
        for field in self.content.fields:
            answer = self.answers.get(field.key)
            if field.kind is FieldKind.TOOL and answer:
                return str(answer["name"])
            if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT) and answer and not field.private:
                return " ".join(str(answer).split())
        return ""


def file_typed(session: Session, filled: Filled, deed: Deed) -> Ticket:
    """Raises IntegrityError when the same form is already a ticket."""
    content, key = filled.content, filled.version.key
    of = OfType(key, content.priority_for(filled.answers), content.roles, content.confidential)
    matter = Matter(content.kind, filled.subject, filled.account, filled.unlisted, type=of)
    text = in_text(session, content, filled.answers)[:LONGEST_TEXT]
    said = Said(text or content.title, filled.form_key)
    ticket = actions.file_ticket(session, matter, said, by=deed.by, now=deed.now)
    ticket.answers = TicketAnswers(
        version_id=filled.version.id, answers=filled.answers, person_id=_whom(content, filled.answers)
    )
    steps = [step for step in content.checklist if holds(step.when, filled.answers)]
    ticket.steps = [
        TicketStep(position=place, title=step.title, help=step.help, is_required=step.required)
        for place, step in enumerate(steps, start=1)
    ]
    ticket.approvals = [
        TicketApproval(position=place, approver=approver) for place, approver in enumerate(content.approvals, start=1)
    ]
    session.flush()
    forget_draft(session, deed.by, key)
    ask_next(session, ticket, now=deed.now)
    _follow(session, ticket, content, deed)
    return ticket


def _whom(content: TypeContent, answers: dict[str, Any]) -> int | None:
    """Whose access it is about: where a person is asked for in private, it is theirs."""
    return next(
        (answers.get(one.key) for one in content.fields if one.private and one.kind is FieldKind.PERSON), None
    )


def _follow(session: Session, ticket: Ticket, content: TypeContent, deed: Deed) -> None:
    if WhenFiled.TELL_SECURITY in content.when_filed and ticket.account is not None:
        why = _("Ticket %(number)s at the desk: %(title)s", number=ticket.id, title=content.title)
        neighbours().tell_security(session, ticket.account, why, ticket.form_key, deed)
