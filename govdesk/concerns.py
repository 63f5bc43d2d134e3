"""What administrators should look at though a synchronisation went through: each thing once a week, by mail.

A role group that is gone, a last administrator who was spared, other rules of who gets which role: nobody may raise
themselves unseen by editing a file.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.access import Role
from govdesk.db import Sessions
from govdesk.directory.models import RunState, SyncRun
from govdesk.directory.queries import people_with_role
from govdesk.i18n import _l
from govdesk.notify.models import Notice
from govdesk.settings import Settings

CONCERN = "sync_concern"
LATEST_RUNS = 20
"""How far back to look: more than there are between two looks."""


def tell_concerns(sessions: Sessions, _settings: Settings, _stopping: Callable[[], bool] = lambda: False) -> None:
    """Owe the administrators a notice for each alarm of the latest runs."""
    now = clock.utcnow()
    with sessions() as session:
        for run in session.scalars(_latest_runs()).all():
            for text in run.report.get("alarms", ()):
                _tell_administrators(session, run, text, now)
        session.commit()


def letter(_session: Session, notice: Notice) -> dict[str, Any] | None:
    """None for who is no administrator any more."""
    if notice.person is None or Role.ADMIN not in notice.person.roles:
        return None
    return {"text": notice.context["text"], "path": "/settings/access"}


def _latest_runs() -> Any:
    went_through = SyncRun.state == RunState.DONE, SyncRun.is_rehearsal.is_(False)
    return select(SyncRun).where(*went_through).order_by(SyncRun.id.desc()).limit(LATEST_RUNS)


def _tell_administrators(session: Session, run: SyncRun, text: str, now: datetime) -> None:
    year, week, _day = run.began_at.isocalendar()
    about = hashlib.sha256(text.encode()).hexdigest()[:16]
    for reader in session.scalars(people_with_role(Role.ADMIN)):
        key = f"concern:{about}:{year}w{week}:p{reader.id}"
        notify.queue(session, CONCERN, subject=run, to=reader, key=key, at=now, context={"text": text})


notify.writes(CONCERN, letter, why=_l("you administer Govdesk."))
