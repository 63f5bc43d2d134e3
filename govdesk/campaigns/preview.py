"""What a campaign would do before it starts, whether somebody starts it or it starts by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import case, false, func, select
from sqlalchemy.orm import Session

from govdesk.accounts.criteria import told_of_access
from govdesk.accounts.models import SocialAccount
from govdesk.campaigns.models import AskedAs, Campaign, Kind
from govdesk.campaigns.office import Office
from govdesk.campaigns.overlaps import Others, Overlap, overlaps
from govdesk.campaigns.periods import plans
from govdesk.campaigns.routing import asked_columns, with_people
from govdesk.campaigns.rules import Level, Schedule, period_after
from govdesk.campaigns.starting import fitting

SAMPLE = 10
"""Accounts that are shown before a campaign starts."""


@dataclass(frozen=True)
class Count:
    """That accounts are counted before a campaign is there, to the trail."""

    __tablename__: ClassVar = Campaign.__tablename__
    id: int = 0


@dataclass(frozen=True)
class Preview:
    """What a campaign would do if it started now."""

    number: int
    """Accounts it asks about."""
    people: int
    """Who would get a mail."""
    of_comms: int
    """Accounts about which communications would be asked: nobody else can answer."""
    sample: Sequence[SocialAccount]
    """A few of them, by name; none where each would tell a fact of who can get in."""
    overlaps: Sequence[Overlap] = ()
    """Running campaigns that ask about accounts that fit."""


NOTHING_FITS = Preview(0, 0, 0, ())
"""Shown while the criteria are in error."""


def preview(session: Session, kind: Kind, criteria: Mapping[str, str], others: Others = Others.SAME_KIND) -> Preview:
    """Before anything starts; three statements."""
    everything = fitting(kind, criteria)
    fits = [*everything, *others.passes(kind)]
    asked_id, asked_as = asked_columns(Level.OWNER)
    lines = with_people(select(asked_id.label("asked_id"), asked_as.label("asked_as")).select_from(SocialAccount))
    asked = lines.where(*fits).subquery()
    of_comms = func.coalesce(func.sum(case((asked.c.asked_as == AskedAs.COMMS.value, 1), else_=0)), 0)
    counts = select(func.count(), func.count(asked.c.asked_id.distinct()), of_comms).select_from(asked)
    number, people, nobodys = session.execute(counts).one()
    asked_elsewhere = overlaps(session, kind, everything, others)
    if told_of_access(criteria):
        return Preview(number, people, nobodys, (), asked_elsewhere)
    some = select(SocialAccount).where(*fits).order_by(SocialAccount.name_key, SocialAccount.id).limit(SAMPLE)
    return Preview(number, people, nobodys, session.scalars(some).all(), asked_elsewhere)


@dataclass(frozen=True)
class Ahead:
    """What one schedule starts by itself next."""

    schedule: Schedule
    begins_on: date | None
    """None when it is switched off, or names a department that does not exist."""
    number: int
    """Accounts it would ask about as the register stands today."""


def look_ahead(session: Session, *, now: datetime, office: Office) -> list[Ahead]:
    """One for each schedule, as they stand in the file."""
    ready = {plan.schedule: plan for plan in plans(session, office.terms.schedules)}
    found = []
    for schedule in office.terms.schedules:
        following = period_after(schedule.every, office.today(now)) if schedule in ready else None
        fits = ready[schedule].fits if schedule in ready else [false()]
        number = session.scalar(select(func.count(SocialAccount.id)).where(*fits)) or 0
        found.append(Ahead(schedule, following.begins_on if following else None, number))
    return found
