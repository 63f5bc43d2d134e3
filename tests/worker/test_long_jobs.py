"""A job that takes longer than its ticks are apart runs once at a time, and the log stays readable."""

import logging
import threading
from collections.abc import Iterator

import pytest
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from govdesk import clock
from govdesk.worker import AT_ONCE, Job, Turn


def job(name: str = "count") -> Job:
    return Job(name, lambda *_: None, 1)


@pytest.fixture
def scheduler() -> Iterator[BackgroundScheduler]:
    made = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(AT_ONCE)},
        job_defaults={"coalesce": True, "max_instances": AT_ONCE},
        timezone="UTC",
    )
    made.start()
    yield made
    made.shutdown()


def test_ticks_that_find_it_at_work_pass_in_silence(
    scheduler: BackgroundScheduler, caplog: pytest.LogCaptureFixture
) -> None:
    began, passed, go_on = threading.Semaphore(0), threading.Semaphore(0), threading.Event()

    def work() -> None:
        began.release()
        assert go_on.wait(20)

    turn = Turn(job(), work)

    def tick() -> None:
        turn.take()
        passed.release()

    scheduler.add_job(tick, "interval", seconds=0.05, next_run_time=clock.utcnow())
    assert began.acquire(timeout=20)
    for _ in range(3):
        assert passed.acquire(timeout=20), "a tick passes while the first is at work"
    assert not began.acquire(blocking=False), "and begins nothing beside it"
    go_on.set()
    assert began.acquire(timeout=20), "the next tick runs again"
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_long_run_says_once_how_many_ticks_passed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "govdesk.worker")
    seconds = iter([0.0, 75.0, 100.0, 101.0])
    monkeypatch.setattr(clock, "ticking", lambda: next(seconds))

    def work() -> None:
        for _ in range(2):
            turn.take()

    turn = Turn(job("deliver notices"), work)
    turn.take()
    turn.take()
    assert [record.getMessage() for record in caplog.records] == [
        "the job deliver notices took 75 s; 2 of its ticks passed meanwhile"
    ]


def test_a_run_that_fails_lets_the_next_one_begin() -> None:
    runs: list[int] = []

    def work() -> None:
        runs.append(1)
        raise ValueError("broken")

    turn = Turn(job(), work)
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            turn.take()
    assert len(runs) == 2
