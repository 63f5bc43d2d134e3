"""What there is to know of many accounts, read as plain values: to reckon 100,000 of them, rows would be too slow."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session, aliased

from govdesk.accounts.models import Custodianship
from govdesk.directory.models import Person, PersonState
from govdesk.exposure.findings import Weakness
from govdesk.exposure.models import (
    AccessException,
    AccessGrant,
    ConnectedTool,
    Held,
    RecoveryMeans,
    SecondFactor,
    VaultEntry,
)
from govdesk.exposure.reading import Told, agency_key, facts_from, person_key
from govdesk.exposure.rules import Factor, FactorKind, Facts, Grant, Holder, Means, MeansKind, Way

Numbers = Collection[int]


@dataclass(slots=True)
class Known:
    """Of one account."""

    ways: list[Told] = field(default_factory=list)
    factors: list[Factor] = field(default_factory=list)
    means: list[Means] = field(default_factory=list)
    exceptions: list[tuple[Weakness, date]] = field(default_factory=list)
    """Those that are approved, and their last days."""
    was_ever_told: bool = False
    has_vault_entry: bool = False
    tools_without_end: int = 0

    def facts(self, today: date) -> Facts:
        return facts_from(
            self.ways, today, factors=self.factors, means=self.means, was_ever_told=self.was_ever_told,
            has_vault_entry=self.has_vault_entry, tools_without_end=self.tools_without_end,
        )  # fmt: skip

    def excepted(self, today: date) -> frozenset[Weakness]:
        """What may be weak on `today`."""
        return frozenset(weakness for weakness, ends_on in self.exceptions if ends_on >= today)


def gather(session: Session, account_ids: Numbers) -> dict[int, Known]:
    """All that counts of these accounts, one statement for each kind; each has an entry, though it be empty."""
    found = defaultdict[int, Known](Known, {id_: Known() for id_ in account_ids})
    for read in (_ways, _factors, _means, _others):
        read(session, account_ids, found)
    return dict(found)


def _ways(session: Session, account_ids: Numbers, found: dict[int, Known]) -> None:
    dates = ("account_id", "since_on", "ends_on", "ended_on", "person_id")
    by_secret = select(*(getattr(Custodianship, name) for name in dates), Person.state).join(Custodianship.person)
    for row in session.execute(by_secret.where(Custodianship.account_id.in_(account_ids))):
        _note_way(found[row.account_id], row, Grant(Way.SHARED_SECRET, person_key(row.person_id)))
    more = (AccessGrant.id, AccessGrant.agency, AccessGrant.way, AccessGrant.administers)
    otherwise = select(*(getattr(AccessGrant, name) for name in dates), *more, Person.state)
    joined = otherwise.outerjoin(AccessGrant.person).where(AccessGrant.account_id.in_(account_ids))
    for row in session.execute(joined.order_by(AccessGrant.id)):
        holder = person_key(row.person_id) if row.person_id else agency_key(row.agency)
        _note_way(found[row.account_id], row, Grant(row.way, holder, row.administers, row.id))


def _note_way(known: Known, row: Any, grant: Grant) -> None:
    known.was_ever_told = True
    if row.ended_on is None:
        has_left = row.person_id is not None and row.state is not PersonState.ACTIVE
        known.ways.append(Told(grant, has_left, row.since_on, row.ends_on))


def _factors(session: Session, account_ids: Numbers, found: dict[int, Known]) -> None:
    for row in _held(session, SecondFactor, account_ids, SecondFactor.kind, SecondFactor.grant_id):
        is_unknown = row.kind is not FactorKind.OFF and _is_nobodys(row)
        found[row.account_id].factors.append(Factor(row.kind, _holders(row), is_unknown, row.grant_id))


def _means(session: Session, account_ids: Numbers, found: dict[int, Known]) -> None:
    for row in _held(session, RecoveryMeans, account_ids, RecoveryMeans.kind, RecoveryMeans.belongs):
        is_unknown = row.kind is not MeansKind.NONE and _is_nobodys(row)
        found[row.account_id].means.append(Means(row.kind, _holders(row), is_unknown, row.belongs))


def _held(session: Session, kind: type[Held], account_ids: Numbers, *columns: Any) -> Iterator[Row[Any]]:
    """Lines in force; `first` and `second` are their holders who work here."""
    first, second = aliased(Person), aliased(Person)
    query = (
        select(
            kind.account_id, kind.holder_id, kind.agency, first.id.label("first"), second.id.label("second"), *columns
        )
        .outerjoin(first, and_(first.id == kind.holder_id, first.state == PersonState.ACTIVE))
        .outerjoin(second, and_(second.id == kind.backup_id, second.state == PersonState.ACTIVE))
        .where(kind.account_id.in_(account_ids), kind.ended_on.is_(None))
        .order_by(kind.id)
    )
    yield from session.execute(query)


def _is_nobodys(row: Row[Any]) -> bool:
    return row.holder_id is None and not row.agency


def _holders(row: Row[Any]) -> frozenset[Holder]:
    people = [person_key(id_) for id_ in (row.first, row.second) if id_]
    return frozenset(people + ([agency] if (agency := agency_key(row.agency)) else []))


def _others(session: Session, account_ids: Numbers, found: dict[int, Known]) -> None:
    vault = select(VaultEntry.account_id).where(VaultEntry.account_id.in_(account_ids), VaultEntry.ended_on.is_(None))
    for id_ in session.scalars(vault):
        found[id_].has_vault_entry = True
    tools = select(ConnectedTool.account_id).where(
        ConnectedTool.account_id.in_(account_ids), ConnectedTool.ended_on.is_(None),
        ConnectedTool.is_lasting.is_(False), ConnectedTool.expires_on.is_(None),
    )  # fmt: skip
    for id_ in session.scalars(tools):
        found[id_].tools_without_end += 1
    approved = select(AccessException.account_id, AccessException.weakness, AccessException.ends_on).where(
        AccessException.account_id.in_(account_ids), AccessException.ended_on.is_(None),
        AccessException.approved_by_id.is_not(None),
    )  # fmt: skip
    for id_, weakness, ends_on in session.execute(approved):
        found[id_].exceptions.append((weakness, ends_on))
