"""How the history speaks about requests."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.i18n import _l
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.rules import RequestState


def request_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to handles and pages, for the trail."""
    rows = session.execute(select(AccountRequest.id, AccountRequest.handle).where(AccountRequest.id.in_(list(ids))))
    return {row.id: (row.handle, f"/accounts/requests/{row.id}") for row in rows}


audit.tells(
    {
        "lifecycle:request:asked": _l("asked for it"),
        "lifecycle:request:approved": _l("approved the request"),
        "lifecycle:request:returned": _l("sent the request back with a question"),
        "lifecycle:request:answered": _l("answered the question"),
        "lifecycle:request:refused": _l("refused the request"),
        "lifecycle:request:withdrawn": _l("withdrew the request"),
        "lifecycle:request:done": _l("put on record that it is done"),
    },
    fields={"approval": _l("Step"), "text_digest": _l("Digest of the words")},
)
audit.labels(RequestState, "approval")
audit.things("account_request", request_things)
