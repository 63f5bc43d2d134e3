"""Handing over everything of a person or department in one go, and the one list that its accounts have."""

from collections.abc import Sequence

from flask import g, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from govdesk import clock
from govdesk.access import Permission, may
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import people_called, platforms
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import departments
from govdesk.errors import Conflict, Invalid
from govdesk.handover import queries
from govdesk.handover.actions.batching import Occasion, list_together, open_batch
from govdesk.handover.forms import BatchForm, ListForm, WhoseForm
from govdesk.handover.models import Handover, HandoverBatch
from govdesk.handover.rules import MOST_AT_ONCE, STILL_OPEN, HandoverState, Item
from govdesk.handover.successions import Succession
from govdesk.handover.views import bp
from govdesk.i18n import _, ngettext
from govdesk.web import done, page, requires


@bp.get("/handovers/new")
@requires(Permission.HOME)
def new_batch() -> ResponseReturnValue:
    """Whose accounts; once that is said, which of them and to whom."""
    return _new_page(_form(), _before())


@bp.post("/handovers/new")
@requires(Permission.HOME)
def create_batch() -> ResponseReturnValue:
    before, form = _before(), _form(request.form)
    marked = [account for account in _mine_to_open(before) if str(account.id) in request.form.getlist("account")]
    sound = form.validate()
    if not marked:
        form.form_errors = [_("Mark the accounts that change hands first.")]
    if not sound or not marked:
        return _new_page(form, before, status=422)
    after = Succession(before.person, before.department, form.successor.person, form.new_department)
    occasion = Occasion((form.why.data or "").strip() or None, form.form_key.data)
    try:
        batch = open_batch(g.db, marked, after, occasion, by=g.person, now=clock.utcnow())
    except (Conflict, Invalid) as error:
        g.db.rollback()
        form.form_errors = [str(error)]
        return _new_page(form, before, status=error.status)
    g.db.commit()
    number = len(batch.handovers)
    said = ngettext("%(n)d hand-over is open.", "%(n)d hand-overs are open. Each party has one mail.", number)
    return done(then=_page_of(batch), say=said)


@bp.get("/handovers/batches/<int:batch_id>")
@requires(Permission.HANDOVER_READ, on=queries.batch)
def show_batch(batch: HandoverBatch) -> ResponseReturnValue:
    return _batch_page(batch, ListForm())


@bp.post("/handovers/batches/<int:batch_id>/list")
@requires(Permission.HANDOVER_LIST, on=queries.batch_to_change)
def list_batch(batch: HandoverBatch) -> ResponseReturnValue:
    form = ListForm(request.form)
    if not form.validate():
        return _batch_page(batch, form, status=422)
    list_together(g.db, _to_list(batch), form.listed, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=_page_of(batch), say=_("Thank you. Who takes over is asked to confirm."))


def _before() -> Succession:
    """Whose accounts are handed over, from the address; who has left is named by their number."""
    number, wanted = request.args.get("person_id", type=int), request.args.get("department", type=int)
    person = g.db.get(Person, number) if number else _whose().person.person
    return Succession(person, g.db.get(Department, wanted) if wanted else None)


def _whose(person: Person | None = None) -> WhoseForm:
    """The question as the address answers it; `person` is shown where the address has only their number."""
    # Who has left is not found by their login, which may be somebody else's today.
    there = person if person is not None and person.is_employed else None
    form = WhoseForm(request.args, departments=g.db.scalars(departments()).all(), find=people_called, person=there)
    form.validate()
    return form


def _mine_to_open(before: Succession) -> Sequence[SocialAccount]:
    """Of the accounts it is about those that the reader may hand over."""
    found = g.db.scalars(before.accounts().limit(MOST_AT_ONCE)).unique().all()
    return [account for account in found if may(g.person, Permission.HANDOVER_OPEN, account)]


def _form(*args: object) -> BatchForm:
    return BatchForm(*args, departments=g.db.scalars(departments()).all(), find=people_called)


def _new_page(form: BatchForm, before: Succession, status: int = 200) -> ResponseReturnValue:
    accounts = _mine_to_open(before)
    ids = [account.id for account in accounts]
    busy = select(Handover.account_id).where(
        Handover.account_id.in_(ids), Handover.state.in_(STILL_OPEN), ~Handover.only_confirms
    )
    return page(
        "handover/new_batch.html",
        status=status,
        form=form,
        whose=_whose(before.person if accounts else None),
        before=before,
        asked="person" in request.args or "person_id" in request.args or "department" in request.args,
        accounts=accounts,
        busy=set(g.db.scalars(busy)),
        marked=set(request.form.getlist("account")),
        most=MOST_AT_ONCE,
        platforms=platforms(),
    )


def _batch_page(batch: HandoverBatch, form: ListForm, status: int = 200) -> ResponseReturnValue:
    seen = [one for one in batch.handovers if may(g.person, Permission.HANDOVER_READ, one)]
    return page(
        "handover/batch.html",
        status=status,
        batch=batch,
        handovers=seen,
        to_list=_to_list(batch),
        form=form,
        items=list(Item),
        platforms=platforms(),
        now=clock.utcnow(),
    )


def _to_list(batch: HandoverBatch) -> Sequence[Handover]:
    """Those whose list is the reader's to write."""
    waiting = (one for one in batch.handovers if one.state is HandoverState.LISTING)
    return [one for one in waiting if may(g.person, Permission.HANDOVER_LIST, one)]


def _page_of(batch: HandoverBatch) -> str:
    return url_for("handover.show_batch", batch_id=batch.id)
