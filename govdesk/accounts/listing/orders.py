"""In what order accounts are listed: each follows an index, so that no list is sorted as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, tuple_
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department

by_handle = (SocialAccount.handle_key, SocialAccount.id)


@dataclass(frozen=True)
class Part:
    """Accounts in one order, the last column of which tells each from all others."""

    columns: Sequence[Any]
    ids: Select[int]

    def behind(self, place: Row[Any], *, downwards: bool) -> ColumnElement[bool]:
        """What comes after the account at `place`."""
        here = tuple_(*self.columns)
        return here < tuple(place) if downwards else here > tuple(place)

    def place_of(self, session: Session, account_id: int) -> Row[Any] | None:
        """Where an account stands; None when it is not of this part."""
        return session.execute(
            self.ids.with_only_columns(*self.columns, maintain_column_froms=True).where(
                SocialAccount.id == account_id
            )
        ).first()

    def read(self, *fits: ColumnElement[bool], downwards: bool, limit: int) -> Select[int]:
        """Ids of at most `limit` accounts that fit."""
        order = (column.desc() if downwards else column for column in self.columns)
        return self.ids.where(*fits).order_by(*order).limit(limit)


ALL = select(SocialAccount.id)
ORDERS: dict[str, tuple[Part, ...]] = {
    "handle": (Part(by_handle, ALL),),
    "name": (Part((SocialAccount.name_key, SocialAccount.id), ALL),),
    "platform": (Part((SocialAccount.platform, *by_handle), ALL),),
    "department": (
        Part(
            (Department.name, Department.id, *by_handle),
            ALL.join(Department, Department.id == SocialAccount.accountable_id),
        ),
        Part(by_handle, ALL.where(SocialAccount.accountable_id.is_(None))),
    ),
    "state": (Part((SocialAccount.state, *by_handle), ALL),),
}
"""What the list can be sorted by. Accounts of no department come last, whichever way departments are sorted."""


def read(
    session: Session,
    parts: Sequence[Part],
    *fits: ColumnElement[bool],
    after: int | None,
    downwards: bool,
    limit: int,
) -> list[int]:
    """Ids of at most `limit` accounts that fit, behind the account `after`; none when that is gone."""
    found: list[int] = []
    for part in parts:
        behind = []
        if after is not None:
            place = part.place_of(session, after)
            if place is None:
                continue
            after, behind = None, [part.behind(place, downwards=downwards)]
        found += session.scalars(part.read(*fits, *behind, downwards=downwards, limit=limit - len(found)))
        if len(found) == limit:
            break
    return found
