"""For callers of Samba who shall take it for Windows: passes on over LDAPS what it has made of each message."""

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from tools.servers.process import HOST, PATIENCE, free_port
from tools.servers.samba import Samba
from tools.servers.windows_ways import Conversation

GOODBYE = 0.5
"""Seconds that the other side gets to end TLS in order."""


class WindowsRelay:
    """Stands before a running Samba, with its certificate; `uri` is where to call."""

    def __init__(self, samba: Samba) -> None:
        port = free_port()
        self.uri = f"ldaps://{HOST}:{port}"
        self._address = (HOST, port)
        behind = urlsplit(samba.secure_uri)
        self._behind = (behind.hostname, behind.port)
        self._as_server, self._as_caller = _contexts(samba.authority)
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="windows-relay")

    def __enter__(self) -> Self:
        self._thread.start()
        self._await(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self._await(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _await(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _open(self) -> None:
        self._server = await asyncio.start_server(
            self._accept, *self._address, ssl=self._as_server, ssl_shutdown_timeout=GOODBYE
        )

    async def _end(self) -> None:
        self._server.close()
        open_ones = asyncio.all_tasks() - {asyncio.current_task()}
        for task in open_ones:
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()  # who was cancelled while saying goodbye has not closed
        await asyncio.sleep(0.05)  # the loop lets go of what was aborted a few turns later

    async def _accept(self, from_caller: asyncio.StreamReader, to_caller: asyncio.StreamWriter) -> None:
        conversation = Conversation()
        self._writers.add(to_caller)
        with suppress(OSError, asyncio.CancelledError):
            from_server, to_server = await asyncio.open_connection(
                *self._behind, ssl=self._as_caller, ssl_shutdown_timeout=GOODBYE
            )
            self._writers.add(to_server)
            ways = [
                asyncio.create_task(_carry(from_caller, to_server, conversation.asked)),
                asyncio.create_task(_carry(from_server, to_caller, conversation.answered)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
                await _close(to_server)
                self._writers.discard(to_server)
        await _close(to_caller)
        self._writers.discard(to_caller)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError, TimeoutError):
        await writer.wait_closed()


def _contexts(authority: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    as_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    as_server.load_cert_chain(authority.with_name("server.pem"), authority.with_name("server.key"))
    return as_server, ssl.create_default_context(cafile=str(authority))


async def _carry(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, changed: Callable[[bytes], bytes]
) -> None:
    async for message in _messages(source):
        target.write(changed(message))
        await target.drain()


async def _messages(source: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Whole LDAP messages: each says at its start how long it is."""
    with suppress(asyncio.IncompleteReadError):
        while True:
            start = await source.readexactly(2)
            more = await source.readexactly(start[1] & 0x7F) if start[1] & 0x80 else b""
            length = int.from_bytes(more, "big") if more else start[1]
            yield start + more + await source.readexactly(length)
