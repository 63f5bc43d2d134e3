"""Every recurring job, in one table. APScheduler only ticks; what is due lies in rows."""

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy.exc import OperationalError

from govdesk import db
from govdesk.console import House
from govdesk.db import Sessions
from govdesk.notify import jobs as notify
from govdesk.rotation import jobs as rotation
from govdesk.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A function that does all that is due, and how often to look."""

    name: str
    work: Callable[[Sessions, Settings], None]
    every_seconds: int


JOBS = (
    Job("queue reminders", rotation.queue_reminders, 5),
    Job("deliver notices", notify.deliver_owed, 2),
)


def run(house: House) -> None:
    """Tick until told to stop; a run in progress is finished first."""
    scheduler = BlockingScheduler(
        executors={"default": ThreadPoolExecutor(len(JOBS))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    sessions = db.sessions_of(house.engine)
    for job in JOBS:
        scheduler.add_job(
            _guarded, "interval", seconds=job.every_seconds, args=(job, sessions, house.settings), id=job.name
        )
    signal.signal(signal.SIGTERM, lambda *_: scheduler.shutdown(wait=False))
    log.info("the worker has started")
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        scheduler.shutdown()
    log.info("the worker has stopped")


def run_once(house: House) -> None:
    """Do all that is due now, each job once. Raises OperationalError when the database cannot be used."""
    sessions = db.sessions_of(house.engine)
    for job in JOBS:
        try:
            job.work(sessions, house.settings)
        except OperationalError:
            raise
        except Exception:
            log.exception("the job %s failed", job.name)


def _guarded(job: Job, sessions: Sessions, settings: Settings) -> None:
    # One bad run must not end the job: it is logged, and the next tick tries again.
    try:
        job.work(sessions, settings)
    except Exception:
        log.exception("the job %s failed", job.name)
