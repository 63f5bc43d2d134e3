"""What `make run` is told, or decides once and keeps."""

import os
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path

from tools.servers.errors import ServerError


def port(environ: Mapping[str, str], host: str) -> int:
    """The port to serve on. Raises ServerError when it is not a port or not to be had."""
    text = environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ServerError(f"PORT is {text}; it must be a number such as 8000.")
    with socket.socket() as probe:
        # As the web server will ask for it: a connection that lingers from the last run is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(text)))
        except OSError:
            raise ServerError(f"Port {text} cannot be had here; choose another: make run PORT=8001") from None
    return int(text)


def secret_key(file: Path) -> str:
    """Made once, so that people stay signed in over a restart; only we can read it."""
    if not file.exists():
        with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text()
