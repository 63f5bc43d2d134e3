"""A mail server for measures: it costs next to nothing itself, and counts what it was given.

The sink of the tests writes each mail into a file and takes as long over it as a worker: on a machine with few cores
that is what a measure would show. Run as `python -m tools.bench.receiver PORT [SECONDS FOR EACH ANSWER]`; ended by
SIGTERM, it prints how many mails it took and how many different Message-IDs they had.
"""

import signal
import sys
import time
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from tools.servers.process import HOST

GREETING = b"220 bench ESMTP"
ABLE = b"250-bench\r\n250-PIPELINING\r\n250 SIZE 10000000"
YES, GO_AHEAD, BYE = b"250 OK", b"354 go ahead", b"221 bye"


class Receiver(ThreadingTCPServer):
    """One thread for each sender."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, delay: float) -> None:
        super().__init__((HOST, port), Conversation)
        self.delay = delay
        self.taken: list[bytes] = []
        """The Message-ID of each mail."""


class Conversation(StreamRequestHandler):
    """With one sender, whose commands may come together: they are answered one after the other."""

    disable_nagle_algorithm = True
    server: Receiver

    def handle(self) -> None:
        self.wfile.write(GREETING + b"\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self._answer(GO_AHEAD)
                self.server.taken.append(self._message_id())
            if verb == b"QUIT":
                self.wfile.write(BYE + b"\r\n")
                return
            self._answer(ABLE if verb == b"EHLO" else YES)

    def _message_id(self) -> bytes:
        """Of the mail that follows, which is read to its end."""
        found = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            if not found and line.startswith(b"Message-ID:"):
                found = line
        return found

    def _answer(self, words: bytes) -> None:
        if self.server.delay:
            time.sleep(self.server.delay)
        self.wfile.write(words + b"\r\n")


def main(port: str, delay: str = "0") -> None:
    with Receiver(int(port), float(delay)) as receiver:
        Thread(target=receiver.serve_forever, daemon=True).start()
        print("ready", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
        receiver.shutdown()
        print(len(receiver.taken), len(set(receiver.taken)), flush=True)


if __name__ == "__main__":
    # Blocked before other threads start, so that they inherit the mask and sigwait gets the signal.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main(*sys.argv[1:])
