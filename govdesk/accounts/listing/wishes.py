"""What accounts are looked for, in two ways of saying it: by which index they are found, and how one is told."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.db import counted


@dataclass(frozen=True)
class Wish:
    """One thing that accounts shall fulfil."""

    ids: Select[int]
    """Those that do, none twice, by an index: good where they are few."""
    told: ColumnElement[bool] | None = None
    """Whether one does, asked without an index on it; None: look whether it is among `ids`."""

    def number(self, session: Session) -> int:
        """As `db.counted`: so many are gathered and sorted, of more there is soon one on the way through the list."""
        return counted(session, self.ids)

    @property
    def gathers(self) -> ColumnElement[bool]:
        """The condition for a few."""
        return SocialAccount.id.in_(self.ids)

    @property
    def tells(self) -> ColumnElement[bool]:
        """The condition for many, asked of one account after the other."""
        if self.told is not None:
            return self.told
        ids = self.ids.subquery()
        return exists(select(1).select_from(ids).where(ids.c[0] == SocialAccount.id))
