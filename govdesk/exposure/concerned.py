"""What of access lists an event is about: an agency, a tool, somebody's devices."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts import heeding
from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.accounts.touching import PASSWORD, Touched
from govdesk.db import as_value
from govdesk.directory.models import Person
from govdesk.exposure.models import (
    AccessGrant,
    AccountExposure,
    ConnectedTool,
    Held,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
)
from govdesk.exposure.queries import HELD, held_by
from govdesk.exposure.reading import agency_key
from govdesk.exposure.reckoning import reckon
from govdesk.exposure.rules import MeansKind
from govdesk.exposure.touched import BY_KIND, BY_MEANS, BY_WAY, of_grant, of_held

Key = tuple[str, int | None]
TABLES: dict[str, Any] = {
    **{credential: AccessGrant for credential, _was in BY_WAY.values() if credential != PASSWORD},
    **{credential: RecoveryMeans for credential, _was in BY_MEANS.values()},
    "recovery_mailbox": RecoveryMeans,
    **{credential: kind for kind, (credential, _was) in BY_KIND.items()},
}
"""Where the lines of a credential stand."""


def people_with_access() -> Select[Any]:
    """Ids of the people who get into an account in use by a way of their own."""
    granted = select(AccessGrant.person_id).join(SocialAccount, SocialAccount.id == AccessGrant.account_id)
    return granted.where(
        AccessGrant.person_id.is_not(None), AccessGrant.ended_on.is_(None), as_value(SocialAccount.state).in_(IN_USE)
    )


def line_names(session: Session, keys: Collection[Key]) -> dict[Key, str]:
    """What these lines are called on their lists."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for credential, line in keys:
        if line is not None and credential in TABLES:
            wanted[credential].add(line)
    return {
        (credential, row.id): name
        for credential, ids in wanted.items()
        for row in session.scalars(select(TABLES[credential]).where(TABLES[credential].id.in_(ids)))
        if (name := _name_of(row))
    }


def _name_of(row: AccessGrant | Held) -> str | None:
    if isinstance(row, ConnectedTool | TrustedDevice):
        return row.name
    if isinstance(row, RecoveryMeans):
        return row.sent_to
    if isinstance(row, SecondFactor):
        return str(row.kind.label)
    assert isinstance(row, AccessGrant)
    return row.role


def of_agency(session: Session, agency: str) -> Iterator[Touched]:
    """Ways in and lines held, however its name is written."""
    for grant in _grants_of(session, agency):
        yield of_grant(grant)
    for kind in HELD:
        for row in session.scalars(select(kind).where(kind.agency.is_not(None), kind.ended_on.is_(None))):
            if agency_key(row.agency) == agency_key(agency):
                yield of_held(row)


def of_tool(session: Session, name: str) -> Iterator[Touched]:
    """The tokens of every connected tool of that name."""
    same = func.lower(ConnectedTool.name) == name.lower(), ConnectedTool.ended_on.is_(None)
    for row in session.scalars(select(ConnectedTool).where(*same).order_by(ConnectedTool.id)):
        yield of_held(row)


def of_device(session: Session, person: Person) -> Iterator[Touched]:
    """What may be on somebody's phone or computer."""
    for kind in (TrustedDevice, SecondFactor, RecoveryMeans):
        for row in session.scalars(select(kind).where(*held_by(kind, person)).order_by(kind.id)):
            if not isinstance(row, RecoveryMeans) or row.kind is MeansKind.PHONE:
                yield of_held(row)


def agencies(session: Session) -> Sequence[str]:
    """Names of those that get in or hold anything, each once."""
    found: dict[str | None, str] = {}
    kinds: tuple[Any, ...] = (AccessGrant, *HELD)
    for kind in kinds:
        query = select(kind.agency).where(kind.agency.is_not(None), kind.ended_on.is_(None)).distinct()
        for name in session.scalars(query):
            found.setdefault(agency_key(name), name or "")
    return sorted(found.values(), key=str.casefold)


def tools(session: Session) -> Sequence[str]:
    """Names of connected tools, each once."""
    named = select(func.min(ConnectedTool.name)).where(ConnectedTool.ended_on.is_(None))
    return sorted(session.scalars(named.group_by(func.lower(ConnectedTool.name))), key=str.casefold)


def end_agency(session: Session, agency: str, by: Actor, now: datetime, today: date) -> None:
    """Take all its ways in off the lists; that what it knew is to be changed is told elsewhere."""
    ended = _grants_of(session, agency)
    for grant in ended:
        grant.ended_on = today
        numbers = AccountExposure(account_id=grant.account_id)
        audit.record(session, "exposure:access_grant:ended", numbers, by=by, at=now, line=grant.id)
    heeding.access_ended(session, {grant.account_id for grant in ended}, by, now)
    reckon(session, {grant.account_id for grant in ended}, today)


def _grants_of(session: Session, agency: str) -> list[AccessGrant]:
    named = select(AccessGrant).where(AccessGrant.agency.is_not(None), AccessGrant.ended_on.is_(None))
    rows = session.scalars(named.order_by(AccessGrant.id))
    return [grant for grant in rows if agency_key(grant.agency) == agency_key(agency)]
