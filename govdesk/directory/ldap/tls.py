"""TLS with a directory server by Python, so that every step of it ends in time and its faults have names.

Debian's libldap retries a stalled GnuTLS handshake inside itself, whatever its own time limits say: a server that
accepts the call and then says nothing would hold a thread, and a core, for ever. libldap gets to see plain LDAP only.
"""

import socket
import ssl
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from govdesk.directory.ldap.limits import Deadline

_START_TLS = bytes.fromhex("301d02010177188016") + b"1.3.6.1.4.1.1466.20037"
"""An LDAP message with the extended request StartTLS. Source: RFC 4511, 4.14.1."""
_SUCCESS = bytes.fromhex("0a0100")
"""The result code `success` as it stands in the answer."""
_MESSAGE = b"\x30"
"""How every LDAP message begins."""
_LONGEST_ANSWER = 4096
RECORD = 16384
"""Most bytes that one TLS record carries. Source: RFC 8446, 5.1."""


class NoStartTls(OSError):
    """The server answered, but will not begin TLS."""


class NoAuthority(OSError):
    """The file of the authority that we are to trust cannot be read."""


class Tls:
    """Our end of a TLS session: what comes from the server is unsealed, what goes there sealed, all in memory."""

    def __init__(self, host: str, ca_file: Path | None) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._session = context(ca_file).wrap_bio(self._incoming, self._outgoing, server_hostname=host)

    def shake_hands(self, line: socket.socket, deadline: Deadline) -> None:
        """Agree on keys and verify the certificate. Raises OSError (time-outs and ssl.SSLError are kinds)."""
        while True:
            try:
                self._session.do_handshake()
            except ssl.SSLWantReadError:
                self._turn(line, deadline)
            except ssl.SSLError:
                line.sendall(self._outgoing.read())  # tell the server why
                raise
            else:
                line.sendall(self._outgoing.read())
                return

    def _turn(self, line: socket.socket, deadline: Deadline) -> None:
        line.settimeout(deadline.left())
        line.sendall(self._outgoing.read())
        heard = line.recv(RECORD)
        if not heard:
            raise ConnectionResetError("the server hung up when TLS began")
        self._incoming.write(heard)

    @property
    def version(self) -> str:
        """Such as `TLSv1.3`."""
        return self._session.version() or ""

    @property
    def certificate_until(self) -> datetime:
        """When the server's certificate ends."""
        certificate = self._session.getpeercert() or {}
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)

    def seal(self, words: bytes) -> bytes:
        """What to send to the server."""
        self._session.write(words)
        return self._outgoing.read()

    def hear(self, sealed: bytes) -> None:
        """Take in what the server sent."""
        self._incoming.write(sealed)

    def unseal(self, room: memoryview) -> int:
        """Put words of the server into `room`, a record's worth at most; returns how many bytes.

        0 when all that was heard has been given out. Raises ssl.SSLError when the session has ended.
        """
        try:
            filled = int(self._session.read(RECORD, room))
        except ssl.SSLWantReadError:
            return 0
        if not filled:
            raise ssl.SSLEOFError("the server ended the session")
        return filled


def start_tls(line: socket.socket, deadline: Deadline) -> None:
    """Ask for TLS on a line that is still plain. Raises OSError; NoStartTls when the server declines."""
    line.settimeout(deadline.left())
    line.sendall(_START_TLS)
    answer = b""
    while not _is_whole(answer):
        line.settimeout(deadline.left())
        heard = line.recv(_LONGEST_ANSWER)
        if not heard:
            raise ConnectionResetError("the server hung up when asked for StartTLS")
        answer += heard
        if answer[:1] != _MESSAGE:
            raise NoStartTls("what answers does not speak LDAP")
    if _SUCCESS not in answer[:16]:
        raise NoStartTls("the server does not offer StartTLS")


def _is_whole(message: bytes) -> bool:
    """Whether this is a whole LDAP message: its length stands in its first bytes, in one of two forms."""
    if len(message) < 2:
        return False
    long_form = message[1] - 128
    if long_form < 0:
        return len(message) >= 2 + message[1]
    return len(message) >= 2 + long_form + int.from_bytes(message[2 : 2 + long_form], "big")


def context(ca_file: Path | None) -> ssl.SSLContext:
    """What we demand of a server: a certificate for its name, in date, signed by whom we trust."""
    # Reading the authorities takes longer than a handshake; a file that was replaced is read again.
    try:
        return _context(ca_file, ca_file.stat().st_mtime_ns if ca_file else 0)
    except ssl.SSLError:
        raise
    except OSError as error:
        raise NoAuthority(str(error)) from error


@lru_cache(maxsize=4)
def _context(ca_file: Path | None, _written_at: int) -> ssl.SSLContext:
    made = ssl.create_default_context(cafile=ca_file)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made
