"""A private OpenLDAP server: the company directory of `make run` and the tests."""

import hashlib
import secrets
import shutil
import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import quote, unquote, urlsplit

import ldap
from ldap.sasl import external

from govdesk.demo.ldif import hashed
from tools.servers import certificates, slapd_config
from tools.servers.process import HOST, Process, feed, find, free_port, run
from tools.servers.slapd_options import Options
from tools.servers.unprivileged import give, passing_folder, write

SBIN = ("/usr/sbin", "/usr/local/sbin")


class Seed(Protocol):
    """Entries too many to be held as one text."""

    @property
    def mark(self) -> str:
        """Another whenever the entries are others."""

    def __iter__(self) -> Iterator[str]:
        """Their LDIF in parts, parents before children."""


class Slapd:
    """OpenLDAP on `folder`, filled from `ldif` at the first start and again whenever `ldif` is another.

    It listens on 127.0.0.1 and, unless `options` say otherwise, accepts passwords over TLS only. Entries changed
    at run time survive a restart.
    """

    def __init__(
        self,
        folder: Path,
        ldif: str | Seed,
        base_dn: str = "dc=commerce,dc=example",
        options: Options = Options(),  # noqa: B008 (it is frozen)
    ) -> None:
        self.base_dn = base_dn
        self.uri = ""
        self.secure_uri = ""
        """The same with TLS from the first byte."""
        self.authority = folder / "ca.pem"
        """Who signed the server's certificate; made anew by each start."""
        self._folder = folder
        self._ldif = ldif
        self._options = options
        self._process = Process(folder)
        self._local_uri = ""
        self._at_stop = ExitStack()

    def start(self) -> Self:
        """Raises ServerError when slapd is missing or does not come up."""
        try:
            self._process.claim()
            self._prepare()
            sockets = self._at_stop.enter_context(passing_folder("ldapi"))
            self._local_uri = f"ldapi://{quote(str(sockets / 'ldapi'), safe='')}"
            self.uri, self.secure_uri = f"ldap://{HOST}:{free_port()}", f"ldaps://{HOST}:{free_port()}"
            self.run_again()
        except BaseException:
            self.stop()
            raise
        return self

    def run_again(self) -> None:
        """After `kill`: the same server on the same ports, with what it had written."""
        program = find("slapd", "slapd", *SBIN)
        # -d keeps it in the foreground; what it says goes to the log.
        says = "stats" if self._options.logs_operations else "none"
        listeners = (self.uri, self.secure_uri, self._local_uri)
        self._process.start(
            [program, "-d", says, "-F", self._config, "-h", " ".join(listeners)],
            lambda: all(map(_listens, listeners)),  # It opens one after the other.
        )

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._process.kill()

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

    def log(self) -> str:
        """What it said since it last started."""
        return self._process.log.read_text(encoding="utf-8", errors="replace")

    def modify(self, ldif: str) -> None:
        """Change entries as manager, by LDIF change records. Raises ServerError when refused."""
        program = find("ldapmodify", "ldap-utils")
        run(program, "-Q", "-Y", "EXTERNAL", "-H", self._local_uri, text=ldif, as_ourselves=True)

    @contextmanager
    def manager(self) -> Iterator[Any]:
        """A python-ldap connection that may change everything, and has no limits."""
        connection = ldap.initialize(self._local_uri)
        try:
            connection.sasl_interactive_bind_s("", external())
            yield connection
        finally:
            connection.unbind_s()

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
        made = certificates.make(self._folder, self._options.certificate)
        configuration = slapd_config.configuration(self.base_dn, self._data, made, self._options)
        entries = self._ldif if isinstance(self._ldif, str) else self._ldif.mark
        digest = hashlib.sha256(f"{configuration}{self._options}{entries}".encode()).hexdigest()
        mark = self._folder / "loaded"
        loaded = mark.exists() and mark.read_text(encoding="utf-8") == digest
        if not loaded:
            mark.unlink(missing_ok=True)
            _empty(self._data)
        _empty(self._config)
        self._add(0, [configuration])
        if not loaded:
            self._load()
            write(mark, digest)

    def _load(self) -> None:
        password = secrets.token_urlsafe(24)
        write(self._password, password)
        stored = hashed(password, salt=secrets.token_hex(8))
        own = slapd_config.own_entries(self.base_dn, stored, self._options)
        self._add(1, [self._ldif] if isinstance(self._ldif, str) else self._ldif)
        self._add(1, [own])

    def _add(self, database: int, ldif: Iterable[str]) -> None:
        """Fill a database (0 is the configuration) while the server is down."""
        feed(ldif, find("slapadd", "slapd", *SBIN), "-q", "-F", self._config, "-n", str(database))


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    give(folder, 0o700)


def _listens(uri: str) -> bool:
    where = urlsplit(uri)
    if where.scheme == "ldapi":
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(unquote(where.netloc)) == 0
    with socket.socket() as probe:
        return probe.connect_ex((HOST, where.port or 0)) == 0
