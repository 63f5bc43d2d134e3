"""What a synchronisation asks of one server.

Cookies of pages, update numbers and the order of changes belong to one server, so nothing here moves to another.
"""

from collections.abc import Iterator

import ldap

from govdesk.directory.ldap.entries import Entry
from govdesk.directory.ldap.line import Line, Row


class Reading:
    """A line, kept for a whole synchronisation, and where to search. Errors are ldap.LDAPError."""

    def __init__(self, line: Line, base: str, group_base: str) -> None:
        self._line, self._base, self._group_base = line, base, group_base

    @property
    def uri(self) -> str:
        """The server that answers."""
        return self._line.endpoint.uri

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
