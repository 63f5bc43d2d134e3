"""What an owner attests of who can get in: the lines for those who may read them, else the two numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Permission, may
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.exposure.models import AccountExposure
from govdesk.exposure.reading import Lines, lines_of


@dataclass(frozen=True)
class Attested:
    """Of one account."""

    exposure: AccountExposure | None
    """None while it has not been reckoned."""
    lines: Lines | None
    """None for who may not read the list."""


def readable_by(reader: Person, accounts: Sequence[SocialAccount]) -> list[int]:
    """Ids of those whose lists `reader` may read."""
    return [account.id for account in accounts if may(reader, Permission.ACCESS_READ, account)]


def note_readings(session: Session, account_ids: Sequence[int], *, by: Person, now: datetime) -> None:
    """Put on record that these lists have been read."""
    audit.record_all(
        session, "exposure:list:read", AccountExposure, [(id_, {}) for id_ in account_ids], by=by, at=now
    )  # fmt: skip


def attested(session: Session, accounts: Sequence[SocialAccount], read: Collection[int]) -> dict[int, Attested]:
    """By the id of the account, in a few statements however many there are; with the lists of those in `read`."""
    ids = [account.id for account in accounts]
    numbers = select(AccountExposure).where(AccountExposure.account_id.in_(ids))
    exposures = {row.account_id: row for row in session.scalars(numbers)}
    lists = lines_of(session, read) if read else {}
    return {id_: Attested(exposures.get(id_), lists.get(id_)) for id_ in ids}
