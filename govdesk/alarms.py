"""When people are no longer brought up to date, the administrators hear of it: once, until a run is done again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, load_only

from govdesk import clock, notify
from govdesk.access import Role
from govdesk.db import Sessions
from govdesk.directory.models import RunState, SyncRun
from govdesk.directory.queries import people_with_role
from govdesk.i18n import _l
from govdesk.notify.models import Notice
from govdesk.settings import Settings

ALARM = "sync_alarm"
FAILURES = 3
"""So many runs in a row may fail before somebody is told: a directory may be restarted."""
SERVICE_ACCOUNT = "the service account cannot sign in"
"""How a run begins to say that it was refused: that does not pass by itself, and is told at once."""


def raise_alarms(sessions: Sessions, _settings: Settings, _stopping: Callable[[], bool] = lambda: False) -> None:
    """Owe the administrators a notice for each thing that keeps people from being brought up to date."""
    now = clock.utcnow()
    with sessions() as session:
        for run in troubles(session):
            _tell_administrators(session, run, now)
        session.commit()


def troubles(session: Session) -> list[SyncRun]:
    """The runs to tell of: since the last that was done, the first that stopped and the first of many that failed.

    A directory that was down first and is not believed afterwards is told of twice: it takes different acts.
    """
    runs = session.scalars(_bad_runs()).all()
    stopped = [run for run in runs if run.state is RunState.STOPPED]
    failed = [run for run in runs if run.state is RunState.FAILED]
    return stopped[:1] + (failed[:1] if _is_lasting(failed) else [])


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once a run was done, or for who is no administrator any more."""
    runs = session.scalars(_bad_runs()).all()
    run = next((run for run in runs if run.id == notice.subject_id), None)
    if run is None or notice.person is None or Role.ADMIN not in notice.person.roles:
        return None
    alike = [one for one in runs if one.state is run.state]
    return {
        "since": run.began_at,
        "times": len(alike),
        "reason": alike[-1].reason,
        "is_stopped": run.is_too_much,
        "path": "/settings/directory",
    }


def _is_lasting(failed: Sequence[SyncRun]) -> bool:
    return len(failed) >= FAILURES or any(SERVICE_ACCOUNT in (run.reason or "") for run in failed)


def _tell_administrators(session: Session, run: SyncRun, now: datetime) -> None:
    for reader in session.scalars(people_with_role(Role.ADMIN)):
        key = f"sync:{run.state}:{run.id}:p{reader.id}"
        notify.queue(session, ALARM, subject=run, to=reader, key=key, at=now)


def _done() -> Select[int]:
    """Ids of the runs that brought people up to date, the latest first."""
    is_done = (SyncRun.state == RunState.DONE, SyncRun.is_rehearsal.is_(False))
    return select(SyncRun.id).where(*is_done).order_by(SyncRun.id.desc())


def _bad_runs() -> Select[SyncRun]:
    """Those that stopped or failed since the last that was done, oldest first."""
    last_done = _done().limit(1).scalar_subquery()
    return (
        select(SyncRun)
        .where(
            SyncRun.state.in_([RunState.STOPPED, RunState.FAILED]),
            SyncRun.is_rehearsal.is_(False),
            SyncRun.id > func.coalesce(last_done, 0),
        )
        .options(load_only(SyncRun.state, SyncRun.reason, SyncRun.began_at))
        .order_by(SyncRun.id)
    )


notify.writes(ALARM, letter, why=_l("you administer Govdesk."))
