"""The list of accounts, narrowed and in order: as quick with 100,000 of them as with 1,000.

Where one of the wishes is fulfilled by few accounts these are gathered and sorted. Where each is by many, the list is
walked in its order until a page is full.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from govdesk.accounts.listing.filters import state_filters
from govdesk.accounts.listing.narrowing import narrowing
from govdesk.accounts.listing.orders import ORDERS, read
from govdesk.accounts.listing.searching import mentioning
from govdesk.accounts.listing.wishes import Wish
from govdesk.accounts.models import AccountState, Ownership, SocialAccount
from govdesk.accounts.orphans import has_lost_its_owner, lacks_a_department, needs_an_owner
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.queries import ORPHAN, OWNER_GONE, OWNERLESS, Filters
from govdesk.db import MOST_COUNTED, as_value
from govdesk.directory.models import Person

SPECIAL = {ORPHAN: lacks_a_department, OWNER_GONE: has_lost_its_owner, OWNERLESS: needs_an_owner}


@dataclass(frozen=True)
class Found:
    """Some accounts of a list, with departments and owner, and the number of all (`db.counted`) if it is known."""

    rows: Sequence[SocialAccount]
    number: int | None


def accounts(session: Session, filters: Filters, platforms: Catalogue) -> Select[SocialAccount]:
    """All accounts that fit, unordered."""
    return select(SocialAccount).where(*(wish.gathers for wish in wishes(session, filters, platforms)))


def found(
    session: Session,
    filters: Filters,
    platforms: Catalogue,
    *,
    sort: str,
    downwards: bool,
    after: int | None,
    limit: int,
) -> Found:
    """At most `limit` accounts behind the account `after`."""
    fits, number = _fitting(session, list(wishes(session, filters, platforms)))
    ids = read(session, ORDERS[sort], *fits, after=after, downwards=downwards, limit=limit)
    if not ids and after is not None:  # the account behind which to go on is gone
        ids = read(session, ORDERS[sort], *fits, after=None, downwards=downwards, limit=limit)
    query = (
        select(SocialAccount)
        .where(SocialAccount.id.in_(ids))
        .options(selectinload(SocialAccount.ownerships), joinedload(SocialAccount.owner).lazyload(Person.granted))
    )
    by_id = {account.id: account for account in session.scalars(query)}
    return Found([by_id[id_] for id_ in ids], number)


def _fitting(session: Session, all_wishes: list[Wish]) -> tuple[list[ColumnElement[bool]], int | None]:
    """The conditions in the form that is quick for them, and how many accounts fulfil them."""
    everything = Wish(select(SocialAccount.id))
    numbers = [(wish.number(session), place) for place, wish in enumerate(all_wishes)]
    least, first = min(numbers, default=(everything.number(session), 0))
    if least > MOST_COUNTED or not all_wishes:
        return [wish.tells for wish in all_wishes], least if len(all_wishes) < 2 else None
    rest = [wish.tells for place, wish in enumerate(all_wishes) if place != first]
    fits = [all_wishes[first].gathers, *rest]
    return fits, Wish(select(SocialAccount.id).where(*fits)).number(session) if rest else least


def wishes(session: Session, filters: Filters, platforms: Catalogue) -> Iterator[Wish]:
    """What the filters ask for."""
    if filters.text:
        yield mentioning(session, filters.text, platforms)
    if filters.department_id is not None:
        yield Wish(select(Ownership.account_id).where(Ownership.department_id == filters.department_id))
    if filters.platform:
        yield _equal(SocialAccount.platform, filters.platform)
    if filters.access and (by_access := narrowing("access")):
        yield Wish(by_access.ids(filters.access))
    if filters.state in SPECIAL:
        yield Wish(_ids(SPECIAL[filters.state]()))
    elif filters.state in state_filters():
        yield Wish(state_filters()[filters.state].ids())
    elif filters.state:
        yield _equal(SocialAccount.state, AccountState(filters.state))


def _ids(condition: ColumnElement[bool]) -> Select[int]:
    return select(SocialAccount.id).where(condition)


def _equal(column: InstrumentedAttribute[Any], value: str) -> Wish:
    return Wish(_ids(column == value), as_value(column) == value)
