"""A line to a server that can be cut, blocked or slowed at any moment: what a network does to a directory."""

import asyncio
import socket
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from enum import StrEnum
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from tools.servers.process import HOST, PATIENCE, free_port

CHUNK = 65_536
LOOK_AGAIN = 0.01
"""Seconds after which a stalled answer looks whether it may go on."""
_WITH_A_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing throws away what is not sent and tells the other side so."""


class Mode(StrEnum):
    """What becomes of new connections."""

    THROUGH = "through"
    HANG_UP = "hang up"
    """Accepted and closed at once."""
    SILENT = "silent"
    """Accepted; then nothing is said."""
    CLOSED = "closed"
    """Nobody listens: callers are refused at once."""
    DROPPED = "dropped"
    """No answer at all, as behind a firewall."""


class Relay:
    """In front of the server at `uri`, on a port of its own; used as a context.

    `mode` holds for new connections; the other fields may be set at any time and hold for standing ones too.
    """

    def __init__(self, uri: str) -> None:
        where = urlsplit(uri)
        self._server = (where.hostname or HOST, where.port or 389)
        self._address = (HOST, free_port())
        self.uri = f"{where.scheme}://{HOST}:{self._address[1]}"
        self.stall_after_bytes: int | None = None
        """Of each connection's answers no more than so many bytes come through."""
        self.stall_after_parts: int | None = None
        """No more than so many parts, as they arrive: the answer to StartTLS is the first."""
        self.seconds_late = 0.0
        """How long each part of an answer is held back."""
        self.connections = 0
        """How many were accepted so far, whatever became of them."""
        self._mode = Mode.CLOSED
        self._listener: asyncio.Server | None = None
        self._queue: list[socket.socket] = []
        self._callers: dict[asyncio.Task[None] | None, asyncio.StreamWriter] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=self.uri)

    @property
    def mode(self) -> Mode:
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._await(self._listen(mode))

    @property
    def standing(self) -> int:
        """How many connections are open now, silent ones included."""
        return len(self._callers)

    def hang_up(self) -> None:
        """End all standing connections in order."""
        self._await(self._end())

    def reset(self) -> None:
        """End all standing connections as a crash, or a firewall that forgot them, does."""
        self._await(self._end(linger=_WITH_A_RESET))

    def __enter__(self) -> Self:
        self._thread.start()
        self.mode = Mode.THROUGH
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.mode = Mode.CLOSED
        self.hang_up()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _await(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _listen(self, mode: Mode) -> None:
        if self._listener is not None:
            self._listener.close()
        for caller in self._queue:
            caller.close()
        self._mode, self._listener, self._queue = mode, None, []
        if mode is Mode.DROPPED:
            self._queue = _full_queue(self._address)
        elif mode is not Mode.CLOSED:
            self._listener = await asyncio.start_server(self._accept, *self._address)

    async def _end(self, linger: bytes | None = None) -> None:
        standing = dict(self._callers)
        for caller in standing.values():
            line = caller.get_extra_info("socket")
            if linger and line.fileno() != -1:  # the other side may have ended it at this moment
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            caller.transport.abort()
        await asyncio.gather(*(task for task in standing if task), return_exceptions=True)

    async def _accept(self, questions: asyncio.StreamReader, caller: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        self._callers[task] = caller
        try:
            if self._mode is Mode.THROUGH:
                await self._connect(questions, caller)
            elif self._mode is Mode.SILENT:
                await questions.read()
        except OSError:
            pass  # One side is gone, and so shall be the other.
        finally:
            await _close(caller)
            del self._callers[task]

    async def _connect(self, questions: asyncio.StreamReader, caller: asyncio.StreamWriter) -> None:
        answers, server = await asyncio.open_connection(*self._server)
        ways = [
            asyncio.create_task(_carry(questions, server)),
            asyncio.create_task(self._carry_slowly(answers, caller)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            await _close(server)

    async def _carry_slowly(self, answers: asyncio.StreamReader, caller: asyncio.StreamWriter) -> None:
        parts = sent = 0
        while data := await answers.read(CHUNK):
            await asyncio.sleep(self.seconds_late)
            while data:
                allowed = self._allowed(parts, sent, len(data))
                caller.write(data[:allowed])
                sent, data = sent + allowed, data[allowed:]
                await (asyncio.sleep(LOOK_AGAIN) if data else caller.drain())
            parts += 1

    def _allowed(self, parts: int, sent: int, more: int) -> int:
        if self.stall_after_parts is not None and parts >= self.stall_after_parts:
            return 0
        return more if self.stall_after_bytes is None else min(more, max(0, self.stall_after_bytes - sent))


async def _carry(questions: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
    while data := await questions.read(CHUNK):
        server.write(data)
        await server.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def _full_queue(address: tuple[str, int]) -> list[socket.socket]:
    """A listener that accepts nobody, and the one caller it has room for: the system ignores all later ones."""
    listener = socket.create_server(address, backlog=0)
    caller = socket.create_connection(address)
    return [caller, listener]
