"""The list of accounts, narrowed and in order: as quick with 100,000 of them as with 1,000.

Where one of the wishes is fulfilled by few accounts these are gathered and sorted. Where each is by many, the list is
walked in its order until a page is full.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from govdesk.accounts.listing.filters import state_filters
from govdesk.accounts.listing.narrowing import narrowing
from govdesk.accounts.listing.orders import ORDERS, read
from govdesk.accounts.listing.searching import mentioning
from govdesk.accounts.listing.wishes import Wish
from govdesk.accounts.models import AccountState, Ownership, SocialAccount
from govdesk.accounts.orphans import ways_to_lack_a_department, ways_to_lose_an_owner, ways_to_need_an_owner
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.queries import ORPHAN, OWNER_GONE, OWNERLESS, Filters
from govdesk.db import MOST_COUNTED, among, as_value
from govdesk.directory.models import Person

SPECIAL = {
    ORPHAN: (ways_to_lack_a_department, SocialAccount.accountable_id),
    OWNER_GONE: (ways_to_lose_an_owner, SocialAccount.owner_id),
    OWNERLESS: (ways_to_need_an_owner, SocialAccount.owner_id),
}
MOST_GATHERED = 5_000
"""Where several wishes meet: accounts that fulfil the rarest of them, of which perhaps none fulfils the others."""


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
    fits, number = _fitting(session, list(wishes(session, filters, platforms, sort=sort)))
    if number == 0:
        return Found([], 0)
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
    if not all_wishes:
        return [], Wish([select(SocialAccount.id)]).number(session)
    most = MOST_COUNTED if len(all_wishes) == 1 else MOST_GATHERED
    numbers = _numbers(session, all_wishes, most)
    least, rarest = min(numbers, key=itemgetter(0))
    if least > most and not rarest.stands_together:
        return [wish.tells for wish in all_wishes], least if len(all_wishes) == 1 else None
    if len(all_wishes) == 1:
        return [rarest.gathers], least
    others = [(number, wish) for number, wish in numbers if wish is not rarest]
    few, many = ([wish for number, wish in others if (number > most) is is_many] for is_many in (False, True))
    return _meeting(session, rarest, few, many)


def _numbers(session: Session, all_wishes: list[Wish], most: int) -> list[tuple[int, Wish]]:
    """How many accounts fulfil each; beside one that is rare enough costly ones are not counted: taken for many."""
    numbers: list[tuple[int, Wish]] = []
    least = most + 1
    for wish in sorted(all_wishes, key=attrgetter("is_costly")):
        number = most + 1 if wish.is_costly and least <= most else wish.number(session, most)
        least = min(least, number)
        numbers.append((number, wish))
    return numbers


def _meeting(
    session: Session, rarest: Wish, few: list[Wish], many: list[Wish]
) -> tuple[list[ColumnElement[bool]], int | None]:
    """Accounts that fulfil several wishes, found among those of the rarest."""
    some = rarest.ids.subquery()
    # As a value: SQLite would else ask the rarest anew for each of the others.
    meet: Select[int] = select(some.c[0]).where(*(as_value(some.c[0]).in_(wish.ids) for wish in few))
    listed, told = ([wish for wish in many if (wish.told is None) is is_listed] for is_listed in (True, False))
    meet = meet.where(*(wish.holds(some.c[0]) for wish in listed))
    if told:
        meet = meet.join(SocialAccount, SocialAccount.id == some.c[0]).where(*(wish.tells for wish in told))
    ids = session.scalars(meet.limit(MOST_COUNTED + 1)).all()
    if len(ids) > MOST_COUNTED:
        return [SocialAccount.id.in_(meet)], len(ids)
    return [among(session, SocialAccount.id, ids)], len(ids)


def wishes(session: Session, filters: Filters, platforms: Catalogue, *, sort: str = "") -> Iterator[Wish]:
    """What the filters ask for, of a list sorted by `sort`."""
    by_department = sort == "department"
    if filters.text:
        yield mentioning(session, filters.text, platforms)
    if filters.department_id is not None:
        owned = select(Ownership.account_id).where(Ownership.department_id == filters.department_id)
        yield Wish([owned], stands_together=by_department)
    if filters.platform:
        yield _equal(SocialAccount.platform, filters.platform, is_sorted_by=sort == "platform")
    if filters.access and (by_access := narrowing("access")):
        yield Wish(by_access.parts(filters.access))
    if filters.state in SPECIAL:
        ways, whose = SPECIAL[filters.state]
        parts = [_ids(way) for way in ways(whose)]
        is_orphan = filters.state == ORPHAN
        yield Wish(parts, or_(*ways(as_value(whose))), by_department and is_orphan, is_costly=not is_orphan)
    elif filters.state in state_filters():
        yield Wish([state_filters()[filters.state].ids()])
    elif filters.state:
        yield _equal(SocialAccount.state, AccountState(filters.state), is_sorted_by=sort == "state")


def _ids(condition: ColumnElement[bool]) -> Select[int]:
    return select(SocialAccount.id).where(condition)


def _equal(column: InstrumentedAttribute[Any], value: str, *, is_sorted_by: bool) -> Wish:
    """In a list sorted by the column they are a stretch of its index; in any other no index is to lead to them."""
    return Wish([_ids(column == value)], column == value if is_sorted_by else as_value(column) == value)
