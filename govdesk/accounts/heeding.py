"""Rooms above the register that want to know at once when other people know an account's password."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy.orm import Session

Heeding = Callable[[Session, Collection[int], date], None]
"""`heed(session, account_ids, today)`, in the transaction of the change."""

_HEEDING: list[Heeding] = []


def when_holders_change(heed: Heeding) -> None:
    """Call `heed` whenever the custodians of accounts have changed."""
    _HEEDING.append(heed)


def holders_changed(session: Session, account_ids: Collection[int], today: date) -> None:
    """Tell all who want to know."""
    for heed in _HEEDING:
        heed(session, account_ids, today)
