"""What there is already of an account that somebody wants to open."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.accounts.importing.lookup import Hit, Through, find
from govdesk.accounts.models import IN_USE, AccountState, Ownership, SocialAccount
from govdesk.accounts.platforms.identity import Identity
from govdesk.accounts.queries import WHOLE
from govdesk.directory.models import Department
from govdesk.lifecycle.likeness import alike
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.neighbours import neighbours
from govdesk.lifecycle.queries import under_way
from govdesk.words import Labelled

MOST = 8
"""Accounts of each sort that are named."""
LETTERS_APART = 12
"""Handles whose lengths differ by more cannot be alike, decorations counted."""


@dataclass(frozen=True)
class Findings:
    """What was found; empty where there is nothing."""

    here: Hit | None
    """The register has the address, the platform's id, or had the handle."""
    asked: AccountRequest | None
    """Somebody has asked for it already."""
    outsider: Labelled | None
    """As what an account at this address is known that is not ours."""
    near: Sequence[SocialAccount]
    """Accounts of ours on the platform whose handles people take for this one."""
    beside: Sequence[SocialAccount]
    """What the department has on the platform."""

    @property
    def is_taken(self) -> bool:
        """An account in use has it: then it can be changed, but not opened."""
        hit = self.here
        return hit is not None and hit.through is not Through.FORMER and hit.account.state is not AccountState.RETIRED

    @property
    def taken_up_again(self) -> SocialAccount | None:
        """The retired account that has this address."""
        hit = self.here
        return hit.account if hit and hit.through is not Through.FORMER and not self.is_taken else None

    @property
    def is_clear(self) -> bool:
        return not (self.here or self.asked or self.outsider or self.near or self.beside)


def look(
    session: Session, identity: Identity, department: Department | None, *, but: AccountRequest | None = None
) -> Findings:
    """Look for `identity` in the register and beside it; `but` is the request itself, with its own account."""
    own = but.account_id if but else None
    hit, asked = find(session, identity), under_way(session, identity.key)
    known = {own, hit.account.id if hit else None}
    return Findings(
        here=None if hit and hit.account.id == own and hit.account.state is AccountState.REQUESTED else hit,
        asked=None if but and asked and asked.id == but.id else asked,
        outsider=neighbours().outsider_at(session, identity.key),
        near=_near(session, identity, known),
        beside=_beside(session, identity, department, known) if department else (),
    )


def _near(session: Session, identity: Identity, known: set[int | None]) -> Sequence[SocialAccount]:
    """Read as bare handles: a platform may hold very many."""
    length, size = func.length(SocialAccount.handle), len(identity.handle)
    handles = select(SocialAccount.id, SocialAccount.handle).where(
        SocialAccount.platform == identity.platform, length.between(size - LETTERS_APART, size + LETTERS_APART)
    )
    rows = session.execute(handles.order_by(SocialAccount.id))
    ids = [row.id for row in rows if row.id not in known and alike(row.handle, identity.handle)]
    return session.scalars(select(SocialAccount).where(SocialAccount.id.in_(ids[:MOST])).options(*WHOLE)).all()


def _beside(
    session: Session, identity: Identity, department: Department, known: set[int | None]
) -> Sequence[SocialAccount]:
    owned = select(Ownership.account_id).where(Ownership.department_id == department.id)
    query = select(SocialAccount).where(
        SocialAccount.id.in_(owned), SocialAccount.platform == identity.platform, SocialAccount.state.in_(IN_USE)
    )
    rows = session.scalars(query.order_by(func.lower(SocialAccount.handle)).limit(MOST + 2).options(*WHOLE)).all()
    return [row for row in rows if row.id not in known][:MOST]
