"""One connection to one directory server: never shared between threads, gone at the end of its errand."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import ldap
from ldap.controls import DecodeControlTuples, SimplePagedResultsControl
from ldap.controls.ppolicy import PasswordPolicyControl
from ldap.ldapobject import SimpleLDAPObject

from govdesk.directory.ldap.endpoint import Endpoint, Sealing
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.limits import Deadline, Limits
from govdesk.directory.ldap.packing import Row
from govdesk.directory.ldap.pump import Pump
from govdesk.directory.ldap.tls import Tls, start_tls

PAGE = 1000


class Line:
    """libldap on a socket that Python has connected and, where asked for, sealed. Errors are ldap.LDAPError."""

    def __init__(
        self, endpoint: Endpoint, connection: SimpleLDAPObject, pump: Pump | None, limits: Limits, deadline: Deadline
    ) -> None:
        self.endpoint = endpoint
        self._pump = pump
        self.connection, self._limits, self._deadline = connection, limits, deadline

    @classmethod
    def open(cls, endpoint: Endpoint, ca_file: Path | None, limits: Limits, deadline: Deadline) -> "Line":
        """Connect and make sure that somebody answers. Raises OSError (ssl.SSLError is a kind) or ldap.LDAPError."""
        opening = Deadline(limits.opening, within=deadline)
        end, pump = _connected(endpoint, ca_file, opening)
        try:
            connection = ldap.initialize(endpoint.uri, fileno=end)
        except BaseException:
            end.close()
            raise
        end.detach()  # libldap closes it
        connection.protocol_version = ldap.VERSION3
        connection.set_option(ldap.OPT_REFERRALS, 0)
        line = cls(endpoint, connection, pump, limits, deadline)
        try:
            line._greet(opening)
        except BaseException:
            line.close()
            raise
        return line

    @property
    def tls(self) -> Tls | None:
        """None when what is said here is not sealed."""
        return self._pump.tls if self._pump is not None else None

    def bind(self, name: str, password: str) -> PasswordPolicyControl | None:
        """Sign in, once. Returns what the server adds about the password; raises ldap.LDAPError when refused."""
        self._allow(self._seconds())
        message = self.connection.simple_bind(name, password, serverctrls=[PasswordPolicyControl()])
        *_rest, controls = self.connection.result3(message, timeout=self._seconds())
        return policy_of(controls)

    def search(
        self, base: str, wanted: str, attributes: Sequence[str], *, scope: int = ldap.SCOPE_SUBTREE, most: int = 0
    ) -> list[Entry]:
        """All entries that match, in one answer; ldap.SIZELIMIT_EXCEEDED if they are more than `most`."""
        self._allow(self._seconds())
        limits = {"timeout": self._seconds(), "sizelimit": most}
        found = self.connection.search_ext_s(base, scope, wanted, list(attributes), **limits)
        return _entries(found)

    def entry(self, dn: str, attributes: Sequence[str]) -> Entry | None:
        """One entry by its name; None when it is not there or may not be read."""
        try:
            return next(iter(self.search(dn, "(objectClass=*)", attributes, scope=ldap.SCOPE_BASE)), None)
        except ldap.NO_SUCH_OBJECT:
            return None

    def pages(self, base: str, wanted: str, attributes: Sequence[str], *, page: int = PAGE) -> Iterator[list[Entry]]:
        """All entries that match, a page at a time."""
        return map(_entries, self.rows(base, wanted, attributes, page=page))

    def rows(self, base: str, wanted: str, attributes: Sequence[str], *, page: int = PAGE) -> Iterator[list[Row]]:
        """The same as the server spells them; while a page is worked on, the server prepares the next."""

        def ask(cookie: bytes | str) -> int:
            self._allow(self._seconds())
            control = SimplePagedResultsControl(True, size=page, cookie=cookie)
            asked = self.connection.search_ext(
                base, ldap.SCOPE_SUBTREE, wanted, list(attributes), serverctrls=[control]
            )
            return int(asked)

        message: int | None = ask("")
        while message is not None:
            _kind, found, _id, controls = self.connection.result3(message, timeout=self._seconds())
            cookie = _cookie(controls)
            message = ask(cookie) if cookie else None
            yield found

    def close(self) -> None:
        with suppress(ldap.LDAPError):  # it was gone already
            self.connection.unbind_s()

    def _greet(self, opening: Deadline) -> None:
        """Have the server say something, so that the next one is tried if this one is dead behind its port."""
        self._allow(opening.left())
        try:
            self.connection.search_ext_s("", ldap.SCOPE_BASE, attrlist=["1.1"], timeout=opening.left())
        except GONE:
            if self._pump is not None and self._pump.fault is not None:
                raise self._pump.fault from None  # libldap only saw the line end
            raise
        except ldap.LDAPError:
            pass  # a refusal is an answer, too

    def _seconds(self) -> float:
        return min(self._limits.answer, self._deadline.left())

    def _allow(self, seconds: float) -> None:
        self.connection.set_option(ldap.OPT_NETWORK_TIMEOUT, seconds)
        self.connection.set_option(ldap.OPT_TIMEOUT, seconds)


GONE = (ldap.SERVER_DOWN, ldap.TIMEOUT, ldap.CONNECT_ERROR, ldap.UNAVAILABLE, ldap.BUSY)
"""What a server says, or libldap of it, that is of no use to anybody: another one may be."""


def policy_of(controls: Any) -> PasswordPolicyControl | None:
    """What a server says about a password beside its answer. `controls` may still be undecoded."""
    decoded = [c if not isinstance(c, tuple) else _decoded(c) for c in controls or ()]
    return next((c for c in decoded if isinstance(c, PasswordPolicyControl)), None)


def _decoded(control: tuple[str, bool, bytes]) -> Any:
    return next(iter(DecodeControlTuples([control])), None)


def _connected(endpoint: Endpoint, ca_file: Path | None, opening: Deadline) -> tuple[socket.socket, Pump | None]:
    """The socket that libldap is to speak plain LDAP into, and the thread that seals it on the way."""
    server = endpoint.connect(opening.left())
    try:
        if endpoint.sealing is Sealing.NONE:
            server.settimeout(None)
            return server, None
        if endpoint.sealing is Sealing.START_TLS:
            start_tls(server, opening)
        tls = Tls(endpoint.host, ca_file)
        tls.shake_hands(server, opening)
        pump = Pump(server, tls)
        pump.start()
    except BaseException:
        server.close()
        raise
    return pump.outside, pump


def _cookie(controls: list[Any]) -> bytes:
    """Where the next page begins; empty after the last. Raises ldap.OTHER."""
    for control in controls:
        if control.controlType == SimplePagedResultsControl.controlType:
            return bytes(control.cookie)
    # What was given may be all, or not: nothing may be made of it.
    raise ldap.OTHER({"desc": "the server ended a page without saying whether there are more"})


def _entries(found: Any) -> list[Entry]:
    # Referrals come as (None, [urls]); they are not entries.
    return [
        Entry(dn, {name.lower(): values for name, values in attributes.items()})
        for dn, attributes, *_ in found
        if dn is not None
    ]
