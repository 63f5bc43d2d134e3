"""Lars left in February and still knows three passwords: the worker tells the rooms when the sample starts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import ChangeKind, Person, PersonChange
from govdesk.directory.queries import person_by_login
from govdesk.rotation.models import RotationSchedule

HELD_BY_LARS = 3
HELD_FOR = timedelta(days=500)


def leave_as_lars(session: Session, held: list[SocialAccount], *, now: datetime, tz: ZoneInfo) -> None:
    """Put on record what Lars held until he left, and that nobody has heard of it yet.

    `held` are accounts with a custodian; he held the first ones that have no schedule yet, Ada's.
    """
    lars = session.scalars(select(Person).where(Person.login == "lars")).one()
    grace = person_by_login(session, "grace")
    assert lars.left_on is not None
    for account in _unscheduled(session, held)[:HELD_BY_LARS]:
        add_custodian(session, account, lars, by=grace, now=now, today=lars.left_on - HELD_FOR)
    left_at = clock.reminder_moment(lars.left_on, tz)
    session.add(PersonChange(person=lars, kind=ChangeKind.LEFT, changed_at=left_at, tell_at=now))


def _unscheduled(session: Session, held: list[SocialAccount]) -> list[SocialAccount]:
    scheduled = set(session.scalars(select(RotationSchedule.account_id)))
    return [account for account in held if account.id not in scheduled]
