"""Shaking hands with a directory server under a time limit, before libldap does it without one.

Debian's libldap retries a stalled GnuTLS handshake inside itself, whatever its own time limits say: a server that
accepts the call and then says nothing would hold a thread, and a core, for ever. So Python goes first.
"""

import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

START_TLS = bytes.fromhex("301d02010177188016") + b"1.3.6.1.4.1.1466.20037"
"""An LDAP message with the extended request StartTLS. Source: RFC 4511, 4.14.1."""
SUCCESS = bytes.fromhex("0a0100")
"""The result code `success` as it stands in the answer."""


def shake_hands(uri: str, *, ca_file: Path | None, start_tls: bool, seconds: float) -> None:
    """Connect, begin TLS as `uri` asks for it, verify the certificate, and hang up.

    Raises OSError (of which time-outs and ssl.SSLError are kinds) when any of it fails.
    """
    where = urlsplit(uri)
    host, port = where.hostname or "localhost", where.port or (389 if start_tls else 636)
    context = ssl.create_default_context(cafile=ca_file)
    with socket.create_connection((host, port), seconds) as line:
        if start_tls:
            line.sendall(START_TLS)
            if SUCCESS not in line.recv(4096):
                raise OSError("the server does not offer StartTLS")
        with context.wrap_socket(line, server_hostname=host):
            pass
