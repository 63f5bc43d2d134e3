"""An account is gone from its platform: nobody can get in any more, by no way."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.exposure.actions import end_line
from govdesk.exposure.kinds import KINDS


def end_all(session: Session, account: SocialAccount, *, by: Actor, now: datetime, today: date) -> None:
    """End every line of the access list; custodianships are the register's."""
    for kind in KINDS.values():
        if kind.table is not Custodianship:
            lines = select(kind.table).where(kind.table.account_id == account.id, kind.table.ended_on.is_(None))
            for line in session.scalars(lines).all():
                end_line(session, line, by=by, now=now, today=today)
