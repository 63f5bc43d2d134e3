"""Talking LDAP: the only module that opens a connection to the directory.

A new connection for each errand: 5 ms over TLS, and nothing is shared between threads or survives a fork.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

import ldap
from ldap.controls import SimplePagedResultsControl
from ldap.filter import escape_filter_chars
from ldap.ldapobject import SimpleLDAPObject

from govdesk.directory.ldap.entries import Entry
from govdesk.directory.ldap.handshake import shake_hands
from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.rules import LONGEST_LOGIN
from govdesk.settings import LdapTls, Settings

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3
ANSWER_SECONDS = 5
PAGE = 500
MOST_AT_ONCE = 8
"""Errands of one process at the same time: a directory that hangs must not take every thread with it."""
WAIT_SECONDS = 2
WITHOUT_TLS = "the server takes no sign-in without TLS; set GOVDESK_LDAP_TLS=demand"
HINTS = {
    ldap.NO_SUCH_OBJECT: "GOVDESK_LDAP_BASE_DN names nothing that the service account may read",
    ldap.INVALID_DN_SYNTAX: "GOVDESK_LDAP_BASE_DN or GOVDESK_LDAP_BIND_DN is not a distinguished name",
    ldap.INSUFFICIENT_ACCESS: "the service account may not read this",
    ldap.SIZELIMIT_EXCEEDED: "the server gives the service account too few entries; raise its size limit",
    ldap.STRONG_AUTH_REQUIRED: WITHOUT_TLS,
    ldap.CONFIDENTIALITY_REQUIRED: WITHOUT_TLS,
}
"""What the operator can do about a refusal."""
GONE = (ldap.SERVER_DOWN, ldap.TIMEOUT, ldap.CONNECT_ERROR, ldap.UNAVAILABLE, ldap.BUSY)


class DirectoryUnreachable(Exception):
    """No directory server answered, or it refused what we need of it; the text is for the operator."""


class DirectoryServer:
    """The configured directory servers, tried in turn."""

    def __init__(self, settings: Settings, meaning: Meaning) -> None:
        self.settings, self.meaning = settings, meaning
        self._lines = BoundedSemaphore(MOST_AT_ONCE)

    def find(self, login: str) -> list[Entry]:
        """The entries with this login: none, one, or (a mistake in the directory) several."""
        if not login or "\0" in login or len(login) > LONGEST_LOGIN:
            return []
        wanted = f"(&{self.meaning.people}({self.meaning.login}={escape_filter_chars(login)}))"
        with self._as_service() as connection:
            return _entries(self._search(connection, wanted, self.meaning.attributes))

    def accepts(self, entry: Entry, password: str) -> bool:
        """Whether the directory lets this entry sign in. An empty password never reaches it."""
        if not password.strip() or "\0" in password:
            return False
        with self._connected() as connection:
            try:
                connection.simple_bind_s(entry.dn, password)
            except (
                ldap.INVALID_CREDENTIALS,
                ldap.UNWILLING_TO_PERFORM,
                ldap.CONSTRAINT_VIOLATION,
                ldap.INAPPROPRIATE_AUTH,
                ldap.NO_SUCH_OBJECT,
            ) as refusal:
                log.info("the directory refused %s: %s", entry.dn, type(refusal).__name__)
                return False
        return True

    def accept_nobody(self, password: str) -> None:
        """Sign in as an entry that cannot exist, so that an unknown login takes as long as a known one."""
        self.accepts(Entry(f"cn={secrets.token_hex(16)},{self.settings.ldap_base_dn}", {}), password)

    def people(self) -> Iterator[Entry]:
        """Everybody, page by page."""
        return self._paged(self.meaning.people, self.meaning.attributes)

    def units(self) -> Iterator[Entry]:
        """The organisational units: their nesting tells which department is above which."""
        meaning = self.meaning
        return self._paged("(objectClass=organizationalUnit)", ["ou", meaning.unit_mail, meaning.unit_head])

    def entry(self, dn: str, attributes: list[str]) -> Entry | None:
        """One entry by its name; None when it is not there or may not be read."""
        with self._as_service() as connection:
            try:
                found = connection.search_ext_s(dn, ldap.SCOPE_BASE, attrlist=attributes)
            except ldap.NO_SUCH_OBJECT:
                return None
        return next(iter(_entries(found)), None)

    def check(self) -> None:
        """Sign in as the service account and read the base, or raise DirectoryUnreachable."""
        with self._as_service() as connection:
            base = self.settings.ldap_base_dn
            if not connection.search_ext_s(base, ldap.SCOPE_BASE, attrlist=["1.1"], timeout=ANSWER_SECONDS):
                raise ldap.NO_SUCH_OBJECT  # what may not be read is not there

    def _paged(self, wanted: str, attributes: list[str]) -> Iterator[Entry]:
        control = SimplePagedResultsControl(True, size=PAGE, cookie="")
        with self._as_service() as connection:
            while True:
                message = connection.search_ext(
                    self.settings.ldap_base_dn, ldap.SCOPE_SUBTREE, wanted, attributes, serverctrls=[control]
                )
                _kind, found, _id, controls = connection.result3(message, timeout=ANSWER_SECONDS * 6)
                yield from _entries(found)
                control.cookie = next((c.cookie for c in controls if c.controlType == control.controlType), "")
                if not control.cookie:
                    return

    def _search(self, connection: SimpleLDAPObject, wanted: str, attributes: list[str]) -> Any:
        return connection.search_ext_s(
            self.settings.ldap_base_dn, ldap.SCOPE_SUBTREE, wanted, attributes, timeout=ANSWER_SECONDS
        )

    @contextmanager
    def _as_service(self) -> Iterator[SimpleLDAPObject]:
        with self._connected() as connection:
            try:
                connection.simple_bind_s(
                    self.settings.ldap_bind_dn, self.settings.ldap_bind_password.get_secret_value()
                )
            except ldap.LDAPError as error:
                raise DirectoryUnreachable(f"the service account cannot sign in: {_why(error)}") from error
            yield connection

    @contextmanager
    def _connected(self) -> Iterator[SimpleLDAPObject]:
        if not self._lines.acquire(timeout=WAIT_SECONDS):
            raise DirectoryUnreachable(f"{MOST_AT_ONCE} errands wait for it already")
        try:
            with self._line() as connection:
                yield connection
        finally:
            self._lines.release()

    @contextmanager
    def _line(self) -> Iterator[SimpleLDAPObject]:
        connection = self._open()
        try:
            yield connection
        except ldap.LDAPError as error:
            raise DirectoryUnreachable(_why(error)) from error
        finally:
            connection.unbind_s()

    def _open(self) -> SimpleLDAPObject:
        faults = []
        for uri in self.settings.ldap_uri:
            try:
                return self._open_one(uri)
            except (ldap.LDAPError, OSError, ValueError) as error:
                faults.append(f"{uri}: {_why(error)}")
        raise DirectoryUnreachable("; ".join(faults) or "GOVDESK_LDAP_URI is not set")

    def _open_one(self, uri: str) -> SimpleLDAPObject:
        starts_tls = uri.startswith("ldap:") and self.settings.ldap_tls is LdapTls.DEMAND
        if starts_tls or uri.startswith("ldaps:"):
            shake_hands(uri, ca_file=self.settings.ldap_ca_file, start_tls=starts_tls, seconds=CONNECT_SECONDS)
        connection = ldap.initialize(uri, bytes_mode=False)
        connection.protocol_version = ldap.VERSION3
        connection.set_option(ldap.OPT_REFERRALS, 0)
        connection.set_option(ldap.OPT_NETWORK_TIMEOUT, CONNECT_SECONDS)
        connection.set_option(ldap.OPT_TIMEOUT, ANSWER_SECONDS)
        connection.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
        if self.settings.ldap_ca_file:
            connection.set_option(ldap.OPT_X_TLS_CACERTFILE, str(self.settings.ldap_ca_file))
        # Last, and always: without a new context libldap ignores the options above.
        connection.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
        if starts_tls:
            connection.start_tls_s()
        _touch(connection)
        return connection


def _touch(connection: SimpleLDAPObject) -> None:
    """Make libldap connect now, so that the next server is tried if this one is dead."""
    try:
        connection.search_ext_s("", ldap.SCOPE_BASE, attrlist=["1.1"], timeout=ANSWER_SECONDS)
    except GONE:
        raise
    except ldap.LDAPError:
        pass  # a refusal is an answer, too


def _entries(found: Any) -> list[Entry]:
    # Referrals come as (None, [urls]); they are not entries.
    return [
        Entry(dn, {name.lower(): values for name, values in attributes.items()})
        for dn, attributes, *_ in found
        if dn is not None
    ]


def _why(error: Exception) -> str:
    facts = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    words = [HINTS.get(type(error)), facts.get("desc"), facts.get("info")]
    return ": ".join(w for w in words if w) or str(error) or type(error).__name__
