"""The rows of many accounts as plain facts, in a few statements however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from govdesk.accounts.models import Custodianship
from govdesk.directory.models import Person
from govdesk.exposure.models import (
    AccessException,
    AccessGrant,
    ConnectedTool,
    Held,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
    VaultEntry,
)
from govdesk.exposure.rules import Factor, FactorKind, Facts, Grant, Holder, Means, MeansKind, Way

Row = TypeVar("Row")
WayIn = Custodianship | AccessGrant
"""Whoever knows the shared password has the first, every other way in is the second."""


@dataclass
class Lines:
    """Everything on the access list of one account, what has ended included for ways in."""

    custodianships: list[Custodianship] = field(default_factory=list)
    grants: list[AccessGrant] = field(default_factory=list)
    factors: list[SecondFactor] = field(default_factory=list)
    means: list[RecoveryMeans] = field(default_factory=list)
    devices: list[TrustedDevice] = field(default_factory=list)
    tools: list[ConnectedTool] = field(default_factory=list)
    vault: list[VaultEntry] = field(default_factory=list)
    exceptions: list[AccessException] = field(default_factory=list)

    @property
    def ways(self) -> list[WayIn]:
        """All ways in that are in force."""
        both: list[WayIn] = [*self.custodianships, *self.grants]
        return [way for way in both if way.ended_on is None]


def lines_of(session: Session, account_ids: Collection[int]) -> dict[int, Lines]:
    """The access lists of these accounts; each has one, though it be empty."""
    found: dict[int, Lines] = defaultdict(Lines, {id_: Lines() for id_ in account_ids})
    for custodianship in _read(session, Custodianship, account_ids, "person", with_ended=True):
        found[custodianship.account_id].custodianships.append(custodianship)
    for grant in _read(session, AccessGrant, account_ids, "person", with_ended=True):
        found[grant.account_id].grants.append(grant)
    for factor in _read(session, SecondFactor, account_ids, "holder", "backup"):
        found[factor.account_id].factors.append(factor)
    for means in _read(session, RecoveryMeans, account_ids, "holder", "backup"):
        found[means.account_id].means.append(means)
    for device in _read(session, TrustedDevice, account_ids, "holder", "backup"):
        found[device.account_id].devices.append(device)
    for tool in _read(session, ConnectedTool, account_ids, "holder", "backup"):
        found[tool.account_id].tools.append(tool)
    for entry in _read(session, VaultEntry, account_ids):
        found[entry.account_id].vault.append(entry)
    for exception in _read(session, AccessException, account_ids, "asked_by", "approved_by"):
        found[exception.account_id].exceptions.append(exception)
    return dict(found)


def _read(
    session: Session, kind: type[Row], account_ids: Collection[int], *people: str, with_ended: bool = False
) -> Sequence[Row]:
    table: Any = kind
    query = select(kind).where(table.account_id.in_(account_ids)).order_by(table.id)
    if not with_ended:
        query = query.where(table.ended_on.is_(None))
    loaded = (joinedload(getattr(table, name)).lazyload(Person.granted) for name in people)
    return session.scalars(query.options(*loaded)).all()


@dataclass(slots=True)
class Told:
    """A way in as plain values, whether or not it is in force."""

    grant: Grant
    has_left: bool
    """Its holder has."""
    since_on: date | None
    ends_on: date | None


def facts_of(lines: Lines, today: date) -> Facts:
    """What the lines say on `today`."""
    return facts_from(
        (_told(way) for way in lines.ways), today,
        factors=(_factor(row) for row in lines.factors),
        means=(_means(row) for row in lines.means),
        was_ever_told=bool(lines.custodianships or lines.grants),
        has_vault_entry=bool(lines.vault),
        tools_without_end=sum(not tool.is_lasting and tool.expires_on is None for tool in lines.tools),
    )  # fmt: skip


def facts_from(
    ways: Iterable[Told],
    today: date,
    *,
    factors: Iterable[Factor],
    means: Iterable[Means],
    was_ever_told: bool,
    has_vault_entry: bool,
    tools_without_end: int,
) -> Facts:
    """Who has left holds nothing, and what has ended counts no more; `ways` are those that nobody has ended."""
    present = [way for way in ways if not way.has_left]
    over = sum(is_over(way, today) for way in present)
    return Facts(
        grants=tuple(way.grant for way in present if not is_over(way, today)),
        factors=tuple(factors),
        means=tuple(means),
        was_ever_told=was_ever_told,
        has_vault_entry=has_vault_entry,
        tools_without_end=tools_without_end,
        grants_without_beginning=sum(way.since_on is None for way in present),
        grants_past_their_end=over,
    )


def is_over(way: Told, today: date) -> bool:
    """Its planned last day is."""
    return way.ends_on is not None and way.ends_on < today


def holder_of(person: Person | None, agency: str | None) -> Holder | None:
    """Who holds it."""
    return person_key(person.id) if person is not None else agency_key(agency)


def person_key(person_id: int) -> Holder:
    return f"person:{person_id}"


def agency_key(agency: str | None) -> Holder | None:
    """An agency is the same however its name is written."""
    return f"agency:{' '.join(agency.casefold().split())}" if agency else None


def _told(way: WayIn) -> Told:
    has_left = way.person is not None and not way.person.is_employed
    return Told(_grant(way), has_left, way.since_on, way.ends_on)


def _grant(way: WayIn) -> Grant:
    if isinstance(way, Custodianship):
        return Grant(Way.SHARED_SECRET, holder_of(way.person, None))
    return Grant(way.way, holder_of(way.person, way.agency), way.administers, way.id)


def _factor(row: SecondFactor) -> Factor:
    return Factor(row.kind, _holders(row), row.kind is not FactorKind.OFF and _is_unknown(row), row.grant_id)


def _means(row: RecoveryMeans) -> Means:
    return Means(row.kind, _holders(row), row.kind is not MeansKind.NONE and _is_unknown(row), row.belongs)


def _is_unknown(row: Held) -> bool:
    return row.holder is None and not row.agency


def _holders(row: Held) -> frozenset[Holder]:
    people = [person for person in (row.holder, row.backup) if person is not None and person.is_employed]
    named = [holder_of(person, None) for person in people] + [holder_of(None, row.agency)]
    return frozenset(holder for holder in named if holder)
