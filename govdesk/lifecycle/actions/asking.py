"""Asking for something, answering what was asked back, and calling it off."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.lifecycle.actions.stepping import go_on, refuse_long, refuse_secrets
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.queries import sent_with
from govdesk.lifecycle.rules import Act, Kind, RequestState, approvals_of
from govdesk.lifecycle.wishes import Wish


def ask(session: Session, wish: Wish, *, form_key: str, by: Person, now: datetime) -> AccountRequest:
    """Put a request on its way; the same form twice is one request.

    Raises Conflict where the same address is asked for already, Invalid for an answer with a secret or too long.
    """
    refuse_secrets(*wish.facts.values())
    refuse_long(*wish.facts.values())
    if known := sent_with(session, by, form_key):
        return known
    request = AccountRequest(
        kind=wish.kind, requester=by, account=wish.account, form_key=form_key, asked_at=now, changed_at=now,
        **wish.columns,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(request)
    except IntegrityError:
        # The same form at the same moment, or somebody else who wants the same.
        if known := sent_with(session, by, form_key):
            return known
        raise Conflict(_("Somebody has asked for this already, and it is not decided yet.")) from None
    session.refresh(request)
    go_on(session, request, Act.ASKED, approvals_of(request.kind)[0], by=by, now=now)
    return request


def answer(session: Session, request: AccountRequest, wish: Wish, text: str, *, by: Person, now: datetime) -> None:
    """Answer what was asked back. With words alone it goes on where it was; with another wish it begins anew.

    Raises Conflict when nothing was asked, Invalid for an answer that holds a secret or is too long.
    """
    if request.state is not RequestState.RETURNED or request.asked_by_state is None:
        raise Conflict(_("Nothing was asked back, or it is answered already."))
    refuse_secrets(*wish.facts.values())
    refuse_long(*wish.facts.values())
    goes_on_at = request.asked_by_state
    if _change(request, wish):
        # What was approved before was something else.
        request.round, goes_on_at = request.round + 1, approvals_of(request.kind)[0]
    request.asked_by_state = None
    go_on(session, request, Act.ANSWERED, goes_on_at, text=text, by=by, now=now)


def _change(request: AccountRequest, wish: Wish) -> bool:
    changes = {name: value for name, value in wish.columns.items() if getattr(request, name) != value}
    for name, value in changes.items():
        setattr(request, name, value)
    return bool(changes)


def withdraw(session: Session, request: AccountRequest, text: str, *, by: Person | None, now: datetime) -> None:
    """Call it off; what was approved to be opened is no account any more. Raises Conflict when it is over."""
    if not request.state.is_open:
        raise Conflict(_("This request is over already."))
    reserved = request.account
    if reserved is not None and request.kind is Kind.OPEN and reserved.state is AccountState.REQUESTED:
        _take_out(session, request, reserved, by=by, now=now)
    go_on(session, request, Act.WITHDRAWN, RequestState.WITHDRAWN, text=text, by=by, now=now)


def _take_out(
    session: Session, request: AccountRequest, reserved: SocialAccount, *, by: Person | None, now: datetime
) -> None:
    """It was never ours: kept as retired, it would be told to the public as one that was."""
    request.account = None
    session.flush()
    audit.record(session, "accounts:account:not-opened", reserved, by=by, at=now, address=reserved.url)
    try:
        with session.begin_nested():
            session.delete(reserved)
    except IntegrityError:
        raise Conflict(_("Somebody works with this account already, as in a ticket. Settle that first.")) from None
