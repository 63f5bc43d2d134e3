"""Workers as processes: killed, stopped, many at once; nothing is lost and nothing stands twice."""

import random
import signal
import time
from collections.abc import Callable

from sqlalchemy import Engine, text

from tests.worker.conftest import Start, owe_rotations, received, states
from tools.servers.mailsink import MailSink

PATIENCE = 60


def wait(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def let_leases_end(engine: Engine) -> None:
    """As if a minute had gone by since the worker died."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE parcel SET claimed_until = '2000-01-01 00:00:00' WHERE settled_at IS NULL"))


def test_once_does_all_that_is_due_and_ends(own_engine: Engine, start: Start, sink: MailSink) -> None:
    owe_rotations(own_engine, 3)
    assert start("--once").wait(PATIENCE) == 0
    assert states(own_engine) == ["sent"] * 6
    assert len(set(received(sink))) == len(received(sink)) == 6


def test_once_succeeds_while_mail_is_down_and_mail_waits(own_engine: Engine, start: Start, sink: MailSink) -> None:
    owe_rotations(own_engine, 1)
    sink.stop()
    assert start("--once").wait(PATIENCE) == 0
    assert states(own_engine) == ["owed"] * 2
    sink.start()
    assert start("--once").wait(PATIENCE) == 0
    assert states(own_engine) == ["sent"] * 2


def test_once_fails_when_the_database_cannot_be_used(own_engine: Engine, start: Start) -> None:
    with own_engine.begin() as connection:
        connection.execute(text("ALTER TABLE notice RENAME TO elsewhere"))
    process = start("--once")
    _out, words = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert b"The database cannot be used" in words


def test_mail_goes_out_soon_after_the_server_is_back(own_engine: Engine, start: Start, sink: MailSink) -> None:
    owe_rotations(own_engine, 1)
    sink.stop()
    start()
    wait(lambda: states(own_engine) == ["owed"] * 2)
    sink.start()
    wait(lambda: states(own_engine) == ["sent"] * 2)
    assert len(received(sink)) == 2


def test_told_to_stop_it_ends_within_seconds_and_sends_nothing_twice(
    own_engine: Engine, start: Start, sink: MailSink
) -> None:
    owe_rotations(own_engine, 50)
    worker = start()
    wait(lambda: bool(sink.messages()))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert "sending" not in states(own_engine)
    assert start("--once").wait(PATIENCE) == 0
    assert sorted(states(own_engine)) == ["sent"] * 100
    assert len(set(received(sink))) == len(received(sink)) == 100


def test_two_workers_at_once_double_nothing(own_engine: Engine, start: Start, sink: MailSink) -> None:
    owe_rotations(own_engine, 30)
    workers = [start("--once"), start("--once")]
    assert [worker.wait(PATIENCE) for worker in workers] == [0, 0]
    start("--once").wait(PATIENCE)
    assert states(own_engine) == ["sent"] * 60
    assert len(set(received(sink))) == len(received(sink)) == 60


def test_killed_again_and_again_it_loses_nothing_and_repeats_at_most_one_mail_each_time(
    own_engine: Engine, start: Start, sink: MailSink
) -> None:
    owe_rotations(own_engine, 40)
    chance, kills = random.Random(20270301), 4
    for _ in range(kills):
        worker, enough = start("--once"), len(sink.messages()) + chance.randrange(1, 18)
        wait(lambda worker=worker, enough=enough: len(sink.messages()) >= enough or worker.poll() is not None)  # type: ignore[misc]
        worker.kill()
        worker.wait()
        let_leases_end(own_engine)
    assert start("--once").wait(PATIENCE) == 0
    assert states(own_engine) == ["sent"] * 80
    mails = received(sink)
    assert len(set(mails)) == 80
    assert len(mails) - 80 <= kills
