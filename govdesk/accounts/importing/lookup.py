"""Whether the register has an account: by its address, its platform's own id, or a handle it had before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts import queries
from govdesk.accounts.importing.matching import batches
from govdesk.accounts.models import FormerHandle, SocialAccount
from govdesk.accounts.platforms.identity import Identity


class Through(StrEnum):
    """What an account was found by."""

    ADDRESS = "address"
    PLATFORM_ID = "platform_id"
    """It has another handle now, or the address holds no handle."""
    FORMER = "former"
    """It gave this handle up. Whoever has it now need not be us."""


@dataclass(frozen=True)
class Hit:
    """An account of the register, and what it was found by."""

    account: SocialAccount
    through: Through


def find(session: Session, identity: Identity) -> Hit | None:
    """The account of the register that `identity` means; None when it is new."""
    return registered(session, [identity]).get(identity.key)


def registered(session: Session, identities: Iterable[Identity]) -> dict[str, Hit]:
    """Identity key → account, for those of `identities` that the register has; in a few statements.

    A present address outweighs an id, an id a former handle; of several that had a handle the last one counts.
    """
    wanted = {identity.key: identity for identity in identities}
    hits = {key: Hit(found[key], Through.ADDRESS) for found in _by_address(session, wanted) for key in found}
    others = elsewhere(session, (identity for key, identity in wanted.items() if key not in hits))
    accounts = _by_number(session, {id_ for id_, _through in others.values()})
    return hits | {key: Hit(accounts[id_], through) for key, (id_, through) in others.items()}


def elsewhere(session: Session, identities: Iterable[Identity]) -> dict[str, tuple[int, Through]]:
    """Identity key → id of the account that has another address now: by the platform's id, else a former handle."""
    wanted = list(identities)
    by_id = by_platform_id(session, wanted)
    found = {
        identity.key: (by_id[at], Through.PLATFORM_ID)
        for identity in wanted
        if (at := (identity.platform, identity.platform_id)) in by_id
    }
    formers = _by_former_handle(session, (identity.key for identity in wanted if identity.key not in found))
    return found | {key: (id_, Through.FORMER) for key, id_ in formers.items()}


def _by_address(session: Session, keys: Iterable[str]) -> Iterator[dict[str, SocialAccount]]:
    whole = select(SocialAccount).options(*queries.WHOLE)
    for portion in batches(keys):
        found = session.scalars(whole.where(SocialAccount.identity.in_(portion)))
        yield {account.identity: account for account in found}


def _by_number(session: Session, ids: Iterable[int]) -> dict[int, SocialAccount]:
    whole = select(SocialAccount).options(*queries.WHOLE)
    return {
        account.id: account
        for portion in batches(ids)
        for account in session.scalars(whole.where(SocialAccount.id.in_(portion)))
    }


def by_platform_id(session: Session, identities: Iterable[Identity]) -> dict[tuple[str, str | None], int]:
    """Platform and its own id → id of the account that has it, for those of `identities` that have one."""
    ids: dict[str, set[str]] = {}
    for identity in identities:
        if identity.platform_id:
            ids.setdefault(identity.platform, set()).add(identity.platform_id)
    facts = select(SocialAccount.platform_id, SocialAccount.id)
    return {
        (platform, platform_id): id_
        for platform, values in ids.items()
        for portion in batches(sorted(values))
        for platform_id, id_ in session.execute(
            facts.where(SocialAccount.platform == platform, SocialAccount.platform_id.in_(portion))
        )
    }


def _by_former_handle(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """Of several that had a handle the last one on record."""
    facts = select(FormerHandle.identity, FormerHandle.account_id).order_by(FormerHandle.id)
    return {
        identity: id_
        for portion in batches(keys)
        for identity, id_ in session.execute(facts.where(FormerHandle.identity.in_(portion)))
    }
