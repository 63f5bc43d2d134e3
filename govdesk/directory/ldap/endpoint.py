"""One address of a directory server, and how to get there."""

import socket
from dataclasses import dataclass
from enum import Enum, auto


class Sealing(Enum):
    """How a line to the directory is kept from eavesdroppers."""

    LDAPS = auto()
    START_TLS = auto()
    NONE = auto()


@dataclass(frozen=True)
class Endpoint:
    """One address of one configured server."""

    uri: str
    host: str
    """The name its certificate must bear; for `ldapi:` the path of a socket."""
    address: str
    port: int
    sealing: Sealing

    def connect(self, seconds: float) -> socket.socket:
        """Raises OSError."""
        if self.is_local:
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(seconds)
            try:
                line.connect(self.address)
            except OSError:
                line.close()
                raise
            return line
        line = socket.create_connection((self.address, self.port), seconds)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    @property
    def is_local(self) -> bool:
        return self.uri.startswith("ldapi:")

    def __str__(self) -> str:
        return self.uri if self.address == self.host else f"{self.uri} at {self.address}"
