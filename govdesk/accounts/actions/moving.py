"""What the register makes of somebody who works in another department now."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.accounts.holdings import Holding, holdings_of
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person

MOVED = "custodian_moved"


def note_move(
    session: Session, mover: Person, before: Department | None, *, occasion: str, now: datetime
) -> list[Holding]:
    """Tell who answers for an account that somebody who holds it has moved out of the departments that own it.

    Nothing is taken away: whether the mover keeps the credential is for people to decide. Gives what they hold or
    answer for of those accounts. `occasion` tells this move from any other of the same person.
    """
    moved_out = [
        holding for holding in holdings_of(session, mover) if has_left_its_owners(holding.account, mover, before)
    ]
    for holding in moved_out:
        audit.record(
            session, "accounts:person:moved", holding.account, by=None, at=now,
            mover_id=mover.id, department_id=(before.id if before else None, mover.department_id),
        )  # fmt: skip
    for department in dict.fromkeys(holding.account.departments[0] for holding in moved_out):
        accounts = [h.account.id for h in moved_out if h.account.departments[0] is department]
        notify.queue(
            session, MOVED, subject=mover, to=department, key=f"moved:{occasion}:d{department.id}", at=now,
            context={"account_ids": accounts},
        )  # fmt: skip
    return moved_out


def has_left_its_owners(account: SocialAccount, mover: Person, before: Department | None) -> bool:
    """Whether the mover worked in or below an owning department, and does so no longer."""
    owners = {department.id for department in account.departments}
    return bool(owners & _lineage(before)) and not owners & _lineage(mover.department)


def _lineage(department: Department | None) -> set[int]:
    """Ids of a department and all above it."""
    found: set[int] = set()
    while department is not None and department.id not in found:
        found.add(department.id)
        department = department.parent
    return found
