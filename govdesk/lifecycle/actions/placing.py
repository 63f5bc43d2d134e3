"""Where an approved account may turn out to be: where it was approved, or where others than its own people say."""

from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.accounts.importing.lookup import Through
from govdesk.accounts.platforms.identity import Identity
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.lifecycle.duplicates import Findings, look
from govdesk.lifecycle.models import AccountRequest


def demand_place(session: Session, request: AccountRequest, identity: Identity, by: Person) -> None:
    """See that `by` may say that the account is at `identity`, and that nothing else is known to be there today.

    Raises Conflict for another address than the approved one, unless communications or security say so of a request
    that is not their own; and for an address of the register's, of another request, or of somebody who is not us.
    """
    if identity.key != request.identity and not _may_move(request, by):
        raise Conflict(
            _(
                "The approvals were for %(address)s. Ask again for this one, or let somebody of communications or "
                "security who is not named in the request put it on record.",
                address=request.url,
            )
        )
    found = look(session, identity, None, but=request)
    if found.asked or _is_anothers(request, found):
        raise Conflict(_("The register or another request has %(handle)s already.", handle=identity.handle))
    if found.outsider:
        raise Conflict(
            _("An account at this address is known that is not ours. Communications have to settle that first.")
        )


def _may_move(request: AccountRequest, by: Person) -> bool:
    """Nobody decides on their own request, whatever roles they have."""
    is_theirs = by.id in (request.requester_id, request.owner_id, request.deputy_id)
    return not is_theirs and (Role.COMMS in by.roles or Role.SECURITY in by.roles)


def _is_anothers(request: AccountRequest, found: Findings) -> bool:
    """Whoever has a handle that an account of ours gave up is judged by the approvers, who are shown it."""
    hit = found.here
    return hit is not None and hit.through is not Through.FORMER and hit.account.id != request.account_id
