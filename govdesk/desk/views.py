"""Tickets: my own, the queue, and one with its conversation."""

from flask import g, request
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import platforms
from govdesk.desk import actions, queries, ticket_page
from govdesk.desk.actions import Said
from govdesk.desk.blueprint import bp
from govdesk.desk.clocks.present import keep_clocks
from govdesk.desk.forms import (
    AnswerForm,
    NoteForm,
    ReplyForm,
    ResolutionForm,
    TakingForm,
    TicketForm,
    number_in,
)
from govdesk.desk.lists import View, views_of
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.desk.settling import settle
from govdesk.desk.types.present import account_called, catalogue_of_types, deed_now, suggestions_here
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _, _l
from govdesk.web import Pages, adds_panel, done, offers, page, requires
from govdesk.web.paging import page_number

__all__ = ["bp"]

adds_panel("desk/_of_person.html", to="person", permission=Permission.PERSON_TICKETS, place=40)
adds_panel("desk/_of_account.html", to="account", permission=Permission.ACCOUNT_READ, place=20)
offers(_l("Tickets"), "desk.index", icon="life-preserver", permission=Permission.TICKET_FILE, place=20)


@bp.app_template_global("tickets_of")
def tickets_of(account: SocialAccount) -> list[Ticket]:
    """The open tickets about an account, for its page; ask `may("ticket:queue")` first."""
    return list(queries.open_tickets_of(g.db, account, g.person))


@bp.app_template_global("tickets_asked_by")
def tickets_asked_by(person: Person) -> list[Ticket]:
    """What somebody waits for, for their page; ask `may("person:tickets")` first."""
    return list(queries.open_tickets_asked_by(g.db, person, g.person))


@bp.app_template_global("tickets_with")
def tickets_with(person: Person) -> list[Ticket]:
    """What somebody works on, for their page; ask `may("ticket:queue")` first."""
    return list(queries.open_tickets_with(g.db, person, g.person))


@bp.get("/tickets")
@requires(Permission.TICKET_FILE)
def index() -> ResponseReturnValue:
    views = views_of(g.db, g.person)
    view: View = views.get(request.args.get("view", ""), next(iter(views.values())))
    pages: Pages[Ticket] = Pages.of(g.db, view.tickets, page_number())
    return page("desk/index.html", views=views.values(), view=view, pages=pages)


@bp.get("/tickets/new")
@requires(Permission.TICKET_FILE)
def new() -> ResponseReturnValue:
    account_id = number_in(request.args.get("account"))
    about = g.db.get(SocialAccount, account_id) if account_id else None
    return _show_new(TicketForm(find=account_called, account=about.url if about else ""))


@bp.post("/tickets/new")
@requires(Permission.TICKET_FILE)
def file() -> ResponseReturnValue:
    form = TicketForm(request.form, find=account_called)
    if not form.validate():
        return _show_new(form, 422)
    ticket = ticket_page.once(
        lambda: queries.ticket_sent_with(g.db, g.person, form.said.form_key),
        lambda: _filed(form),
    )
    if not ticket.says(form.matter.subject, form.said.text):
        form.ask_again(
            _(
                "You have sent this form before, as ticket %(number)s. Send it again for another ticket.",
                number=ticket.id,
            )
        )
        return _show_new(form, 422)
    return done(
        then=ticket_page.address_of(ticket),
        say=_("We have your request. You get a mail as soon as somebody answers."),
    )


@bp.get("/tickets/<int:number>")
@requires(Permission.TICKET_READ, on=queries.ticket)
def show(ticket: Ticket) -> ResponseReturnValue:
    return ticket_page.show(ticket)


@bp.post("/tickets/<int:number>/messages")
@requires(Permission.TICKET_REPLY, on=queries.ticket_to_change)
def say(ticket: Ticket) -> ResponseReturnValue:
    if ticket.is_worked_by(g.person):
        return _answer(ticket, AnswerForm(request.form, prefix="reply-"))
    form = ReplyForm(request.form, prefix="reply-")
    return ticket_page.send(
        ticket,
        "reply",
        form,
        lambda said: actions.reply(g.db, ticket, said, by=g.person, now=clock.utcnow()),
        _("Your reply is sent."),
    )


