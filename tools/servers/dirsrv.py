"""A private 389 Directory Server, for the tests that look for its own ways."""

import os
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import ldap

from govdesk.demo.ldif import hashed
from tools.servers import certificates, dirsrv_config
from tools.servers.certificates import Certificates
from tools.servers.dirsrv_config import Ports
from tools.servers.errors import ServerError
from tools.servers.process import HOST, PATIENCE, Process, find, free_port, run
from tools.servers.unprivileged import give, passing_folder, write

SBIN = ("/usr/sbin", "/usr/local/sbin")


def obstacle() -> str:
    """Why this machine cannot run it; empty where it can."""
    try:
        find("ns-slapd", "389-ds-base", *SBIN)
        find("certutil", "libnss3-tools")
    except ServerError as missing:
        return str(missing)
    if not os.access(dirsrv_config.SETTINGS, os.R_OK | os.X_OK):
        return (
            f"{dirsrv_config.SETTINGS} is closed to this user, as Debian has it: only root can copy what lies there"
        )
    return ""


class Dirsrv:
    """389 Directory Server on `folder`; entries survive a restart, passwords of the server itself do not.

    It listens on 127.0.0.1, with StartTLS (`uri`) and LDAPS (`secure_uri`), and as it comes takes passwords in clear.
    """

    def __init__(self, folder: Path, base_dn: str = "dc=commerce,dc=example") -> None:
        self.base_dn = base_dn
        self.uri = ""
        self.secure_uri = ""
        self.authority = folder / "ca.pem"
        """Who signed the server's certificate; made anew by each start."""
        self._folder = folder
        self._process = Process(folder)
        self._manager_password = secrets.token_urlsafe(24)
        self._local_socket = Path()
        self._at_stop = ExitStack()

    def start(self) -> Self:
        """Raises ServerError when the server is missing or does not come up."""
        program = find("ns-slapd", "389-ds-base", *SBIN)
        try:
            self._process.claim()
            self._local_socket = self._at_stop.enter_context(passing_folder("dirsrv")) / "ldapi"
            ports = Ports(free_port(), free_port())
            self.uri, self.secure_uri = f"ldap://{HOST}:{ports.ldap}", f"ldaps://{HOST}:{ports.ldaps}"
            self._configure(ports)
            # -d keeps it in the foreground.
            self._process.start([program, "-D", self._config, "-d", "0"], self._answers)
            self._add_own_entries()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        self._process.stop()  # Before its socket's folder goes.
        self._at_stop.close()

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
            "GOVDESK_LDAP_BIND_DN": dirsrv_config.service_dn(self.base_dn),
            "GOVDESK_LDAP_BIND_PASSWORD": self._password.read_text(encoding="utf-8"),
            "GOVDESK_LDAP_CA_FILE": str(self.authority),
            "GOVDESK_LDAP_TLS": "demand",
            "GOVDESK_LDAP_KIND": "389ds",
        }

    @contextmanager
    def manager(self) -> Iterator[Any]:
        """A python-ldap connection that may change everything, and has no limits."""
        connection = ldap.initialize(f"ldapi://{quote(str(self._local_socket), safe='')}")
        connection.timeout = PATIENCE
        try:
            connection.simple_bind_s(dirsrv_config.ROOT_DN, self._manager_password)
            yield connection
        finally:
            connection.unbind_s()

    @property
    def _config(self) -> Path:
        """Configuration and certificates."""
        return self._folder / "config"

    @property
    def _password(self) -> Path:
        return self._folder / "service-password"

    def _configure(self, ports: Ports) -> None:
        """All but the entries is made anew at each start."""
        shutil.rmtree(self._config, ignore_errors=True)
        for folder in dirsrv_config.folders(self._folder):
            folder.mkdir(exist_ok=True)
            give(folder, 0o700)
        for copy, file in dirsrv_config.copies(self._folder).items():
            write(copy, file.read_text(encoding="utf-8"))
        password = hashed(self._manager_password, salt=secrets.token_hex(8))
        text = dirsrv_config.configuration(self.base_dn, self._folder, ports, self._local_socket, password)
        write(self._config / "dse.ldif", text)
        self._store(certificates.make(self._folder))

    def _store(self, made: Certificates) -> None:
        """Put the certificates where NSS, its library for TLS, looks for them."""
        certutil, pk12util = find("certutil", "libnss3-tools"), find("pk12util", "libnss3-tools")
        database = f"sql:{self._config}"
        bundle = self._config / "server.p12"
        key_and_certificate = ("-inkey", made.key, "-in", made.certificate, "-name", dirsrv_config.CERTIFICATE)
        run(certutil, "-N", "-d", database, "--empty-password")
        run(certutil, "-A", "-d", database, "-n", "CA", "-t", "CT,,", "-a", "-i", made.authority)
        run(
            find("openssl", "openssl"), "pkcs12", "-export", *key_and_certificate, "-out", bundle, "-passout", "pass:"
        )
        run(pk12util, "-i", bundle, "-d", database, "-W", "", "-K", "")

    def _add_own_entries(self) -> None:
        """The top of the tree, and the service account with a new password."""
        password = secrets.token_urlsafe(24)
        write(self._password, password)
        with self.manager() as manager:
            for name, attributes in dirsrv_config.own_entries(self.base_dn, password).items():
                try:
                    manager.add_s(name, list(attributes.items()))
                except ldap.ALREADY_EXISTS:
                    manager.modify_s(name, [(ldap.MOD_REPLACE, *one) for one in attributes.items()])

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self._local_socket)) == 0
