"""Access that was approved is given or ended: the list says so, and nobody is shown it."""

from sqlalchemy.orm import Session

from govdesk.accounts.deeds import Access, Deed
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.lifecycle.actions.finishing import demand_acknowledged, finish
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.neighbours import neighbours
from govdesk.lifecycle.rules import Kind, RequestState


def carry_out(session: Session, request: AccountRequest, deed: Deed, platforms: Catalogue) -> None:
    """Somebody gets in now, or does so no more; what the list said already is said once.

    Raises Conflict while who is to get in owes a policy, for an account out of use, or where it is not its turn;
    Invalid for a person who has left.
    """
    access = _demand(request)
    if request.kind is Kind.REVOKE:
        neighbours().take_access(session, access, deed)
    else:
        _demand_ready(session, request, access, deed)
        neighbours().give_access(session, access, platforms, deed)
    finish(session, request, deed)


def _demand(request: AccountRequest) -> Access:
    is_turn = request.kind.is_access and request.state is RequestState.APPROVED
    if not is_turn or request.account is None:
        raise Conflict(_("This is done already, or not approved yet. Look at the request again."))
    told = request.facts
    evidence = _("Request %(number)s", number=request.id)
    return Access(
        request.account, request.person, told.get("agency"), told.get("way"), told.get("role"), request.last_on,
        evidence,
    )  # fmt: skip


def _demand_ready(session: Session, request: AccountRequest, access: Access, deed: Deed) -> None:
    if not access.account.state.is_in_use:
        raise Conflict(_("This account is not in use any more. Withdraw this."))
    if access.person is not None and not access.person.is_employed:
        raise Invalid(_("Who was to get in has left. Withdraw this."))
    demand_acknowledged(session, request, deed.today)
    if access.ends_on is not None and access.ends_on < deed.today:
        raise Conflict(_("The planned last day is over. Withdraw this and ask anew."))
