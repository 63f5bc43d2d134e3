"""Who works on an import, and how far it is: one at a time, and another only when the first was cut off."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.orm import Session

from govdesk.accounts.importing.models import AccountImport
from govdesk.errors import Conflict
from govdesk.i18n import _

CUT_OFF_AFTER = timedelta(minutes=5)
"""Whoever works on an import gets on every second; after so long without, they are gone."""


class TakenOver(Conflict):
    """Somebody else goes on with the work, who thought us gone."""


def stands_still(now: datetime) -> ColumnElement[bool]:
    """Nobody works on it."""
    return or_(AccountImport.went_on_at.is_(None), AccountImport.went_on_at < now - CUT_OFF_AFTER)


def claim(session: Session, received: AccountImport, *where: ColumnElement[bool], now: datetime) -> bool:
    """Of several that want to work on an import one does it, if it is as `where` says."""
    claimed = (
        update(AccountImport)
        .where(AccountImport.id == received.id, AccountImport.digest == received.digest, *where)
        .values(went_on_at=now)
        .returning(AccountImport.id)
    )
    return session.scalar(claimed) is not None


def go_on(session: Session, received: AccountImport, done: int, *, at: datetime) -> None:
    """Note that `done` rows are done. Raises TakenOver; the portion in hand must not be committed then."""
    mine = (
        update(AccountImport)
        .where(AccountImport.id == received.id, AccountImport.went_on_at == received.went_on_at)
        .values(went_on_at=at, rows_done=done)
        .returning(AccountImport.id)
    )
    if session.scalar(mine) is None:
        raise TakenOver(_("Somebody else goes on with this import."))
