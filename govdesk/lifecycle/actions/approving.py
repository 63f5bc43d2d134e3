"""Approving a request, refusing it, asking back: by whoever is asked, when it is their turn."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.accounts.actions.registering import Answering, register
from govdesk.accounts.importing.lookup import Through, find
from govdesk.accounts.models import AccountState
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.models import Person
from govdesk.errors import Conflict, NotPermitted
from govdesk.i18n import _
from govdesk.lifecycle.actions.stepping import go_on
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.rules import Act, Kind, RequestState, after


def approve(
    session: Session, request: AccountRequest, text: str, *, by: Person, now: datetime, platforms: Catalogue
) -> None:
    """Give the approval it waits for; with the last one a new account is put on record as requested.

    Raises NotPermitted for whoever is not asked, Conflict where the register has the address meanwhile.
    """
    _demand_turn(request, by)
    following = after(request.kind, request.state)
    if following is RequestState.APPROVED and request.kind is Kind.OPEN:
        _reserve(session, request, by=by, now=now, platforms=platforms)
    go_on(session, request, Act.APPROVED, following, text=text, by=by, now=now)


def refuse(session: Session, request: AccountRequest, text: str, *, by: Person, now: datetime) -> None:
    """End it, with the reason. Raises NotPermitted for whoever is not asked."""
    _demand_turn(request, by)
    go_on(session, request, Act.REFUSED, RequestState.REFUSED, text=text, by=by, now=now)


def send_back(session: Session, request: AccountRequest, text: str, *, by: Person, now: datetime) -> None:
    """Ask who asks for it. Raises NotPermitted for whoever is not asked."""
    _demand_turn(request, by)
    request.asked_by_state = request.state
    go_on(session, request, Act.RETURNED, RequestState.RETURNED, text=text, by=by, now=now)


def _demand_turn(request: AccountRequest, by: Person) -> None:
    if not request.awaits(by):
        raise NotPermitted(_("It is not your turn: somebody else is asked, or you have had your say."))


def _reserve(session: Session, request: AccountRequest, *, by: Person, now: datetime, platforms: Catalogue) -> None:
    """Take the address into the register, not official yet; a retired account of ours is taken up again later."""
    if request.account is not None:  # approved before, and sent back since
        return
    meant = identify(request.url or "", platforms, called=request.platform)
    if not isinstance(meant, Identity):
        raise Conflict(_("No account can be made of this address any more: %(reason)s", reason=meant.reason))
    hit = find(session, meant)
    if hit and hit.through is not Through.FORMER:
        if hit.account.state is not AccountState.RETIRED:
            raise Conflict(_("%(handle)s is in the register already.", handle=meant.handle))
        request.account = hit.account
        return
    departments = [request.department] if request.department else []
    answering = Answering(departments, request.owner, request.deputy)
    request.account = register(
        session, meant, request.facts.get("name", ""), answering, by=by, now=now, platforms=platforms,
        state=AccountState.REQUESTED,
    )  # fmt: skip
