"""A server that restarts: whoever asks next is answered, and nobody asks a server that is there whether it is."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine.interfaces import Dialect

from govdesk import clock, db, liveness


@pytest.fixture
def pooled(engine: Engine, database_url: str) -> Iterator[Engine]:
    """An engine of its own, with a connection that was used and lies in the pool."""
    if engine.dialect.name == "sqlite":
        pytest.skip("a file is no server")
    own = db.connect(database_url)
    with own.connect() as connection:
        connection.execute(text("SELECT 1"))
    yield own
    own.dispose()


@pytest.fixture
def pings(pooled: Engine, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every time the server is asked whether it is there."""
    asked: list[object] = []
    ping = pooled.dialect.do_ping

    def do_ping(_dialect: Dialect, connection: object) -> bool:
        asked.append(connection)
        return ping(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(type(pooled.dialect), "do_ping", do_ping)
    return asked


def test_connections_that_the_server_ended_are_opened_anew(engine: Engine, pooled: Engine) -> None:
    with pooled.connect() as connection:
        number = connection.scalar(text("SELECT pg_backend_pid()"))
    with engine.connect() as other:
        assert other.scalar(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})
    with pooled.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != number


def test_a_server_that_is_there_is_not_asked(pooled: Engine, pings: list[object]) -> None:
    with pooled.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    assert pings == []


def test_a_connection_long_unused_is_tried_first(
    pooled: Engine, pings: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.ticking() + liveness.LONG_UNUSED
    monkeypatch.setattr(clock, "ticking", lambda: later)
    with pooled.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    assert len(pings) == 1


def test_public_reading_begins_no_transaction(pooled: Engine) -> None:
    with db.public_sessions_of(pooled)() as session:
        session.execute(text("SELECT 1"))
        raw = session.connection().connection.dbapi_connection
        assert raw is not None
        assert raw.info.transaction_status.name == "IDLE"
    with pooled.connect() as connection:
        connection.execute(text("SELECT 1"))
        raw = connection.connection.dbapi_connection
        assert raw is not None
        assert raw.info.transaction_status.name == "INTRANS"
