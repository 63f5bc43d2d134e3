"""Between libldap, which speaks plain LDAP into one end of a socket pair, and the server, which hears TLS."""

import select
import socket
import time
from contextlib import suppress
from threading import Thread

from govdesk.directory.ldap.tls import RECORD, Tls

_LOAD = 256 * 1024
"""Bytes carried at once: a server sends each entry in a record of its own, and a call for each would cost."""
_IDLE_SECONDS = 600
"""A line on which nobody has spoken for so long has been forgotten: it is let go."""
_SEND_SECONDS = 30
_STREAM_SECONDS = 0.002
_GATHER_SECONDS = 0.001
_SHORT = 8
"""Of an answer's words that follow each other so soon, the first that many are carried as they come, entry by entry.
Then it is a long answer: wait for more of it, and carry it in one go. That costs it a fifth less."""


class Pump(Thread):
    """Carries until either side hangs up, or nobody speaks; then both sides are closed, and the thread ends."""

    def __init__(self, server: socket.socket, tls: Tls) -> None:
        super().__init__(name="line to the directory", daemon=True)
        self._server, self.tls = server, tls
        self._inside, self.outside = socket.socketpair()
        """`outside` is for libldap."""
        self._heard_at, self._in_a_row = 0.0, 0
        self.fault: OSError | None = None
        """What ended it, where that was not one side hanging up."""
        self._room = memoryview(bytearray(_LOAD))

    def run(self) -> None:
        try:
            self._carry()
        except OSError as error:  # ssl.SSLError is a kind; libldap only sees the line end
            self.fault = error
        finally:
            for side in (self._server, self._inside):
                _hang_up(side)

    def _carry(self) -> None:
        for side in (self._server, self._inside):
            side.settimeout(_SEND_SECONDS)
        self._give_out()  # what came together with the end of the handshake makes no socket readable
        waiting = select.poll()
        waiting.register(self._server, select.POLLIN)
        waiting.register(self._inside, select.POLLIN)
        while ready := waiting.poll(_IDLE_SECONDS * 1000):
            for number, _event in ready:
                if not (self._ask() if number == self._inside.fileno() else self._answer()):
                    return

    def _ask(self) -> bool:
        """From libldap to the server; False when libldap has hung up."""
        words = self._inside.recv(_LOAD)
        self._in_a_row = 0  # what the server says next begins a new answer: libldap waits for it
        if words:
            self._server.sendall(self.tls.seal(words))
        return bool(words)

    def _answer(self) -> bool:
        """From the server to libldap; False when the server has hung up."""
        now = time.monotonic()
        self._in_a_row = self._in_a_row + 1 if now - self._heard_at < _STREAM_SECONDS else 0
        if self._in_a_row > _SHORT:
            time.sleep(_GATHER_SECONDS)
        self._heard_at = time.monotonic()
        sealed = self._server.recv(_LOAD)
        self.tls.hear(sealed)
        self._give_out()
        return bool(sealed)

    def _give_out(self) -> None:
        filled = 0
        while unsealed := self.tls.unseal(self._room[filled:]):
            filled += unsealed
            if filled > _LOAD - RECORD:
                self._inside.sendall(self._room[:filled])
                filled = 0
        if filled:
            self._inside.sendall(self._room[:filled])


def _hang_up(side: socket.socket) -> None:
    """Close, and say so even where a child process holds a copy."""
    with suppress(OSError):  # the other side was faster
        side.shutdown(socket.SHUT_RDWR)
    side.close()
