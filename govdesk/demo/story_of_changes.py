"""Changes on their way: of one password some steps are done, another waits for its second person."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.ranking import set_tier
from govdesk.accounts.models import Tier
from govdesk.accounts.ways import WaysIn
from govdesk.directory.models import Person
from govdesk.directory.queries import person_by_login
from govdesk.files import PolicyFiles
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.rules import Credential
from govdesk.rotation.work.actions import Said, begin, mark, say_changed
from govdesk.rotation.work.checklist import read_checklist
from govdesk.rotation.work.rules import Statement
from govdesk.settings import Settings

DONE = 2
"""Steps of the change that is begun."""


def begin_changes(session: Session, settings: Settings, *, now: datetime) -> None:
    """Of accounts that others than Ada hold, who shows the rest."""
    office, checklist = Office.of(settings), read_checklist(PolicyFiles(settings.policies))
    query = select(RotationSchedule).where(RotationSchedule.credential == Credential.PASSWORD)
    rows = session.scalars(query.order_by(RotationSchedule.due_on, RotationSchedule.id))
    held = [(row, holder) for row in rows if (holder := _holder(row)) is not None and holder.login != "ada"]
    for number, (schedule, holder) in enumerate(held[:2]):
        platform = schedule.account.platform
        steps = checklist.steps_for(schedule.credential, platform, WaysIn(), offers_codes=True)
        if number == 0:
            work = begin(session, schedule, now=now)
            for step in steps[:DONE]:
                mark(session, work, step, by=holder, now=now)
            continue
        set_tier(session, schedule.account, Tier.HIGH, by=person_by_login(session, "sam"), now=now)
        at = now - timedelta(hours=1)
        said = Said(office.today(at), at, tuple(Statement), "Entry renewed, ticket 118")
        say_changed(session, schedule, said, steps=steps, needs_second=True, by=holder, now=now, office=office)


def _holder(schedule: RotationSchedule) -> Person | None:
    return next((person for person in schedule.account.custodians if person.is_employed), None)
