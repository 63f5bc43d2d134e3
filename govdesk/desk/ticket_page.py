"""One ticket's page, and how words written on it are taken."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from flask import g, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from govdesk import clock
from govdesk.desk import queries
from govdesk.desk.actions import Said
from govdesk.desk.clocks.board import ClockBoard, board
from govdesk.desk.clocks.forms import PlatformForm, PriorityForm, TeamForm
from govdesk.desk.clocks.present import keep_clocks, terms_now
from govdesk.desk.duty_forms import DecisionForm
from govdesk.desk.forms import AnswerForm, NoteForm, ReplyForm, ResolutionForm, TakingForm
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.desk.rules import Visibility
from govdesk.desk.typed_page import typed_part
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.web import Form, done, page
from govdesk.web.filters import today

Row = TypeVar("Row")
CHASE_AFTER = timedelta(days=3)
"""When an agent who says nothing else is reminded to ask a platform again."""


def address_of(ticket: Ticket) -> str:
    return url_for("desk.show", number=ticket.id)


def show(ticket: Ticket, status: int = 200, **written: Form) -> ResponseReturnValue:
    """The page; `written` holds forms that come back to their writer, by their place on the page."""
    said = queries.conversation(ticket, g.person)
    seen = str(said[-1].id)
    works = ticket.is_worked_by(g.person)
    written_decision = written.pop("deciding", None)
    deciding = written_decision if isinstance(written_decision, DecisionForm) else None
    clocks = board(g.db, ticket, terms_now(), g.person, clock.utcnow())
    forms: dict[str, Form] = {
        "reply": AnswerForm(prefix="reply-") if works else ReplyForm(prefix="reply-"),
        "note": NoteForm(prefix="note-"),
        "resolution": ResolutionForm(prefix="resolution-"),
        **_deciding(ticket, clocks),
        **written,
    }
    for form in forms.values():
        if isinstance(form, ReplyForm):
            form.seen.data = seen
    return page(
        "desk/ticket.html",
        status=status,
        ticket=ticket,
        works=works,
        conversation=said,
        clocks=clocks,
        events=queries.history(g.db, ticket, g.person),
        taking=TakingForm(seen_assignee=ticket.assignee_id or ""),
        typed=typed_part(g.db, ticket, g.person, works=works, deciding=deciding),
        **forms,
    )


def _deciding(ticket: Ticket, clocks: ClockBoard) -> dict[str, Form]:
    """The forms that move the clocks."""
    number = clocks.case.number if clocks.case else None
    return {
        "priority": PriorityForm(prefix="priority-", priority=ticket.priority.value),
        "platform": PlatformForm(prefix="platform-", today=today(), number=number, chase_on=today() + CHASE_AFTER),
        "team": TeamForm(prefix="team-", terms=terms_now()),
    }


def send(
    ticket: Ticket, place: str, form: NoteForm | ReplyForm, act: Callable[[Said], TicketMessage], told: str
) -> ResponseReturnValue:
    """Take the words of a form; what cannot be taken comes back to where it was written."""
    if not form.validate():
        return show(ticket, 422, **{place: form})
    sent_before = queries.message_sent_with(g.db, g.person, form.said.form_key)
    if sent_before is None and isinstance(form, ReplyForm) and (missed := _missed(ticket, form)):
        form.ask_again(
            _(
                "%(name)s wrote while you did. Read it above, then send yours if it still fits.",
                name=missed.author.name,
            )
        )
        return show(ticket, 409, **{place: form})
    try:
        message = sent_before or once(
            lambda: queries.message_sent_with(g.db, g.person, form.said.form_key),
            lambda: _heard(ticket, act(form.said)),
        )
    except Conflict as error:
        form.ask_again(str(error))
        return show(ticket, 409, **{place: form})
    if (message.ticket_id, message.text) != (ticket.id, form.said.text):
        form.ask_again(_("You have sent this form before, with other words. Send it again if you mean these, too."))
        return show(ticket, 422, **{place: form})
    return done(then=address_of(ticket), say=told)


def _heard(ticket: Ticket, message: TicketMessage) -> TicketMessage:
    """A note among agents keeps no promise, and must not show."""
    if message.visibility is Visibility.PUBLIC:
        keep_clocks(ticket)
    return message


def once(look: Callable[[], Row | None], make: Callable[[], Row]) -> Row:
    """What a form has become: by an earlier post, by this one, or by one at the same time."""
    if found := look():
        return found
    try:
        made = make()
        g.db.commit()
    except IntegrityError:
        # Another post of the same form was faster: its row is the answer.
        g.db.rollback()
        if found := look():
            return found
        raise
    return made


def _missed(ticket: Ticket, form: ReplyForm) -> TicketMessage | None:
    """The latest thing that somebody else said after the writer's page was made."""
    newer = [message for message in queries.conversation(ticket, g.person) if message.id > form.seen_id]
    return next((message for message in reversed(newer) if message.author_id != g.person.id), None)
