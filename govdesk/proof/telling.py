"""Who hears of impostors: communications of what was reported, reporters of what became of it."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.i18n import _l
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.rules import notice_key
from govdesk.proof.models import Outsider

REPORTED, DECIDED = "impostor_reported", "impostor_decided"
notify.lets_leave(DECIDED, _l("What became of an impostor that you reported"))
AN_HOUR = timedelta(hours=1)


def tell_communications(session: Session, outsider: Outsider, *, by: Person, now: datetime) -> None:
    """A mail at once, and of all that is reported later in the same hour one more when it is over.

    So nobody fills a mailbox by reporting a thousand addresses.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    for reader in session.scalars(people_with_role(Role.COMMS)):
        if reader is not by and not _mail_on_its_way(session, reader, hour):
            is_first = _owe(session, outsider, reader, hour, at=now, since=now)
            if not is_first:
                next_hour = hour + AN_HOUR
                _owe(session, outsider, reader, next_hour, at=next_hour, since=now)


def tell_reporters(
    session: Session, outsider: Outsider, *, since: datetime | None, by: Person, now: datetime
) -> None:
    """Whoever reported it after `since` (None for ever) hears what was decided; what is unsent of before is not."""
    notify.cancel(session, DECIDED, subject=outsider, now=now)
    waiting = [report for report in outsider.reports if since is None or report.reported_at > since]
    for reader in {report.reporter.id: report.reporter for report in waiting}.values():
        if reader is not by and reader.is_employed:
            key = f"impostor:{outsider.id}:{now:%Y%m%dT%H%M%S}:p{reader.id}"
            notify.queue(session, DECIDED, subject=outsider, to=reader, key=key, at=now, stage=outsider.standing)


def _owe(
    session: Session, outsider: Outsider, reader: Person, hour: datetime, *, at: datetime, since: datetime
) -> bool:
    context = {"since": since.isoformat()}
    return notify.queue(
        session, REPORTED, subject=outsider, to=reader, key=_key(hour, reader), at=at, context=context
    )


def _mail_on_its_way(session: Session, reader: Person, hour: datetime) -> bool:
    """A mail is written when it goes out: what is owed still will name this report, too."""
    keys = [_key(hour, reader), _key(hour + AN_HOUR, reader)]
    owed = Notice.key.in_(keys), Notice.state == NoticeState.OWED
    return bool(session.scalar(select(exists().where(*owed))))


def _key(hour: datetime, reader: Person) -> str:
    return notice_key(f"impostors:{hour:%Y%m%dT%H}:p{reader.id}")
