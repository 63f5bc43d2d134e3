"""What accounts are looked for, in two ways of saying it: by which index they are found, and how one is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.orphans import Ids
from govdesk.db import counted


@dataclass(frozen=True)
class Wish:
    """One thing that accounts shall fulfil."""

    parts: Sequence[Select[int]]
    """Those that do, each part by its own index and none twice: good where they are few."""
    told: ColumnElement[bool] | None = None
    """Whether one does, asked without an index on it; None: look whether it is in one of the parts."""
    stands_together: bool = False
    """They may all stand far behind in the list: it is not walked for them, however many they are."""
    is_costly: bool = False
    """To count them takes longer than to ask some thousand accounts."""

    @property
    def ids(self) -> Ids:
        return self.parts[0] if len(self.parts) == 1 else union_all(*self.parts)

    def number(self, session: Session, most: int | None = None) -> int:
        """As `db.counted`: so many are gathered and sorted, of more there is soon one on the way through the list."""
        return counted(session, self.ids, most)

    @property
    def gathers(self) -> ColumnElement[bool]:
        """The condition for a few."""
        return SocialAccount.id.in_(self.ids)

    @property
    def tells(self) -> ColumnElement[bool]:
        """The condition for many, asked of one account after the other."""
        if self.told is not None:
            return self.told
        return self.holds(SocialAccount.id)

    def holds(self, id_: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """Whether one of the parts has the account of that id."""
        return or_(*(_has(part, id_) for part in self.parts))


def _has(part: Select[int], id_: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    ids = part.subquery()
    return exists(select(1).select_from(ids).where(ids.c[0] == id_))
