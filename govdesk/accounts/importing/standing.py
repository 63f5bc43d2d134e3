"""Accounts as the register has them, in the few facts that an import compares; quick to read for very many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from govdesk.accounts.importing.lookup import elsewhere
from govdesk.accounts.importing.matching import batches
from govdesk.accounts.models import AccountState, Custodianship, Ownership, SocialAccount, Tier
from govdesk.accounts.platforms.identity import Identity


@dataclass(frozen=True, slots=True)
class Standing:
    """One account. Departments and people are ids, the accountable department first."""

    id: int
    identity: str
    name: str
    url: str
    state: AccountState
    owner: int | None
    deputy: int | None
    platform_id: str | None
    tier: Tier
    departments: tuple[int, ...] = ()
    custodians: frozenset[int] = frozenset()


def standing_of(session: Session, identities: Sequence[Identity]) -> dict[str, Standing]:
    """Identity key → the account that is registered: by its address, else its id, else a handle it had before."""
    keys = sorted(identity.key for identity in identities)
    found = {account.identity: account for account in _standing(session, SocialAccount.identity, keys)}
    renamed = elsewhere(session, (identity for identity in identities if identity.key not in found))
    by_id = standing_by_id(session, {id_ for id_, _through in renamed.values()})
    return found | {key: by_id[id_] for key, (id_, _through) in renamed.items()}


def standing_by_id(session: Session, ids: Iterable[int]) -> dict[int, Standing]:
    """The accounts of these ids that are still there, by id."""
    return {account.id: account for account in _standing(session, SocialAccount.id, sorted(ids))}


def ids_of(session: Session, keys: Sequence[str]) -> dict[str, int]:
    """Identities → the ids of their accounts."""
    query = select(SocialAccount.identity, SocialAccount.id)
    rows = (session.execute(query.where(SocialAccount.identity.in_(part))) for part in batches(keys))
    return {identity: id_ for part in rows for identity, id_ in part}


def _standing(
    session: Session, column: InstrumentedAttribute[str] | InstrumentedAttribute[int], values: Iterable[str | int]
) -> Iterable[Standing]:
    facts = select(
        SocialAccount.id, SocialAccount.identity, SocialAccount.name, SocialAccount.url, SocialAccount.state,
        SocialAccount.owner_id, SocialAccount.deputy_id, SocialAccount.platform_id, SocialAccount.tier,
    )  # fmt: skip
    for portion in batches(values):
        found = session.execute(facts.where(column.in_(portion))).all()
        ids = [row.id for row in found]
        departments, custodians = _departments(session, ids), _custodians(session, ids)
        for row in found:
            yield Standing(*row, tuple(departments[row.id]), frozenset(custodians[row.id]))


def _departments(session: Session, ids: list[int]) -> dict[int, list[int]]:
    query = select(Ownership.account_id, Ownership.department_id).order_by(Ownership.position)
    return _grouped(session.execute(query.where(Ownership.account_id.in_(ids))) if ids else ())


def _custodians(session: Session, ids: list[int]) -> dict[int, list[int]]:
    query = select(Custodianship.account_id, Custodianship.person_id).where(Custodianship.ended_on.is_(None))
    return _grouped(session.execute(query.where(Custodianship.account_id.in_(ids))) if ids else ())


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found = defaultdict[int, list[int]](list)
    for account_id, other_id in pairs:
        found[account_id].append(other_id)
    return found
