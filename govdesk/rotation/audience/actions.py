"""Making, changing, pausing and deleting reminders to many."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit, clock, notify
from govdesk.access import Actor
from govdesk.directory.models import Department, Person
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.rotation.audience.letters import KIND
from govdesk.rotation.audience.models import Audience, AudienceReminder
from govdesk.rotation.audience.rules import Rhythm


@dataclass(frozen=True)
class Wish:
    """What security wants said, to whom, and when."""

    subject: str
    text: str
    audience: Audience
    department: Department | None
    """For a department's people only."""
    rhythm: Rhythm


def make(
    session: Session, wish: Wish, *, by: Person, form_key: str | None, now: datetime, tz: ZoneInfo
) -> AudienceReminder:
    """Have it go out from its first day on; the same form twice is one reminder.

    Raises Conflict if the form was used for another one.
    """
    if form_key and (made := session.scalar(_by_key(form_key))):
        return _same(made, wish)
    reminder = AudienceReminder(made_by_id=by.id, made_at=now, form_key=form_key)
    _take_over(reminder, wish)
    _arrange(reminder, now, tz)
    try:
        with session.begin_nested():
            session.add(reminder)
    except IntegrityError:  # the same form came twice at once
        return _same(session.scalars(_by_key(form_key)).one(), wish)
    audit.record(session, "audience:reminder:made", reminder, by=by, at=now, **_facts(wish))
    return reminder


def _by_key(form_key: str | None) -> Select[AudienceReminder]:
    return select(AudienceReminder).where(AudienceReminder.form_key == form_key)


def _same(made: AudienceReminder, wish: Wish) -> AudienceReminder:
    if wish_of(made) != wish:
        raise Conflict(_("This form was sent before, with other words. Look at the list, then open a new one."))
    return made


def change(
    session: Session, reminder: AudienceReminder, wish: Wish, *, by: Actor, now: datetime, tz: ZoneInfo
) -> None:
    """Other words, people or days; what has not gone out yet says the new words."""
    before = wish_of(reminder)
    if before == wish:
        return
    old, new = _facts(before), _facts(wish)
    _take_over(reminder, wish)
    if before.rhythm != wish.rhythm and not reminder.is_paused:
        _arrange(reminder, now, tz)
    if (before.audience, before.department) != (wish.audience, wish.department):
        reminder.reached, reminder.told = 0, 0  # whoever is at it begins anew; nobody is told twice
    changes = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
    audit.record(session, "audience:reminder:changed", reminder, by=by, at=now, **changes)


def pause(session: Session, reminder: AudienceReminder, *, by: Actor, now: datetime) -> None:
    """Nobody is told until it is resumed; notices that have not gone out are taken back. Twice is once."""
    if reminder.is_paused:
        return
    reminder.is_paused, reminder.next_at = True, None
    session.flush()  # before its notices: a worker that records some holds the row until they stand
    notify.cancel(session, KIND, subject=reminder, now=now)
    audit.record(session, "audience:reminder:paused", reminder, by=by, at=now)


def resume(session: Session, reminder: AudienceReminder, *, by: Actor, now: datetime, tz: ZoneInfo) -> None:
    """On with it from today; days of the pause are not made up for. Twice is once."""
    if not reminder.is_paused:
        return
    reminder.is_paused = False
    _arrange(reminder, now, tz)
    audit.record(session, "audience:reminder:resumed", reminder, by=by, at=now)


def delete(session: Session, reminder: AudienceReminder, *, by: Actor, now: datetime) -> None:
    """Take it away with its text; the trail keeps that there was one."""
    audit.record(session, "audience:reminder:deleted", reminder, by=by, at=now, **_facts(wish_of(reminder)))
    notify.cancel(session, KIND, subject=reminder, now=now)
    session.delete(reminder)
    session.flush()


def _arrange(reminder: AudienceReminder, now: datetime, tz: ZoneInfo) -> None:
    """Owe it on its next day. If that is today it is recorded anew: who knows of it is not told twice."""
    day = reminder.rhythm.next_from(clock.local_date(now, tz))
    reminder.next_at = moment_of(day, tz)
    reminder.reached, reminder.told = 0, 0


def moment_of(day: date | None, tz: ZoneInfo) -> datetime | None:
    """When it falls due on a day of its rhythm."""
    return None if day is None else clock.reminder_moment(day, tz)


def _take_over(reminder: AudienceReminder, wish: Wish) -> None:
    reminder.subject, reminder.text = wish.subject, wish.text
    reminder.audience = wish.audience
    reminder.department_id = wish.department.id if wish.department else None
    reminder.department = wish.department
    rhythm = wish.rhythm
    reminder.first_on, reminder.unit = rhythm.first_on, rhythm.unit
    reminder.every, reminder.ends_on = rhythm.every, rhythm.ends_on


def wish_of(reminder: AudienceReminder) -> Wish:
    """What it was made or changed to."""
    return Wish(reminder.subject, reminder.text, reminder.audience, reminder.department, reminder.rhythm)


def _facts(wish: Wish) -> dict[str, str | int | date | None]:
    """What the trail keeps: of the text only what proves it."""
    return {
        "headline": wish.subject,
        "text_digest": audit.digest(wish.text),
        "audience": wish.audience.value,
        "department_id": wish.department.id if wish.department else None,
        "first_on": wish.rhythm.first_on,
        "unit": wish.rhythm.unit.value,
        "every": wish.rhythm.every,
        "ends_on": wish.rhythm.ends_on,
    }
