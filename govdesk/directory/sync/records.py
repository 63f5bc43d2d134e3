"""The rows of runs. That of the run at work is also the lease that keeps others out, on either database."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, String, and_, cast, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk.db import Sessions
from govdesk.directory.models import READING, RunState, SyncRun
from govdesk.directory.sync.marks import Mark
from govdesk.directory.sync.work import Work

SILENT = timedelta(minutes=3)
"""A run that has said nothing for so long was killed: each batch and each step says something."""
KEPT = timedelta(days=90)
KEPT_IF_QUIET = timedelta(days=7)
"""How long the row of a run is kept that asked for changes and found none; there are hundreds a day."""
LONGEST_REASON = 1000


class AlreadyRunning(Exception):
    """Another synchronisation is at work."""


class LeaseLost(Exception):
    """Another run took this one for dead and has begun."""


def begin(sessions: Sessions, run: SyncRun) -> None:
    """Store `run` as the one at work, after burying one that was killed. Raises AlreadyRunning."""
    with sessions() as session:
        killed = update(SyncRun).where(SyncRun.state == RunState.RUNNING, SyncRun.alive_at < run.alive_at - SILENT)
        session.execute(killed.values(state=RunState.FAILED, ended_at=run.began_at, reason="it was broken off"))
        session.add(run)
        try:
            session.flush()
        except IntegrityError:
            session.rollback()
            raise AlreadyRunning("another synchronisation is at work") from None
        session.execute(delete(READING))
        session.commit()


def hold(session: Session, work: Work) -> None:
    """Say that the run is at work; within the transaction nobody can take it over. Raises LeaseLost."""
    _write(session, work, alive_at=work.moment)


def end(work: Work, state: RunState, *, reason: str) -> None:
    """Close the run in a transaction of its own, unless another has taken over."""
    with work.sessions() as session:
        try:
            end_in(session, work, state, reason=reason)
        except LeaseLost:
            return
        session.execute(delete(READING))
        session.commit()


def end_in(
    session: Session, work: Work, state: RunState, *, reason: str | None = None, mark: Mark | None = None
) -> None:
    """Close the run in the caller's transaction. Raises LeaseLost."""
    run, report = work.run, work.report
    report.seconds = round(work.seconds, 3)
    keeps_mark = mark is not None and mark.since and not run.is_rehearsal
    _write(
        session,
        work,
        state=state,
        is_full=run.is_full,
        server=(run.server or "")[:300] or None,
        alive_at=work.moment,
        ended_at=work.moment,
        reason=reason[:LONGEST_REASON] if reason else None,
        report=report.as_json(),
        changes=report.changes,
        mark=asdict(mark) if mark and keeps_mark else {},
    )
    if run.is_full:
        _forget_old(session, work.now)


def last_mark(session: Session) -> tuple[Mark | None, datetime | None]:
    """What the last run left for the next, and when everybody was last read."""
    done = select(SyncRun).where(SyncRun.state == RunState.DONE, SyncRun.is_rehearsal.is_(False))
    latest = done.order_by(SyncRun.id.desc()).limit(1)
    last, last_full = session.scalar(latest), session.scalar(latest.where(SyncRun.is_full))
    return Mark.read(last.mark) if last else None, last_full.began_at if last_full else None


def _write(session: Session, work: Work, **values: object) -> None:
    mine = update(SyncRun).where(SyncRun.id == work.run.id, SyncRun.state == RunState.RUNNING)
    result = session.execute(mine.values(**values), execution_options={"synchronize_session": False})
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise LeaseLost("another synchronisation took this one for dead")


def _forget_old(session: Session, now: datetime) -> None:
    quiet = and_(SyncRun.is_full.is_(False), SyncRun.state == RunState.DONE, cast(SyncRun.changes, String) == "[]")
    old = or_(SyncRun.began_at < now - KEPT, and_(quiet, SyncRun.began_at < now - KEPT_IF_QUIET))
    session.execute(delete(SyncRun).where(old), execution_options={"synchronize_session": False})
