"""What a synchronisation asks of one server.

Cookies of pages, update numbers and the order of changes belong to one server, so nothing here moves to another.
"""

import time
from collections.abc import Generator, Iterator
from contextlib import closing

import ldap

from govdesk.directory.ldap import apart
from govdesk.directory.ldap.apart import Errand
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.line import Line
from govdesk.directory.ldap.packing import Packed, Row, packed
from govdesk.settings import Settings

MANY = 2_000
"""Entries that are worth a process of their own: it costs as much as reading half of them."""
SAY_SO_EVERY = 20.0
"""Seconds after which a line must be heard of: servers end those on which nobody speaks."""


class Reading:
    """A line, kept for a whole synchronisation, and where to search. Errors are ldap.LDAPError."""

    def __init__(self, line: Line, settings: Settings, group_base: str) -> None:
        self._line, self._settings = line, settings
        self._base, self._group_base = settings.ldap_base_dn, group_base

    @property
    def uri(self) -> str:
        """The server that answers."""
        return self._line.endpoint.uri

    def everybody(self, wanted: str, attributes: list[str], identity: str) -> Generator[list[Packed]]:
        """All entries that match, page by page; the many of a large directory by a process of their own.

        To be closed when it is not read to its end.
        """
        if not self.has_many(wanted):
            yield from (packed(page, identity) for page in self.people(wanted, attributes))
            return
        told = self._settings
        service = told.ldap_bind_dn, told.ldap_bind_password.get_secret_value()
        errand = Errand(self._line.endpoint, told.ldap_ca_file, *service, self._base, wanted, attributes, identity)
        spoken_at = time.monotonic()
        with closing(apart.pages(errand)) as pages:
            for page in pages:
                yield page
                if time.monotonic() - spoken_at > SAY_SO_EVERY:
                    self.entry("", ["1.1"])
                    spoken_at = time.monotonic()

    def has_many(self, wanted: str) -> bool:
        """Whether so many entries match that one process has much to do with them."""
        try:
            self._line.search(self._base, wanted, ["1.1"], most=MANY)
        except (ldap.SIZELIMIT_EXCEEDED, ldap.ADMINLIMIT_EXCEEDED):
            return True
        return False

    def people(self, wanted: str, attributes: list[str]) -> Iterator[list[Row]]:
        """All entries that match, page by page."""
        return self._line.rows(self._base, wanted, attributes)

    def units(self, wanted: str, attributes: list[str]) -> Iterator[Entry]:
        """The same one by one."""
        for page in self._line.pages(self._base, wanted, attributes):
            yield from page

    def groups(self, wanted: str, attributes: list[str]) -> Iterator[Entry]:
        """The same where the groups are that give roles."""
        for page in self._line.pages(self._group_base, wanted, attributes):
            yield from page

    def entry(self, dn: str, attributes: list[str], wanted: str = "(objectClass=*)") -> Entry | None:
        """One entry by its name; None when there is none of the wanted kind. "" is the server's own entry."""
        try:
            found = self._line.search(dn, wanted, attributes, scope=ldap.SCOPE_BASE)
        except (ldap.NO_SUCH_OBJECT, ldap.INVALID_DN_SYNTAX):
            return None
        return next(iter(found), None)
