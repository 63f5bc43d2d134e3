"""How much harm it does when somebody else is in an account."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.models import SocialAccount, Tier


def set_tier(session: Session, account: SocialAccount, tier: Tier, *, by: Actor | None, now: datetime) -> None:
    """Nothing happens when it is so already."""
    before = account.tier
    if before is tier:
        return
    account.tier = tier
    # Flushed before it is told: of two at once the second hears that somebody was faster.
    session.flush()
    audit.record(session, "accounts:tier:set", account, by=by, at=now, tier=(before, tier))


def ids_of_tier(tier: Tier) -> Select[int]:
    """The accounts of one tier, found by their index."""
    return select(SocialAccount.id).where(SocialAccount.tier == tier)
