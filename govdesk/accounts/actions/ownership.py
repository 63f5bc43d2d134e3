"""Who answers for an account."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.directory.models import Department, Person


def assign_departments(
    session: Session,
    account: SocialAccount,
    departments: Sequence[Department],
    *,
    by: Actor | None,
    now: datetime,
) -> None:
    """Make these the owning departments, the accountable one first. Nothing happens when they already are."""
    before = [department.id for department in account.departments]
    after = [department.id for department in departments]
    if before == after:
        return
    if before[:1] != after[:1]:
        _step_down(session, account)
    present = {ownership.department_id: ownership for ownership in account.ownerships}
    account.ownerships = [
        present.get(department.id) or Ownership(department=department, department_id=department.id)
        for department in departments
    ]
    for position, ownership in enumerate(account.ownerships):
        ownership.position = position
    _settle(account, "department")
    # The rows that changed are not the account's own; its version must tell of it all the same.
    flag_modified(account, "unmatched")
    audit.record(session, "accounts:departments:assigned", account, by=by, at=now, department_ids=(before, after))


def _step_down(session: Session, account: SocialAccount) -> None:
    """Make room for another accountable department: the table never holds two, not even for a moment."""
    for ownership in account.ownerships:
        if ownership.is_accountable:
            ownership.position = len(account.ownerships)
    session.flush()


def assign_owner(
    session: Session, account: SocialAccount, owner: Person | None, *, by: Actor | None, now: datetime
) -> None:
    """Make one person accountable, or nobody."""
    before, after = account.owner_id, owner.id if owner else None
    if before != after:
        account.owner = owner
        _settle(account, "owner")
        audit.record(session, "accounts:owner:assigned", account, by=by, at=now, owner_id=(before, after))


def assign_deputy(
    session: Session, account: SocialAccount, deputy: Person | None, *, by: Actor | None, now: datetime
) -> None:
    """Say who stands in for the owner, if anybody."""
    before, after = account.deputy_id, deputy.id if deputy else None
    if before != after:
        account.deputy = deputy
        _settle(account, "deputy")
        audit.record(session, "accounts:deputy:assigned", account, by=by, at=now, deputy_id=(before, after))


def _settle(account: SocialAccount, field: str) -> None:
    """Somebody has decided: the source's words that nobody understood are no longer open."""
    account.unmatched = {name: words for name, words in account.unmatched.items() if name != field}
