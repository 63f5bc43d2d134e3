"""What the calendar of a rule means for one schedule. Nothing here touches what somebody has set by hand."""

from datetime import date

from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.plan.calendars import Every
from govdesk.rotation.plan.rule import Rule
from govdesk.rotation.plan.spreading import Spreading


def plan_next(schedule: RotationSchedule, rotated_on: date, office: Office, today: date) -> None:
    """The next day of a schedule that a rule leads, after a change; none when no rule leads it any more."""
    rule = office.rule_of(schedule)
    due = rule.due if schedule.credential in rule.scheduled else None
    day = None
    if due is not None:
        place, spreading = office.place_of(schedule.account.accountable), Spreading(office.days, today)
        day = spreading.following(due, rule.reminders, rotated_on, place)
        day = day and spreading.place(schedule.account_id, due, day, place)
    lead(schedule, rule if due else None, day)


def lead(schedule: RotationSchedule, rule: Rule | None, day: date | None) -> None:
    """Let a rule set the calendar's day, or take back what one has set (None)."""
    calendar = rule.due.calendar if rule and rule.due else None
    schedule.calendar_on = day
    schedule.planned_by = rule.name if rule else None
    schedule.every_days = calendar.days if isinstance(calendar, Every) else None
