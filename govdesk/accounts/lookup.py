"""Whether the register has an account: by its address, its platform's own id, or a handle it had before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts import queries
from govdesk.accounts.identity import Identity
from govdesk.accounts.matching import batches
from govdesk.accounts.models import FormerHandle, SocialAccount


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
    hits = {account.identity: Hit(account, Through.ADDRESS) for account in _by_address(session, wanted)}
    open_ones = [identity for key, identity in wanted.items() if key not in hits]
    by_id = {(account.platform, account.platform_id): account for account in _by_id(session, open_ones)}
    for identity in open_ones:
        if account := by_id.get((identity.platform, identity.platform_id)):
            hits[identity.key] = Hit(account, Through.PLATFORM_ID)
    for former in _by_former_handle(session, (key for key in wanted if key not in hits)):
        hits[former.identity] = Hit(former.account, Through.FORMER)
    return hits


def _by_address(session: Session, keys: Iterable[str]) -> Iterator[SocialAccount]:
    whole = select(SocialAccount).options(*queries.WHOLE)
    for portion in batches(keys):
        yield from session.scalars(whole.where(SocialAccount.identity.in_(portion)))


def _by_id(session: Session, identities: Iterable[Identity]) -> Iterator[SocialAccount]:
    ids: dict[str, set[str]] = {}
    for identity in identities:
        if identity.platform_id:
            ids.setdefault(identity.platform, set()).add(identity.platform_id)
    whole = select(SocialAccount).options(*queries.WHOLE)
    for platform, values in ids.items():
        for portion in batches(values):
            chosen = whole.where(SocialAccount.platform == platform, SocialAccount.platform_id.in_(portion))
            yield from session.scalars(chosen)


def _by_former_handle(session: Session, keys: Iterable[str]) -> Iterator[FormerHandle]:
    """In the order of their recording."""
    for portion in batches(keys):
        chosen = select(FormerHandle).where(FormerHandle.identity.in_(portion)).order_by(FormerHandle.id)
        yield from session.scalars(chosen)
