"""What a compromise would reach: the account, all that opens it, and every account that shares some of that."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.accounts.touching import PASSWORD, Touched, Was
from govdesk.exposure.models import AccessGrant, ConnectedTool, RecoveryMeans
from govdesk.exposure.queries import accounts_by_id
from govdesk.exposure.reading import Lines, agency_key, lines_of, person_key
from govdesk.exposure.rules import Way
from govdesk.exposure.touched import of_grant, of_held
from govdesk.incidents.things import Key, Thing, things_of, touched_itself
from govdesk.rotation.queries import schedules_of

LINKED = frozenset({Was.LINKED})
SIGN_IN = (Way.SHARED_SECRET, Way.OWN_LOGIN)
"""By these ways a person or an agency holds an account; who has a seat in a tool is reached through the tool."""


@dataclass(frozen=True)
class Linked:
    """Another account, what it shares, and what is to be changed of it because of that."""

    account: SocialAccount
    things: Sequence[Thing]
    touched: Sequence[Touched]


@dataclass(frozen=True)
class Reach:
    account: SocialAccount
    things: Sequence[Thing]
    linked: Sequence[Linked]
    """Those that share most first."""
    touched: Sequence[Touched]
    """What is to be changed of the account itself."""


@dataclass(frozen=True)
class _Tie:
    account_id: int
    thing: Thing
    touched: Touched


def reach_of(session: Session, account: SocialAccount) -> Reach:
    """From the access lists as they are now."""
    lines = lines_of(session, [account.id])[account.id]
    things = things_of(lines)
    touched = touched_itself(account, lines, list(schedules_of(session, account)))
    return Reach(account, things, _linked(session, _ties(session, account, lines, things)), touched)


def _ties(session: Session, account: SocialAccount, lines: Lines, things: Iterable[Thing]) -> Iterator[_Tie]:
    known = {thing.key: thing for thing in things}
    yield from _by_holder(session, account, known)
    yield from _by_value(session, account, RecoveryMeans, RecoveryMeans.sent_to, lines.means, known)
    yield from _by_value(session, account, ConnectedTool, ConnectedTool.name, lines.tools, known)


def _by_holder(session: Session, account: SocialAccount, known: dict[str, Thing]) -> Iterator[_Tie]:
    """Whoever signs in there signs in elsewhere, too."""
    people = [int(key.removeprefix("person:")) for key in known if key.startswith("person:")]
    held = select(Custodianship).where(Custodianship.person_id.in_(people), *_elsewhere(Custodianship, account))
    for row in session.scalars(held.order_by(Custodianship.id)):
        touched = Touched(row.account_id, PASSWORD, LINKED)
        yield _Tie(row.account_id, known[person_key(row.person_id)], touched)
    theirs = or_(AccessGrant.person_id.in_(people), AccessGrant.agency.is_not(None))
    grants = select(AccessGrant).where(AccessGrant.way.in_(SIGN_IN), theirs, *_elsewhere(AccessGrant, account))
    for grant in session.scalars(grants.order_by(AccessGrant.id)):
        key = person_key(grant.person_id) if grant.person_id else agency_key(grant.agency)
        if key in known:
            yield _Tie(grant.account_id, known[key], of_grant(grant))


def _by_value(
    session: Session, account: SocialAccount, table: Any, column: Any, mine: Iterable[Any], known: dict[str, Thing]
) -> Iterator[_Tie]:
    """The same mailbox, number or tool stands on another list."""
    values = {_plain(value): row.id for row in mine if (value := getattr(row, column.key))}
    by_id = {int(key.partition(":")[2]): thing for key, thing in known.items() if _is_line(thing, table)}
    same = select(table).where(func.lower(column).in_(values), *_elsewhere(table, account)).order_by(table.id)
    for row in session.scalars(same):
        line = values.get(_plain(getattr(row, column.key)))
        if line in by_id:
            yield _Tie(row.account_id, by_id[line], of_held(row))


def _is_line(thing: Thing, table: Any) -> bool:
    return thing.kind.value in (("tool",) if table is ConnectedTool else ("mailbox", "phone", "codes"))


def _plain(value: str) -> str:
    return value.lower()


def _elsewhere(table: Any, account: SocialAccount) -> tuple[ColumnElement[bool], ...]:
    return table.account_id != account.id, table.ended_on.is_(None)


def _linked(session: Session, ties: Iterable[_Tie]) -> list[Linked]:
    by_account: dict[int, list[_Tie]] = {}
    for tie in ties:
        by_account.setdefault(tie.account_id, []).append(tie)
    found = [
        _of_ties(account, by_account[account.id])
        for account in accounts_by_id(session, list(by_account))
        if account.state.is_in_use
    ]
    return sorted(found, key=lambda one: -len(one.things))


def _of_ties(account: SocialAccount, ties: Sequence[_Tie]) -> Linked:
    """Its password is changed whatever links it; beside that only what is shared."""
    things = {tie.thing.key: tie.thing for tie in ties}
    touched: dict[Key, Touched] = {(PASSWORD, None): Touched(account.id, PASSWORD, LINKED)}
    for tie in ties:
        one = tie.touched
        touched.setdefault((one.credential, one.line), Touched(account.id, one.credential, LINKED, one.line))
    return Linked(account, list(things.values()), list(touched.values()))
