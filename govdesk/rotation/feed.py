"""A person's own days as a calendar file: accounts and days, no people and no reasons."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from govdesk.i18n import _
from govdesk.rotation.models import RotationSchedule


def as_calendar(schedules: Iterable[RotationSchedule], *, base_url: str, host: str) -> bytes:
    """One entry for each day by which something is to be changed; the same schedules give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Govdesk//rotations//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Rotations"))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for schedule in schedules:
        calendar.add_component(_entry(schedule, base_url, host))
    return bytes(calendar.to_ical())


def _entry(schedule: RotationSchedule, base_url: str, host: str) -> Event:
    assert schedule.due_on is not None, "only what is owed is asked for"
    event = Event()
    event.add("uid", f"rotation-{schedule.id}@{host}")
    # No moment of asking: calendar programs are answered by the entity tag that nothing has changed.
    event.add("dtstamp", datetime.combine(schedule.due_on, time(), UTC))
    event.add("sequence", schedule.version)
    event.add("summary", _("Change of %(account)s due", account=schedule.account.handle))
    event.add("dtstart", schedule.due_on)
    event.add("dtend", schedule.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{base_url}/rotations/{schedule.id}")
    return event
