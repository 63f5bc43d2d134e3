"""Who was asked for a change is asked no longer: they may know it still, and do if they made it."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.touching import Touched
from govdesk.directory.models import Person
from govdesk.rotation.happening import Happening
from govdesk.rotation.knowing import MADE, has_made
from govdesk.rotation.models import RotationAsked, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event


def tell_unasked(
    session: Session, schedule: RotationSchedule, asked: Person | None, *, by: Actor | None, now: datetime,
    office: Office,
) -> None:  # fmt: skip
    """It is to be changed once more if `asked` has made it, unless they hold the account or answer for it.

    That they were asked is remembered: when they leave, before it is changed, it is in their bundle.
    """
    account = schedule.account
    if asked is None or asked is schedule.responsible or not asked.is_employed:
        return
    session.add(RotationAsked(schedule_id=schedule.id, person_id=asked.id, until_at=now))
    if asked in (account.owner, account.deputy, *account.custodians) or not has_made(session, asked, schedule):
        return
    occasion = f"unasked:{schedule.id}:p{asked.id}:{now.isoformat()}"
    happening = Happening(
        RotationReason.REMOVED, occasion, now, now, office.today(now), by=by, person=asked, account=account
    )
    open_event(session, happening, [Touched(account.id, schedule.credential, MADE, schedule.line_id)])
