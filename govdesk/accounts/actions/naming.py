"""An account's address, its platform's own id, and the handles it had before."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.importing.lookup import Through, find
from govdesk.accounts.models import AccountState, FormerHandle, SocialAccount
from govdesk.accounts.platforms.identity import SITE, Identity
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _


def rename(
    session: Session,
    account: SocialAccount,
    identity: Identity,
    *,
    until_on: date | None,
    by: Actor | None,
    now: datetime,
) -> None:
    """The platform shows the account at another address now; the one it had is kept as a former handle.

    `until_on` is the last day of the old one, where it is known. Nothing happens when the account is there already.
    Raises Invalid for an address of another platform, Conflict where another account of the register has it.
    """
    _demand_same_platform(account, identity)
    _demand_free(session, account, identity)
    before = (account.handle, account.url)
    if before == (identity.handle, identity.url):
        return
    try:
        with session.begin_nested():
            # What was only wished for was never ours, and no handle that it had.
            if account.identity != identity.key and account.state is not AccountState.REQUESTED:
                _keep(account, account.identity, *before, until_on=until_on, now=now)
            _move(account, identity)
    except IntegrityError:
        # Somebody else has registered it since we looked.
        raise Conflict(_("%(handle)s is in the register already.", handle=identity.handle)) from None
    said = {"handle": (before[0], account.handle), "url": (before[1], account.url)}
    audit.record(session, "accounts:handle:changed", account, by=by, at=now, **said)


def keep_former(
    session: Session,
    account: SocialAccount,
    identity: Identity,
    *,
    until_on: date | None,
    by: Actor | None,
    now: datetime,
) -> None:
    """Put on record where an account was before the register knew it.

    Raises Invalid for an address of another platform, Conflict for one that is on record already.
    """
    _demand_same_platform(account, identity)
    known = {account.identity, *(old.identity for old in account.former_handles)}
    if identity.key in known:
        raise Conflict(_("%(handle)s is on record for this account already.", handle=identity.handle))
    _keep(account, identity.key, identity.handle, identity.url, until_on=until_on, now=now)
    session.flush()
    audit.record(session, "accounts:handle:remembered", account, by=by, at=now, former=identity.handle)


def record_platform_id(
    session: Session, account: SocialAccount, platform_id: str | None, *, by: Actor | None, now: datetime
) -> None:
    """Say by which id of its own the platform knows the account; None that nobody knows. Raises Conflict if another
    account has it."""
    before = account.platform_id
    if before == platform_id:
        return
    try:
        with session.begin_nested():
            account.platform_id = platform_id
    except IntegrityError:
        raise Conflict(_("Another account of the register has this id: one of the two is a rename.")) from None
    audit.record(session, "accounts:platform_id:recorded", account, by=by, at=now, platform_id=(before, platform_id))


def _move(account: SocialAccount, identity: Identity) -> None:
    account.former_handles = [old for old in account.former_handles if old.identity != identity.key]
    account.identity, account.kind = identity.key, identity.kind
    account.handle, account.url = identity.handle, identity.url
    account.platform_id = account.platform_id or identity.platform_id


def _keep(account: SocialAccount, key: str, handle: str, url: str, *, until_on: date | None, now: datetime) -> None:
    former = FormerHandle(identity=key, handle=handle, url=url, until_on=until_on, recorded_at=now)
    account.former_handles.insert(0, former)


def _demand_same_platform(account: SocialAccount, identity: Identity) -> None:
    is_site = account.kind == identity.kind == SITE
    if account.platform != identity.platform and not is_site:
        raise Invalid(_("This address belongs to another platform. An account there is another account."))


def _demand_free(session: Session, account: SocialAccount, identity: Identity) -> None:
    hit = find(session, identity)
    if hit and hit.account is not account and hit.through is not Through.FORMER:
        raise Conflict(_("%(handle)s is in the register as another account already.", handle=identity.handle))
    if account.platform_id and identity.platform_id and account.platform_id != identity.platform_id:
        raise Conflict(_("The platform knows the account at this address by another id: it is another account."))
