"""Putting on record that what was approved is done."""

from collections.abc import Callable

from flask import g, request
from flask.typing import ResponseReturnValue

from govdesk.access import Permission
from govdesk.accounts.pages import platforms
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.lifecycle import queries
from govdesk.lifecycle.actions import finishing, letting_in
from govdesk.lifecycle.actions.finishing import Opened
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.pages import bp, deed, demand_unchanged, went_on
from govdesk.lifecycle.showing import form_to_finish, shown
from govdesk.lifecycle.step_forms import ClosedForm, OpenedForm
from govdesk.web import Form, requires


@bp.post("/accounts/requests/<int:request_id>/completion")
@requires(Permission.REQUEST_FINISH, on=queries.request_to_change)
def finish(asked: AccountRequest) -> ResponseReturnValue:
    return _put_on_record(asked, lambda form: _finish(asked, form))


@bp.post("/accounts/requests/<int:request_id>/access")
@requires(Permission.REQUEST_LET_IN, on=queries.request_to_change)
def let_in(asked: AccountRequest) -> ResponseReturnValue:
    """Access was given or taken away; what the list said before is told to nobody."""
    return _put_on_record(asked, lambda _form: letting_in.carry_out(g.db, asked, deed(), platforms()))


def _put_on_record(asked: AccountRequest, do: Callable[[Form], None]) -> ResponseReturnValue:
    form = form_to_finish(asked, request.form)
    demand_unchanged(form, asked)
    if not form.validate():
        return shown(asked, status=422, finishing=form)
    try:
        with g.db.begin_nested():
            do(form)
    except (Conflict, Invalid) as error:
        g.db.rollback()
        form.form_errors.append(str(error))
        return shown(queries.request_of(g.db, asked.id), status=error.status, finishing=form)
    return went_on(asked, _("It is done, and the register says so."))


def _finish(asked: AccountRequest, form: Form) -> None:
    if isinstance(form, OpenedForm):
        assert form.identity is not None, "the form is sound"
        chosen = ((asked.owner, form.owner_holds.data), (asked.deputy, form.deputy_holds.data))
        holders = [person for person, holds in chosen if person is not None and holds]
        finishing.open_account(g.db, asked, Opened(form.identity, holders), deed())
    elif isinstance(form, ClosedForm):
        assert form.last_on.data is not None, "the form is sound"
        finishing.close_account(g.db, asked, form.last_on.data, deed())
    else:
        finishing.change_account(g.db, asked, deed(), platforms())
