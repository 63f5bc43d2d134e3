"""A machine's clock that was set back holds up no job, and rouses none before its time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from govdesk import clock
from govdesk.worker import _wake_who_overslept


@pytest.fixture
def scheduler() -> Iterator[BackgroundScheduler]:
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.start(paused=True)
    yield scheduler
    scheduler.shutdown()


def test_a_job_that_is_not_due_is_left_alone(scheduler: BackgroundScheduler) -> None:
    job = scheduler.add_job(print, "interval", seconds=300)
    due = job.next_run_time
    _wake_who_overslept(scheduler)
    assert job.next_run_time == due


def test_a_job_that_would_wait_for_the_clock_is_due_now(scheduler: BackgroundScheduler) -> None:
    job = scheduler.add_job(print, "interval", seconds=300)
    job.modify(next_run_time=clock.utcnow() + timedelta(hours=1))
    _wake_who_overslept(scheduler)
    assert job.next_run_time <= clock.utcnow()
