"""Every recurring job, in one table. APScheduler only ticks; what is due lies in rows."""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import click
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from govdesk import (
    alarms,
    broken_files,
    changes,
    clock,
    concerns,
    credential_life,  # noqa: F401 - tells who else holds access
    db,
    leavers,
    successors,  # noqa: F401 - lets files ask for hand-overs
)
from govdesk.accounts import letters as accounts_letters
from govdesk.accounts.importing import jobs as accounts
from govdesk.campaigns import jobs as campaigns
from govdesk.campaigns import letters as campaign_letters
from govdesk.campaigns.office import Office as CampaignOffice
from govdesk.console import House
from govdesk.db import Sessions
from govdesk.desk import letters as desk_letters
from govdesk.desk.clocks import jobs as desk_clocks
from govdesk.desk.clocks import letters as desk_clock_letters
from govdesk.desk.clocks.reading import read_desk
from govdesk.desk.tools import jobs as tools
from govdesk.desk.tools import letters as tool_letters
from govdesk.desk.types import jobs as desk_types
from govdesk.directory import jobs as directory
from govdesk.exposure import jobs as access
from govdesk.exposure import letters as access_letters
from govdesk.files import PolicyFiles
from govdesk.handover import batch_letters, orphaned, stuck_letters
from govdesk.handover import jobs as handover
from govdesk.handover import letters as handover_letters
from govdesk.incidents import (
    logbook,  # noqa: F401 - hears what happens, and lets ordinary reminders rest
    suspecting,
    telling,
)
from govdesk.lifecycle import jobs as lifecycle
from govdesk.lifecycle import letters as lifecycle_letters
from govdesk.notify import jobs as notify
from govdesk.notify import posting, refusal_letters
from govdesk.notify.line import Line
from govdesk.notify.outage import Outage
from govdesk.notify.policy import sound_policy
from govdesk.proof import letters as proof_letters
from govdesk.rotation import exposure
from govdesk.rotation import jobs as rotation
from govdesk.rotation import letters as rotation_letters
from govdesk.rotation.audience import jobs as audiences
from govdesk.rotation.audience import letters as audience_letters
from govdesk.rotation.office import Office
from govdesk.rotation.plan import jobs as rotation_plan
from govdesk.rotation.work import jobs as rotation_work
from govdesk.rotation.work import letters as second_letters
from govdesk.settings import Settings
from govdesk.signin import jobs as signin
from govdesk.signin import letters as signin_letters

log = logging.getLogger(__name__)

LETTERS = (
    accounts_letters,
    access_letters,
    desk_letters,
    desk_clock_letters,
    tool_letters,
    handover_letters,
    lifecycle_letters,
    proof_letters,
    batch_letters,
    stuck_letters,
    rotation_letters,
    audience_letters,
    second_letters,
    campaign_letters,
    telling,
    suspecting,
    signin_letters,
    refusal_letters,
    exposure,
    orphaned,
    alarms,
    broken_files,
    concerns,
)
"""Imported for what they register: the words of each room's notices."""

UNUSABLE = (InterfaceError, OperationalError, ProgrammingError)
"""The database is down, or not the one that this version needs."""

Stopping = Callable[[], bool]
AT_ONCE = 2
"""Of each job: the run, and a tick that finds it busy."""
LONG_SECONDS = 60
"""From then on it is told that a run let ticks pass."""


@dataclass(frozen=True)
class Job:
    """A function that does all that is due, and how often to look."""

    name: str
    work: Callable[[Sessions, Settings, Stopping], None]
    every_seconds: int


class Turn:
    """Runs a job one at a time: a tick that comes while it is at work passes, since a run does all that is due.

    APScheduler would warn of each such tick; here a run that let many pass says so once, when it is done.
    """

    def __init__(self, job: Job, work: Callable[[], None]) -> None:
        self._job, self._work = job, work
        self._busy, self._passed = threading.Lock(), 0

    def take(self) -> None:
        """A tick."""
        if not self._busy.acquire(blocking=False):
            self._passed += 1
            return
        begun, self._passed = clock.ticking(), 0
        try:
            self._work()
        finally:
            took, passed = clock.ticking() - begun, self._passed
            self._busy.release()
        if passed and took >= LONG_SECONDS:
            log.info("the job %s took %d s; %d of its ticks passed meanwhile", self._job.name, took, passed)


LINE = Line()
"""To the mail server: kept from tick to tick."""

