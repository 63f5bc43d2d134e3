"""A private OpenLDAP server: the company directory of `make run` and the tests."""

import hashlib
import secrets
import shutil
import socket
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from govdesk.demo.ldif import hashed
from tools.servers import certificates, slapd_config
from tools.servers.process import HOST, Process, find, free_port, run
from tools.servers.unprivileged import give, passing_folder, write

SBIN = ("/usr/sbin", "/usr/local/sbin")


class Slapd:
    """OpenLDAP on `folder`, filled from `ldif` at the first start and again whenever `ldif` is another.

    It listens on 127.0.0.1 and accepts passwords over StartTLS only. Entries changed at run time survive a
    restart.
    """

    def __init__(self, folder: Path, ldif: str, base_dn: str = "dc=commerce,dc=example") -> None:
        self.base_dn = base_dn
        self.uri = ""
        self.authority = folder / "ca.pem"
        """Who signed the server's certificate; made anew by each start."""
        self._folder = folder
        self._ldif = ldif
        self._process = Process(folder)
        self._local_uri = ""
        self._at_stop = ExitStack()

    def start(self) -> Self:
        """Raises ServerError when slapd is missing or does not come up."""
        program = find("slapd", "slapd", *SBIN)
        try:
            self._process.claim()
            self._prepare()
            sockets = self._at_stop.enter_context(passing_folder("ldapi"))
            self._local_uri = f"ldapi://{quote(str(sockets / 'ldapi'), safe='')}"
            port = free_port()
            self.uri = f"ldap://{HOST}:{port}"
            # -d keeps it in the foreground; its complaints go to the log.
            self._process.start(
                [program, "-d", "none", "-F", self._config, "-h", f"{self.uri}/ {self._local_uri}"],
                lambda: _listens(port),
            )
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
            "GOVDESK_LDAP_BIND_DN": slapd_config.service_dn(self.base_dn),
            "GOVDESK_LDAP_BIND_PASSWORD": self._password.read_text(encoding="utf-8"),
            "GOVDESK_LDAP_CA_FILE": str(self.authority),
            "GOVDESK_LDAP_TLS": "demand",
            "GOVDESK_LDAP_KIND": "openldap",
        }

    def modify(self, ldif: str) -> None:
        """Change entries as manager, by LDIF change records. Raises ServerError when refused."""
        program = find("ldapmodify", "ldap-utils")
        run(program, "-Q", "-Y", "EXTERNAL", "-H", self._local_uri, text=ldif, as_ourselves=True)

    @property
    def _config(self) -> Path:
        return self._folder / "config"

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _password(self) -> Path:
        return self._folder / "service-password"

    def _prepare(self) -> None:
        """Make the configuration anew, and the data when there is none that fits."""
        made = certificates.make(self._folder)
        configuration = slapd_config.configuration(self.base_dn, self._data, made)
        digest = hashlib.sha256(f"{configuration}{self._ldif}".encode()).hexdigest()
        mark = self._folder / "loaded"
        loaded = mark.exists() and mark.read_text(encoding="utf-8") == digest
        if not loaded:
            mark.unlink(missing_ok=True)
            _empty(self._data)
        _empty(self._config)
        self._add(0, configuration)
        if not loaded:
            self._load()
            write(mark, digest)

    def _load(self) -> None:
        password = secrets.token_urlsafe(24)
        write(self._password, password)
        own = slapd_config.own_entries(self.base_dn, hashed(password, salt=secrets.token_hex(8)))
        self._add(1, f"{self._ldif}\n{own}")

    def _add(self, database: int, ldif: str) -> None:
        """Fill a database (0 is the configuration) while the server is down."""
        program = find("slapadd", "slapd", *SBIN)
        run(program, "-q", "-F", self._config, "-n", str(database), text=ldif)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    give(folder, 0o700)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
