"""Putting one account into the register by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts import heeding
from govdesk.accounts.models import AccountState, Ownership, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity
from govdesk.directory.models import Department, Person
from govdesk.errors import Conflict
from govdesk.i18n import _


@dataclass(frozen=True)
class Answering:
    """Who answers for an account."""

    departments: Sequence[Department]
    """The accountable one first."""
    owner: Person | None = None
    deputy: Person | None = None


def register(
    session: Session,
    identity: Identity,
    name: str,
    answering: Answering,
    *,
    by: Person | None,
    now: datetime,
    platforms: Catalogue,
    state: AccountState = AccountState.ACTIVE,
) -> SocialAccount:
    """Take the account that `identity` means into the register; on a dead platform it is retired from the start.

    `state` is `requested` for one that is not open yet. Raises Conflict if the register has this address, or the
    platform's id of it, already.
    """
    is_dead = platforms[identity.platform].retired_on is not None
    account = SocialAccount(
        identity=identity.key,
        platform=identity.platform,
        platform_id=identity.platform_id,
        kind=identity.kind,
        handle=identity.handle,
        url=identity.url,
        name=(name or identity.handle)[:300],
        state=AccountState.RETIRED if is_dead else state,
        owner=answering.owner,
        deputy=answering.deputy,
        ownerships=[Ownership(department=d, position=n) for n, d in enumerate(answering.departments)],
        registered_at=now,
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        raise Conflict(_("%(handle)s is in the register already.", handle=identity.handle)) from None
    audit.record(session, "accounts:account:registered", account, by=by, at=now, **_facts(answering))
    heeding.registered_by_hand(session, account, by, now)
    return account


def _facts(answering: Answering) -> dict[str, object]:
    facts: dict[str, tuple[object, object]] = {
        "department_ids": ([], [department.id for department in answering.departments]),
        "owner_id": (None, answering.owner.id if answering.owner else None),
        "deputy_id": (None, answering.deputy.id if answering.deputy else None),
    }
    return {field: pair for field, pair in facts.items() if pair[1]}
