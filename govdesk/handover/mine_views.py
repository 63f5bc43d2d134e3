"""Hand-overs for who has a part in several: all that waits for them on one page, done in one go."""

from collections.abc import Sequence

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission, may
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import platforms
from govdesk.errors import NotFound
from govdesk.handover import queries
from govdesk.handover.actions import steps
from govdesk.handover.actions.confirming import state_confirmed
from govdesk.handover.forms import CloseForm, ConfirmForm
from govdesk.handover.models import Handover
from govdesk.handover.views import bp
from govdesk.handover.waiting import AT_ONCE, unasked, waiting
from govdesk.i18n import _, ngettext
from govdesk.web import done, page, requires, settings
from govdesk.web.guard import NO_SUCH_PAGE


@bp.get("/handovers/mine")
@requires(Permission.HOME)
def mine() -> ResponseReturnValue:
    return _mine(ConfirmForm())


@bp.post("/handovers/mine")
@requires(Permission.HOME)
def confirm_several() -> ResponseReturnValue:
    """What is marked, hand-overs and accounts that the reader was named for: sign-in works for all of them."""
    form = ConfirmForm(request.form)
    numbers, account_numbers = _numbers("handover"), _numbers("account")
    sound = form.validate()
    if not numbers and not account_numbers:
        form.form_errors = [_("Mark the accounts you mean first.")]
    if not sound or form.form_errors:
        return _mine(form, status=422)
    handovers = _marked(numbers, Permission.HANDOVER_CONFIRM)
    named = _named(account_numbers)
    now = clock.utcnow()
    for handover in handovers:
        steps.confirm(g.db, handover, by=g.person, now=now)
    state_confirmed(g.db, named, by=g.person, now=now)
    g.db.commit()
    number = len(handovers) + len(named)
    said = ngettext("Thank you. It is on record.", "Thank you. %(n)d accounts are on record.", number)
    return done(then=url_for("handover.mine"), say=said)


@bp.post("/handovers/closing")
@requires(Permission.HOME)
def close_several() -> ResponseReturnValue:
    """What is marked changes the register, all of it or nothing."""
    numbers = _numbers("handover")
    if not numbers:
        form = ConfirmForm()
        form.form_errors = [_("Mark the accounts you mean first.")]
        return _mine(form, status=422)
    now, handovers = clock.utcnow(), _marked(numbers, Permission.HANDOVER_CLOSE)
    today, ends_access = clock.local_date(now, settings().timezone), CloseForm(request.form).ends_access.data
    steps.close(g.db, handovers, by=g.person, now=now, today=today, ends_access=ends_access)
    g.db.commit()
    said = ngettext("The hand-over is closed.", "%(n)d hand-overs are closed.", len(handovers))
    return done(then=url_for("handover.mine"), say=said)


def _mine(form: ConfirmForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "handover/mine.html",
        status=status,
        waits=waiting(g.db, g.person),
        form=form,
        closing=CloseForm(),
        marked=set(request.form.getlist("handover")),
        marked_accounts=set(request.form.getlist("account")),
        platforms=platforms(),
        now=clock.utcnow(),
    )


def _marked(numbers: set[int], permission: Permission) -> Sequence[Handover]:
    """The marked ones, kept from others meanwhile. Raises NotFound when one is not the reader's to do."""
    found = queries.handovers_to_change(g.db, numbers)
    if len(found) != len(numbers) or not all(may(g.person, permission, handover) for handover in found):
        raise NotFound(NO_SUCH_PAGE)
    return found


def _named(numbers: set[int]) -> Sequence[SocialAccount]:
    """The marked accounts. Raises NotFound when the reader was not named for one of them."""
    if not numbers:
        return ()
    found: Sequence[SocialAccount] = g.db.scalars(unasked(g.person).where(SocialAccount.id.in_(numbers))).all()
    if len(found) != len(numbers):
        raise NotFound(NO_SUCH_PAGE)
    return found


def _numbers(name: str) -> set[int]:
    texts = request.form.getlist(name)[:AT_ONCE]
    return {int(text) for text in texts if text.isdecimal() and text.isascii() and len(text) < 10}
