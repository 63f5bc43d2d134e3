"""One synchronisation from beginning to end."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.db import Sessions
from govdesk.directory.ldap.meaning import RoleMap
from govdesk.directory.ldap.server import DirectoryServer, DirectoryUnreachable
from govdesk.directory.models import READING, Person, PersonState, RunState, SyncRun
from govdesk.directory.sync import records
from govdesk.directory.sync.applying import Applying, Read
from govdesk.directory.sync.gathering import read_changes, read_everybody
from govdesk.directory.sync.marks import Mark, Server, fingerprint
from govdesk.directory.sync.pauses import only_new_garbage
from govdesk.directory.sync.report import SyncReport
from govdesk.directory.sync.work import ReadAll, Stopped, Work, quiet

log = logging.getLogger(__name__)


def synchronise(
    sessions: Sessions,
    server: DirectoryServer,
    roles: RoleMap,
    *,
    now: datetime,
    tz: ZoneInfo,
    full: bool = False,
    force: bool = False,
    rehearse: bool = False,
    tell: Callable[[int], None] = quiet,
) -> SyncReport:
    """Read the directory and write what has changed; the run leaves a row of its own.

    Changes only are asked for where the server can tell them and the last complete run is not too long ago, unless
    `full`. `force` believes a directory that makes leavers of many; `rehearse` writes nothing but the row. A run that
    would take away too much writes nothing: the report's `stopped` says why.

    Raises DirectoryUnreachable when the directory cannot be read to its end, and AlreadyRunning.
    """
    run = SyncRun(is_full=True, is_rehearsal=rehearse, is_forced=force, began_at=now, alive_at=now)
    records.begin(sessions, run)
    work = Work(sessions, server.meaning, roles, run, tz, tell)
    try:
        with only_new_garbage():
            _bring_up_to_date(work, server, full=full)
    except Stopped as reason:
        work.report.stopped = str(reason)
        work.report.forget_changes()
        records.end(work, RunState.STOPPED, reason=str(reason))
    except BaseException as error:
        records.end(work, RunState.FAILED, reason=_told(error))
        raise
    return work.report


def _told(error: BaseException) -> str:
    return str(error) if isinstance(error, DirectoryUnreachable) else f"it broke off: {type(error).__name__}"


def _bring_up_to_date(work: Work, server: DirectoryServer, *, full: bool) -> None:
    try:
        read, mark = _read(work, server, full=full)
        _apply(work, read, mark)
    except ReadAll as reason:
        log.info("everybody is read, not only who has changed: %s", reason)
        work.start_over()
        with work.sessions() as session:
            session.execute(delete(READING))
            session.commit()
        read, mark = _read(work, server, full=True)
        _apply(work, read, mark)


def _read(work: Work, server: DirectoryServer, *, full: bool) -> tuple[Read | None, Mark]:
    meant = fingerprint(work.meaning, work.roles)
    with server.reading() as reading:
        origin = Server.of(reading)
        work.report.server = work.run.server = origin.uri
        mark = None if full else _usable_mark(work, origin, meant)
        work.report.full = work.run.is_full = mark is None
        if mark is None:
            return read_everybody(work, reading, origin, meant)
        return read_changes(work, reading, origin, mark)


def _usable_mark(work: Work, origin: Server, meant: str) -> Mark | None:
    """From where on changes are enough; None when everybody is to be read."""
    with work.sessions() as session:
        mark, read_all_at = records.last_mark(session)
        is_due = read_all_at is None or work.now - read_all_at >= timedelta(minutes=work.meaning.full_every_minutes)
        if mark is None or is_due or not mark.fits(origin, meant) or _somebody_is_missing(session):
            return None
        return mark


def _somebody_is_missing(session: Session) -> bool:
    """Whether the second complete run is awaited, which tells if somebody has left."""
    missing = select(Person.id).where(Person.missing_since.is_not(None), Person.state == PersonState.ACTIVE)
    return session.scalar(missing.limit(1)) is not None


def _apply(work: Work, read: Read | None, mark: Mark) -> None:
    with work.sessions() as session:
        _note_other_rules(session, work, mark)
        if read is not None:
            Applying(session, work, read).apply()
        if work.run.is_rehearsal:
            session.rollback()
        records.end_in(session, work, RunState.DONE, mark=mark)
        session.commit()


def _note_other_rules(session: Session, work: Work, mark: Mark) -> None:
    """Whoever edits what gives roles is not unseen: it stands in the trail, and administrators are told."""
    last, _read_all_at = records.last_mark(session)
    if last is None or last.fingerprint == mark.fingerprint:
        return
    now = mark.fingerprint[:8]
    told = "roles.yml, directory.yml or the base is another than at the last run"
    work.report.alarms.append(f"{told} (their fingerprint now: {now})")
    audit.record(session, "directory:rules:changed", work.run, by=None, at=work.now, fingerprint=now)
