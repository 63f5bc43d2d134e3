"""Campaigns that start by themselves: each schedule of `campaigns.yml` once in each of its periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk.accounts.criteria import conditions
from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.campaigns.models import Campaign, Kind
from govdesk.campaigns.office import Office
from govdesk.campaigns.queries import asked_already
from govdesk.campaigns.rules import Period, Schedule, due_day, period_of
from govdesk.campaigns.starting import Wish, ask_about, close, new_campaign
from govdesk.directory.queries import department_by_name
from govdesk.i18n import _


@dataclass(frozen=True)
class Plan:
    """A schedule that is on, and which accounts are its."""

    schedule: Schedule
    criteria: dict[str, str]
    fits: Sequence[ColumnElement[bool]]


def plans(session: Session, schedules: Sequence[Schedule]) -> list[Plan]:
    """The narrow ones first, then the one for the rest; not those whose department nobody knows."""
    found: list[Plan] = []
    for schedule in sorted(schedules, key=lambda one: one.is_for_the_rest):
        criteria = _criteria(session, schedule) if schedule.is_on else None
        if criteria is None:
            continue
        fits = [SocialAccount.state.in_(IN_USE), *conditions(criteria)]
        if schedule.is_for_the_rest and found:
            fits.append(not_(or_(*(and_(*conditions(narrow.criteria)) for narrow in found))))
        found.append(Plan(schedule, criteria, fits))
    return found


def _criteria(session: Session, schedule: Schedule) -> dict[str, str] | None:
    """What makes an account one of its; None when there is no such department."""
    criteria = {"platform": schedule.platform} if schedule.platform else {}
    if schedule.department:
        department = department_by_name(session, schedule.department)
        if department is None:
            return None
        criteria["department"] = str(department.id)
    return criteria


def start_periods(session: Session, *, now: datetime, office: Office) -> list[Campaign]:
    """Start what is due by itself and has not been started, however many workers try.

    Of each schedule the earlier campaign is closed, and those whose schedule is gone: their accounts are asked about
    again.
    """
    today = office.today(now)
    present = {one: period for one in office.terms.schedules if one.is_on and (period := period_of(one.every, today))}
    names = {one.name_in(period) for one, period in present.items()}
    started = set(session.scalars(select(Campaign.period).where(Campaign.period.in_(names))))
    if names <= started:
        return []
    known = {one.mark for one in present}
    found = (
        _start(session, plan, period, known, now=now, office=office)
        for plan in plans(session, office.terms.schedules)
        if plan.schedule.name_in(period := present[plan.schedule]) not in started
    )
    return [campaign for campaign in found if campaign is not None]


def _start(
    session: Session, plan: Plan, period: Period, known: set[str], *, now: datetime, office: Office
) -> Campaign | None:
    """None when there is nothing to ask about, or another worker was faster."""
    begins_at = datetime.combine(period.begins_on, time(), office.tz)
    due = [SocialAccount.registered_at < begins_at, *plan.fits]
    if session.scalar(select(SocialAccount.id).where(*due).limit(1)) is None:
        return None
    _close_earlier(session, plan.schedule.mark, known, now)
    title = plan.schedule.title or _("Confirm our accounts")
    due_on = due_day(office.today(now), office.terms)
    wish = Wish(Kind.RECERTIFICATION, f"{title}: {period.name}", due_on, criteria=plan.criteria)
    campaign = new_campaign(wish, now, period=plan.schedule.name_in(period))
    try:
        with session.begin_nested():
            session.add(campaign)
    except IntegrityError:
        return None
    ask_about(session, campaign, [*due, ~asked_already()], by=None, now=now)
    return campaign


def _close_earlier(session: Session, mark: str, known: set[str], now: datetime) -> None:
    running = select(Campaign).where(Campaign.period.is_not(None), Campaign.closed_at.is_(None))
    for earlier in session.scalars(running).all():
        was = (earlier.period or "").partition(":")[2]
        if was == mark or was not in known:
            close(session, earlier, by=None, now=now)
