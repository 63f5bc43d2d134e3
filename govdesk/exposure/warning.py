"""An exception comes to its end: 30 and 7 days before, those whom it concerns hear of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.exposure.exceptions import concerned, matters
from govdesk.exposure.models import AccessException
from govdesk.notify.models import Notice

ENDING = "exception_ending"
DAYS_BEFORE = (30, 7)
"""The stages; of two whose day has come only the later one is told."""


def warn_of_one(session: Session, *, now: datetime, tz: ZoneInfo) -> bool:
    """Tell of one exception that comes to its end, at 8 in office time; whether there was one.

    A stage that asks nothing of anybody is noted without a mail: the weakness is gone, a later exception excuses it,
    or this one was approved when the stage's day had come already.
    """
    today = clock.local_date(now, tz)
    for days, nearer in zip(DAYS_BEFORE, (*DAYS_BEFORE[1:], -1), strict=True):
        between = (today + timedelta(days=nearer + 1), today + timedelta(days=days))
        exception = session.scalar(_untold(str(days), *between).limit(1))
        if exception is not None:
            _tell(session, exception, days, now, tz)
            return True
    return False


def _untold(stage: str, first: date, last: date) -> Select[AccessException]:
    """Approved exceptions that end within these days; rows of other workers are passed over."""
    told = exists().where(
        Notice.subject_type == AccessException.__tablename__,
        Notice.subject_id == AccessException.id,
        Notice.kind == ENDING,
        Notice.stage == stage,
    )
    return (
        select(AccessException)
        .where(
            AccessException.ended_on.is_(None),
            AccessException.approved_at.is_not(None),
            AccessException.ends_on.between(first, last),
            ~told,
        )
        .order_by(AccessException.ends_on, AccessException.id)
        .with_for_update(skip_locked=True, of=AccessException)
    )


def _tell(session: Session, exception: AccessException, days: int, now: datetime, tz: ZoneInfo) -> None:
    assert exception.approved_at is not None, "only approved ones are told of"
    today = clock.local_date(now, tz)
    is_news = clock.local_date(exception.approved_at, tz) < exception.ends_on - timedelta(days=days)
    passed = not (is_news and matters(session, exception, today))
    for person in concerned(session, exception):
        notify.queue(
            session, ENDING, subject=exception, to=person, stage=str(days), passed=passed,
            key=f"exception:{exception.id}:{days}:p{person.id}", at=max(now, clock.reminder_moment(today, tz)),
        )  # fmt: skip
