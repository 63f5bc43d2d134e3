"""What became of an account that is no longer used."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.proof.models import Succession
from govdesk.proof.rules import Status, status_of


def succession(session: Session, account: SocialAccount) -> Succession | None:
    """What is on record."""
    return session.get(Succession, account.id)


def tell(
    session: Session,
    account: SocialAccount,
    *,
    until_on: date | None,
    replaced_by: SocialAccount | None,
    by: Person | None,
    now: datetime,
) -> None:
    """The public is told from now on until when `account` was ours, and what replaced it.

    Raises Conflict for an account that is still in use, and for one that would replace itself.
    """
    if status_of(account.state) is not Status.FORMER:
        raise Conflict(_("This account is still in use. Retire it first."))
    if replaced_by is not None and replaced_by.id == account.id:
        raise Conflict(_("An account cannot replace itself."))
    row = succession(session, account) or Succession(account_id=account.id)
    before = row.until_on, row.replaced_by_id
    row.until_on, row.replaced_by_id = until_on, replaced_by.id if replaced_by else None
    session.add(row)
    audit.record(
        session,
        "proof:succession:told",
        account,
        by=by,
        at=now,
        until_on=(before[0].isoformat() if before[0] else None, until_on.isoformat() if until_on else None),
        replaced_by_id=(before[1], row.replaced_by_id),
    )
    session.flush()
