"""Recording one notice for each person of an audience: many in one transaction, and on from there in the next."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session, lazyload

from govdesk import audit, clock, notify
from govdesk.directory.models import Person
from govdesk.rotation.audience.actions import moment_of
from govdesk.rotation.audience.letters import KIND
from govdesk.rotation.audience.models import AudienceReminder
from govdesk.rotation.audience.reaching import people

BATCH = 1000
"""People whose notices are recorded in one transaction."""
A_DAY = timedelta(days=1)


def tell_some(session: Session, reminder: AudienceReminder, *, now: datetime, tz: ZoneInfo) -> bool:
    """Record the notices of the next `BATCH` people; False when another worker was faster.

    Days that nobody was told on are not made up for one by one: the latest counts.
    """
    day = reminder.rhythm.latest_until(clock.local_date(now, tz))
    if day is None:  # its days were changed meanwhile
        return _goes_on(session, reminder, next_at=moment_of(reminder.rhythm.next_from(_today(now, tz)), tz))
    reached, told = (reminder.reached, reminder.told) if reminder.last_on == day else (0, 0)
    some = _next_people(session, reminder, reached)
    told += len(some)
    if len(some) == BATCH:
        won = _goes_on(session, reminder, last_on=day, reached=some[-1].id, told=told)
    else:
        after = reminder.rhythm.next_from(_today(now, tz) + A_DAY)
        won = _goes_on(session, reminder, last_on=day, reached=0, told=told, next_at=moment_of(after, tz))
        if won:
            audit.record(session, "audience:reminder:told", reminder, by=None, at=now, day=day, people=told)
    if won:
        notify.queue_rows(session, [_row(reminder, person, day, now) for person in some])
    return won


def put_off(session: Session, reminder: AudienceReminder, until: datetime) -> None:
    """Try this one again later, so that one bad row cannot hold up the rest."""
    _goes_on(session, reminder, next_at=until)


def _next_people(session: Session, reminder: AudienceReminder, reached: int) -> Sequence[Person]:
    query = people(reminder.audience, reminder.department_id).where(Person.id > reached).limit(BATCH)
    return session.scalars(query.options(lazyload(Person.granted))).all()


def _goes_on(session: Session, reminder: AudienceReminder, **values: object) -> bool:
    # Past the version counter: who edits at this moment must not be told that somebody was faster.
    won = session.scalar(
        update(AudienceReminder)
        .where(
            AudienceReminder.id == reminder.id,
            AudienceReminder.next_at == reminder.next_at,
            AudienceReminder.reached == reminder.reached,
            AudienceReminder.version == reminder.version,
        )
        .values(**values)
        .returning(AudienceReminder.id)
        .execution_options(synchronize_session=False)
    )
    session.expire(reminder)
    return won is not None


def _row(reminder: AudienceReminder, person: Person, day: date, now: datetime) -> dict[str, object]:
    return notify.notice_row(
        KIND,
        subject=reminder,
        to=person,
        key=f"audience:{reminder.id}:{day:%Y%m%d}:p{person.id}",
        at=now,
        context={"day": day.isoformat()},
    )


def _today(now: datetime, tz: ZoneInfo) -> date:
    return clock.local_date(now, tz)