def _answer(ticket: Ticket, form: AnswerForm) -> ResponseReturnValue:
    waits = bool(form.waits.data)
    return ticket_page.send(
        ticket,
        "reply",
        form,
        lambda said: actions.answer(g.db, ticket, said, waits=waits, by=g.person, now=clock.utcnow()),
        _("Your answer is on its way to %(name)s.", name=ticket.requester.name),
    )


@bp.post("/tickets/<int:number>/notes")
@requires(Permission.TICKET_WORK, on=queries.ticket_to_change)
def note(ticket: Ticket) -> ResponseReturnValue:
    return ticket_page.send(
        ticket,
        "note",
        NoteForm(request.form, prefix="note-"),
        lambda said: actions.note(g.db, ticket, said, by=g.person, now=clock.utcnow()),
        _("The note is kept. %(name)s does not see it.", name=ticket.requester.name),
    )


@bp.post("/tickets/<int:number>/assignment")
@requires(Permission.TICKET_WORK, on=queries.ticket_to_change)
def take(ticket: Ticket) -> ResponseReturnValue:
    form = TakingForm(request.form)
    actions.take(g.db, ticket, by=g.person, seen_assignee_id=form.seen_assignee_id, now=clock.utcnow())
    keep_clocks(ticket)
    g.db.commit()
    return done(then=ticket_page.address_of(ticket), say=_("Ticket %(number)s is yours.", number=ticket.id))


@bp.post("/tickets/<int:number>/resolution")
@requires(Permission.TICKET_WORK, on=queries.ticket_to_change)
def resolve(ticket: Ticket) -> ResponseReturnValue:
    form = ResolutionForm(request.form, prefix="resolution-")
    told = _("Ticket %(number)s is resolved. %(name)s gets a mail.", number=ticket.id, name=ticket.requester.name)
    if form.text.data:
        return ticket_page.send(
            ticket,
            "resolution",
            form,
            lambda said: _resolve_saying(ticket, said),
            told,
        )
    try:
        settle(g.db, ticket, deed_now(), platforms())
    except Conflict as error:
        form.form_errors.append(str(error))
        return ticket_page.show(ticket, 409, resolution=form)
    actions.resolve(g.db, ticket, by=g.person, now=clock.utcnow())
    keep_clocks(ticket)
    g.db.commit()
    return done(then=ticket_page.address_of(ticket), say=told)


def _resolve_saying(ticket: Ticket, said: Said) -> TicketMessage:
    if not ticket.state.is_over:
        settle(g.db, ticket, deed_now(), platforms())
    return actions.resolve_saying(g.db, ticket, said, by=g.person, now=clock.utcnow())


@bp.post("/tickets/<int:number>/reopening")
@requires(Permission.TICKET_REPLY, on=queries.ticket_to_change)
def reopen(ticket: Ticket) -> ResponseReturnValue:
    actions.reopen(g.db, ticket, by=g.person, now=clock.utcnow())
    keep_clocks(ticket)
    g.db.commit()
    return done(then=ticket_page.address_of(ticket), say=_("Ticket %(number)s is open again.", number=ticket.id))


def _filed(form: TicketForm) -> Ticket:
    ticket = actions.file_ticket(g.db, form.matter, form.said, by=g.person, now=clock.utcnow())
    keep_clocks(ticket)
    return ticket


def _show_new(form: TicketForm, status: int = 200) -> ResponseReturnValue:
    accounts = g.db.scalars(queries.official_accounts()).all()
    found = suggestions_here(request.args.get("q", ""))
    return page("desk/new.html", status=status, form=form, accounts=accounts, **found, **catalogue_of_types())
