"""What access lists say that a change of a credential has to think of."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.ways import WaysIn
from govdesk.exposure.models import ConnectedTool, Line, RecoveryMeans, SecondFactor, VaultEntry
from govdesk.exposure.rules import FactorKind, MeansKind

Kind = TypeVar("Kind", bound=Line)


def ways_of(session: Session, account_ids: Collection[int]) -> dict[int, WaysIn]:
    """By account, in one statement for each kind of line."""
    tools = _lines(session, ConnectedTool, ConnectedTool.name, account_ids)
    vault = _lines(session, VaultEntry, VaultEntry.pointer, account_ids)
    means = _lines(session, RecoveryMeans, RecoveryMeans.kind, account_ids)
    factors = _lines(session, SecondFactor, SecondFactor.kind, account_ids)
    return {
        id_: WaysIn(
            tools=tuple(tools[id_]),
            vault=tuple(vault[id_]),
            has_codes=MeansKind.CODES in means[id_] or FactorKind.CODES in factors[id_],
            has_no_recovery=bool(means[id_]) and set(means[id_]) == {MeansKind.NONE},
        )
        for id_ in account_ids
    }


def _lines(
    session: Session, kind: type[Kind], column: Any, account_ids: Collection[int]
) -> defaultdict[int, list[Any]]:
    found = defaultdict[int, list[Any]](list)
    query = select(kind.account_id, column).where(kind.account_id.in_(account_ids), kind.ended_on.is_(None))
    for account_id, value in session.execute(query.order_by(kind.id)):
        found[account_id].append(value)
    return found
