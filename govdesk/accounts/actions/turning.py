"""An account goes into another state."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts import heeding
from govdesk.accounts.models import AccountState, SocialAccount, StateChange
from govdesk.accounts.states import may_follow
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.secrecy import holds_secret


def change_state(
    session: Session,
    account: SocialAccount,
    after: AccountState,
    *,
    reason: str,
    by: Person,
    now: datetime,
    today: date,
) -> None:
    """Say in which state an account is, and why; all rooms that care are told at once.

    Raises Conflict for a state that cannot follow the present one, Invalid for a reason that holds a secret.
    """
    before = account.state
    if not may_follow(before, after):
        raise Conflict(_("This account is %(state)s now: that cannot follow.", state=str(before.label).lower()))
    if holds_secret(reason):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept: enter only the reason."))
    account.state = after
    change = StateChange(account_id=account.id, before=before, after=after, reason=reason, by=by, changed_at=now)
    session.add(change)
    # Flushed before others act on it: of two at once the second is told that somebody was faster.
    session.flush()
    audit.record(
        session, "accounts:state:changed", account, by=by, at=now,
        state=(before, after), reason_digest=audit.digest(reason),
    )  # fmt: skip
    heeding.state_changed(session, heeding.Turn(account, before, by, now, today))
