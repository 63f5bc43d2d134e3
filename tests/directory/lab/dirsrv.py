"""The awkward company on a real 389 Directory Server, which the second day can be done to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import ldap

from govdesk.access import Role
from govdesk.settings import LdapKind
from tests.directory.lab import changes
from tests.directory.lab.apply import add, change
from tests.directory.lab.company import PASSWORD, company
from tests.directory.lab.dirsrv_entries import DirsrvRendered
from tests.directory.lab.groups import ROLES
from tests.directory.lab.ldif import BASE, Values
from tests.directory.lab.locking import lock
from tests.directory.lab.model import Company, Standing
from tools.servers.dirsrv import Dirsrv
from tools.servers.dirsrv_config import WRONG_PASSWORDS
from tools.servers.unprivileged import passing_folder


@dataclass
class DirsrvLab:
    dirsrv: Dirsrv
    company: Company
    """As it stands on the server now."""

    kind = LdapKind.DIRSRV

    def environment(self) -> dict[str, str]:
        """The settings with which Govdesk uses this company."""
        return self.dirsrv.environment()

    def roles(self) -> dict[str, Role]:
        """Full name of a group → the role it gives."""
        dns = DirsrvRendered(self.company).group_dns
        return {dns[key]: role for key, role in ROLES.items() if key in dns}

    def dn(self, key: str) -> str:
        """Where the person of this key is now."""
        return DirsrvRendered(self.company).person_dns[key]

    def ids(self) -> dict[str, str]:
        """nsUniqueId of everybody on the server by key."""
        found = self.read("(&(objectClass=person)(employeeNumber=*))", "employeeNumber", "nsUniqueId")
        return {values["employeeNumber"][0].decode(): values["nsUniqueId"][0].decode() for _, values in found}

    def read(self, wanted: str, *attributes: str) -> list[tuple[str, Values]]:
        """What is there, seen by the manager, who has no limits."""
        with self.dirsrv.manager() as server:
            found: list[tuple[str, Values]] = server.search_s(BASE, ldap.SCOPE_SUBTREE, wanted, list(attributes))
        return found

    def day_two(self) -> None:
        self.do(*changes.day_two())

    def do(self, *steps: changes.Change) -> None:
        """Make these changes one after the other; names in groups and of managers follow at once."""
        with self.dirsrv.manager() as server:
            for step in steps:
                before, self.company = self.company, step.apply(self.company)
                change(server, DirsrvRendered(before), DirsrvRendered(self.company))


@contextmanager
def dirsrv(*, ordinary: int = 220, members: int = 0) -> Iterator[DirsrvLab]:
    """The company of the first day on a server of its own, gone at the end."""
    held = company(ordinary=ordinary, members=members).on(LdapKind.DIRSRV)
    with passing_folder("dirsrv") as folder, Dirsrv(folder, BASE) as server:
        rendered = DirsrvRendered(held)
        _fill(server, rendered)
        _put_in_standing(server, rendered)
        yield DirsrvLab(server, held)


def _fill(server: Dirsrv, rendered: DirsrvRendered) -> None:
    with server.manager() as manager:
        for dn, values in rendered.entries():
            if dn != BASE:  # The server has made that one itself.
                add(manager, dn, values)


def _put_in_standing(server: Dirsrv, rendered: DirsrvRendered) -> None:
    """What no entry can be added with."""
    dns = {person.standing: rendered.person_dns[person.key] for person in rendered.company.people}
    with server.manager() as manager:
        manager.modify_s(dns[Standing.EXPIRED], [(ldap.MOD_REPLACE, "passwordExpirationTime", b"20200101000000Z")])
        # From now on, who gets a password from an administrator must set another.
        manager.modify_s("cn=config", [(ldap.MOD_REPLACE, "passwordMustChange", b"on")])
        manager.modify_s(dns[Standing.MUST_CHANGE], [(ldap.MOD_REPLACE, "userPassword", PASSWORD.encode())])
    lock(server.environment(), dns[Standing.LOCKED], WRONG_PASSWORDS)
