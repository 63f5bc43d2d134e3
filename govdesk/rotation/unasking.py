"""Who was asked for a change has made it, and is asked no longer: they know it still."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.touching import Touched
from govdesk.directory.models import Person
from govdesk.rotation.happening import Happening
from govdesk.rotation.knowing import MADE, has_made
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event


def tell_unasked(
    session: Session, schedule: RotationSchedule, asked: Person | None, *, by: Actor | None, now: datetime,
    office: Office,
) -> None:  # fmt: skip
    """It is to be changed once more, unless `asked` holds the account, answers for it, or has left: then it is in
    their bundle. Who did nothing about it while they were asked has come to know nothing.
    """
    account = schedule.account
    if asked is None or asked is schedule.responsible or not asked.is_employed:
        return
    if asked in (account.owner, account.deputy, *account.custodians) or not has_made(session, asked, schedule):
        return
    occasion = f"unasked:{schedule.id}:p{asked.id}:{now.isoformat()}"
    happening = Happening(
        RotationReason.REMOVED, occasion, now, now, office.today(now), by=by, person=asked, account=account
    )
    open_event(session, happening, [Touched(account.id, schedule.credential, MADE, schedule.line_id)])