JOBS = (
    Job("tell who left, moved or is back", changes.tell_the_rooms, 5),
    Job("queue reminders", rotation.queue_reminders, 5),
    Job("ask second persons again", rotation_work.ask_seconds_again, 30),
    Job("set the days that rules lead to", rotation_plan.keep_plan, 60),
    Job("remind audiences", audiences.remind_audiences, 5),
    Job("work on long imports", accounts.work_on_imports, 2),
    Job("tell of hand-overs that are stuck", handover.nudge, 300),
    Job("ask who answers for the accounts of empty departments", handover.ask_for_owners_of_empty_departments, 3600),
    Job("keep the desk's promises in sight", desk_clocks.keep_promises, 10),
    Job("look after campaigns", campaigns.run_campaigns, 10),
    Job("deliver notices", partial(notify.deliver_over, LINE), 2),
    Job("tell other channels", posting.post_owed, 5),
    Job("bring people up to date", directory.bring_people_up_to_date, 300),
    Job("keep forecasts of who can get in", access.keep_forecasts, 30),
    Job("remind of requests that lie too long", lifecycle.remind_stuck, 300),
    Job("make versions of request types", desk_types.keep_types, 60),
    Job("tell that the time of a tool ends", tools.tell_of_ends, 300),
    Job("raise alarms", alarms.raise_alarms, 30),
    Job("tell of files that cannot be used", broken_files.tell_broken_files, 30),
    Job("tell concerns", concerns.tell_concerns, 60),
    Job("tell known leaving days", leavers.herald_leavers, 900),
    Job("close break-glass accounts whose time is over", signin.close_expired, 30),
    Job("forget old tries to sign in", signin.forget_old_tries, 3600),
)


def run(house: House) -> None:
    """Tick until told to stop; what is in hand is finished first. Raises FileError or SettingsError at the start."""
    settings, sessions, stop = _prepare(house), db.sessions_of(house.engine), threading.Event()
    for message in (signal.SIGTERM, signal.SIGINT):
        signal.signal(message, lambda *_: stop.set())
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(AT_ONCE * len(JOBS))},
        job_defaults={"coalesce": True, "max_instances": AT_ONCE, "misfire_grace_time": None},
        timezone="UTC",
    )
    for job in JOBS:
        turn = Turn(job, partial(_guarded, job, sessions, settings, stop.is_set))
        # The first time at once: what is due at the start may have been due for long.
        every = {"seconds": job.every_seconds, "next_run_time": clock.utcnow()}
        scheduler.add_job(turn.take, "interval", id=job.name, **every)
    scheduler.start()
    log.info("the worker has started")
    while not stop.wait(5):
        _wake_who_overslept(scheduler)
    scheduler.shutdown()
    LINE.close()
    log.info("the worker has stopped")


def run_once(house: House) -> None:
    """Do all that is due now, each job once. Raises ClickException when the database cannot be used."""
    settings, sessions = _prepare(house), db.sessions_of(house.engine)
    for job in JOBS:
        try:
            job.work(sessions, settings, lambda: False)
        except UNUSABLE as error:
            raise _unusable(str(error.orig)) from None
        except Exception:
            log.exception("the job %s failed", job.name)
    LINE.close()


def _prepare(house: House) -> Settings:
    """The settings, once they and the files that jobs read are known to be sound."""
    Office.of(house.settings)
    sound_policy(PolicyFiles(house.settings.policies))
    CampaignOffice.of(house.settings)
    read_desk(PolicyFiles(house.settings.policies), house.settings.timezone)
    if not house.settings.smtp_url:
        log.warning("GOVDESK_SMTP_URL is not set: notices are queued and wait")
    return house.settings


def _unusable(reason: str) -> click.ClickException:
    return click.ClickException(f"The database cannot be used: {reason.strip()}.")


def _wake_who_overslept(scheduler: BackgroundScheduler) -> None:
    """After the machine's clock was set back, APScheduler would wait until it has caught up."""
    now = clock.utcnow()
    for ticking in scheduler.get_jobs():
        if ticking.next_run_time > now + ticking.trigger.interval + timedelta(minutes=1):
            ticking.modify(next_run_time=now)


def _guarded(job: Job, sessions: Sessions, settings: Settings, stopping: Stopping) -> None:
    # One bad run must not end the job: it is logged, and the next tick tries again.
    try:
        job.work(sessions, settings, stopping)
    except UNUSABLE as error:
        _outage.holds_up(job.name, error.orig)
    except Exception:
        log.exception("the job %s failed", job.name)
    else:
        _outage.is_over_for(job.name)


_outage = Outage("the database", log)
