"""Whether a pooled connection to a server still leads there, mostly found out without asking the server."""

import select
from typing import Any, Protocol

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from govdesk import clock

LONG_UNUSED = 10.0
"""Seconds after which a connection may have been forgotten on the way, by a firewall that tells nobody."""
_LEFT = "left_at"


class _Socketed(Protocol):
    def fileno(self) -> int: ...


def look_before_use(engine: Engine) -> None:
    """A connection taken from the pool is looked at: the system tells of a server that ended, at no cost.

    The server is asked only where a connection lay unused for long, or where it said something unasked. If it does
    not answer, all that are pooled are opened anew, and nobody who asks for one notices.
    """

    def note(_connection: _Socketed, entry: ConnectionPoolEntry) -> None:
        entry.info[_LEFT] = clock.ticking()

    def look(connection: _Socketed, entry: ConnectionPoolEntry, _fairy: Any) -> None:
        left_at = entry.info.get(_LEFT)
        if left_at is None:
            return  # just opened
        if clock.ticking() - left_at < LONG_UNUSED and not _has_something_to_say(connection):
            return
        try:
            engine.dialect.do_ping(connection)  # type: ignore[arg-type] # it is the driver's
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", look)


def _has_something_to_say(connection: _Socketed) -> bool:
    """Something waits to be read: the server ended, closed the connection, or told of a setting."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
