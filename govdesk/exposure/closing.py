"""An account is gone from its platform: nobody can get in any more, by no way."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts import heeding
from govdesk.accounts.models import SocialAccount
from govdesk.exposure.actions import take_off
from govdesk.exposure.kinds import KINDS, Kind
from govdesk.exposure.surviving import known_still


def end_all(session: Session, account: SocialAccount, *, by: Actor, now: datetime, today: date) -> None:
    """End every line of the access list; what was known by it is one event, and stands if the account is back."""
    lines = [line for kind in KINDS.values() for line in _in_force(session, kind, account)]
    known = tuple(touched for line in lines if (touched := known_still(line)))
    for line in lines:
        take_off(session, line, by=by, now=now, today=today)
    if known:
        occasion = f"closed:{account.id}:{now.isoformat()}"
        heeding.exposed(session, heeding.Exposed(account, known, occasion, by, now, today))


def _in_force(session: Session, kind: Kind, account: SocialAccount) -> Sequence[Any]:
    lines = select(kind.table).where(kind.table.account_id == account.id, kind.table.ended_on.is_(None))
    return session.scalars(lines.order_by(kind.table.id)).all()
