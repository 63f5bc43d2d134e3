"""A private Active Directory: Samba as domain controller, its directory alone."""

import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import ldap

from tools.servers import certificates, enclosure, samba_config
from tools.servers.enclosure import PYTHON, Enclosure
from tools.servers.errors import ServerError
from tools.servers.process import HOST, PATIENCE, Process, find, run
from tools.servers.unprivileged import give, write

SBIN = ("/usr/sbin", "/usr/local/sbin")
LDAP, LDAPS = 389, 636
_NEEDED = {
    "share/samba/setup/provision.ldif": "samba-ad-provision",
    "lib/*/samba/ldb/samba_dsdb.so": "samba-dsdb-modules",
}
"""Files below /usr, and the Debian packages that samba only recommends."""


def obstacle() -> str:
    """Why this machine cannot run it; empty where it can."""
    try:
        find("samba", "samba", *SBIN)
    except ServerError as missing:
        return str(missing)
    for file, package in _NEEDED.items():
        if not any(Path("/usr").glob(file)):
            return f"{package} is missing: install it with “apt-get install {package}”."
    return enclosure.obstacle()


class Samba:
    """A domain controller on `folder`, its domain made at the first start; entries survive a restart.

    It takes passwords over StartTLS (`uri`) and LDAPS (`secure_uri`) only, on 127.0.0.1.
    """

    def __init__(self, folder: Path, base_dn: str = "DC=commerce,DC=example") -> None:
        self.base_dn = base_dn
        self.uri = ""
        self.secure_uri = ""
        self.authority = folder / "ca.pem"
        """Who signed the server's certificate; made anew by each start."""
        self._folder = folder
        self._process = Process(folder)

    def start(self) -> Self:
        """Raises ServerError when Samba is missing, is not allowed a network, or does not come up."""
        program = find("samba", "samba", *SBIN)
        try:
            self._process.claim()
            self._configure()
            mark = self._folder / "provisioned"
            known = mark.exists()
            if not known:
                self._provision()
            self._open(program)
            if not known:
                self._add_own_entries()
                write(mark, "")
        except BaseException:
            self.stop()
            raise
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
        """The settings with which Govdesk uses this directory."""
        return {
            "GOVDESK_LDAP_URI": self.uri,
            "GOVDESK_LDAP_BASE_DN": self.base_dn,
            "GOVDESK_LDAP_BIND_DN": samba_config.service_dn(self.base_dn),
            "GOVDESK_LDAP_BIND_PASSWORD": self._password.read_text(encoding="utf-8"),
            "GOVDESK_LDAP_CA_FILE": str(self.authority),
            "GOVDESK_LDAP_TLS": "demand",
            "GOVDESK_LDAP_KIND": "ad",
        }

    @contextmanager
    def manager(self) -> Iterator[Any]:
        """A python-ldap connection that may change everything; it needs, and must get, no bind."""
        connection = ldap.initialize(f"ldapi://{quote(str(self._system_socket), safe='')}")
        connection.timeout = PATIENCE
        try:
            yield connection
        finally:
            connection.unbind_s()

    @property
    def _configuration(self) -> Path:
        return self._folder / "smb.conf"

    @property
    def _password(self) -> Path:
        return self._folder / "service-password"

    @property
    def _system_socket(self) -> Path:
        """Who may reach it may do everything; Samba opens it last."""
        return self._folder / "private" / "ldap_priv" / "ldapi"

    def _configure(self) -> None:
        made = certificates.make(self._folder)
        write(self._configuration, samba_config.configuration(self.base_dn, self._folder, made))
        for name in ("run", "ncalrpc", "cache"):
            folder = self._folder / name
            folder.mkdir(exist_ok=True)
            give(folder, 0o700)

    def _provision(self) -> None:
        for name in ("private", "state", "dns"):
            shutil.rmtree(self._folder / name, ignore_errors=True)
        script = Path(__file__).with_name("samba_provision.py").read_text(encoding="utf-8")
        run(PYTHON, "-I", "-c", script, self._configuration)

    def _add_own_entries(self) -> None:
        password = secrets.token_urlsafe(24)
        write(self._password, password)
        policy = [(ldap.MOD_REPLACE, name, value) for name, value in samba_config.POLICY.items()]
        account = samba_config.account("govdesk-service", password)
        with self.manager() as manager:
            manager.modify_s(self.base_dn, policy)
            manager.add_s(samba_config.service_dn(self.base_dn), list(account.items()))

    def _open(self, program: str) -> None:
        with Enclosure(LDAP, LDAPS) as enclosure:
            self.uri = f"ldap://{HOST}:{enclosure.ports[LDAP]}"
            self.secure_uri = f"ldaps://{HOST}:{enclosure.ports[LDAPS]}"
            options = ("--foreground", "--no-process-group", "--model=single", "--debug-stdout")
            command = enclosure.command(program, *options, f"--configfile={self._configuration}")
            self._process.start(command, self._answers, handed_over=enclosure.handed_over)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self._system_socket)) == 0
