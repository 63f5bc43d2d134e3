"""The awkward company on a real OpenLDAP server, which the second day can be done to."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ldap

from govdesk.access import Role
from govdesk.settings import LdapKind
from tests.directory.lab import changes
from tests.directory.lab.apply import change
from tests.directory.lab.company import company
from tests.directory.lab.groups import ROLES
from tests.directory.lab.ldif import BASE, Rendered, Values, ldif
from tests.directory.lab.model import Company
from tools.servers.slapd import Slapd
from tools.servers.slapd_log import dn_key
from tools.servers.slapd_options import Options
from tools.servers.unprivileged import passing_folder

LAB_OPTIONS = Options(password_days=365, tells_what_is_wrong=True, logs_operations=True)
"""With a password policy under which somebody can be expired, and a log that says who was asked for."""
PATIENCE = 20.0
"""Seconds for the server to bring names in groups up to date."""


@dataclass
class OpenLdapLab:
    slapd: Slapd
    company: Company
    """As it stands on the server now."""

    kind = LdapKind.OPENLDAP

    def environment(self) -> dict[str, str]:
        """The settings with which Govdesk uses this company."""
        return self.slapd.environment()

    def roles(self) -> dict[str, Role]:
        """Full name of a group → the role it gives."""
        dns = Rendered(self.company).group_dns
        return {dns[key]: role for key, role in ROLES.items() if key in dns}

    def write_roles(self, folder: Path) -> Path:
        """`roles.yml` in an organisation's own folder."""
        path = folder / "roles.yml"
        path.write_text(json.dumps({"groups": self.roles()}), encoding="utf-8")  # JSON is YAML.
        return path

    def dn(self, key: str) -> str:
        """Where the person of this key is now."""
        return Rendered(self.company).person_dns[key]

    def ids(self) -> dict[str, str]:
        """entryUUID of everybody on the server by key."""
        found = self.read("(&(objectClass=person)(employeeNumber=*))", "employeeNumber", "entryUUID")
        return {values["employeeNumber"][0].decode(): values["entryUUID"][0].decode() for _, values in found}

    def read(self, wanted: str, *attributes: str) -> list[tuple[str, Values]]:
        """What is there, seen by the manager, who has no limits."""
        with self.slapd.manager() as server:
            found: list[tuple[str, Values]] = server.search_s(BASE, ldap.SCOPE_SUBTREE, wanted, list(attributes))
        return found

    def day_two(self) -> None:
        self.do(*changes.day_two())

    def do(self, *steps: changes.Change) -> None:
        """Make these changes one after the other, each when names in groups and of managers have followed the last.

        Without the waiting some would never follow: refint notes which entries to mend, and an entry that is
        renamed before its turn is not found any more.
        """
        with self.slapd.manager() as server:
            for step in steps:
                before, self.company = self.company, step.apply(self.company)
                change(server, Rendered(before), Rendered(self.company))
                self._settle()

    def _settle(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self.is_settled():
            assert time.monotonic() < until, "the server did not bring its references up to date"
            time.sleep(0.02)

    def is_settled(self) -> bool:
        """Whether all groups have the members and all people the manager that they should: refint works behind."""
        now = Rendered(self.company)
        wanted = {dn_key(now.group_dns[one.key]): _members(now.group(one)) for one in now.company.groups}
        wanted |= {dn_key(now.person_dns[one.key]): _members(now.person(one)) for one in now.company.people}
        found = self.read("(|(employeeNumber=*)(member=*)(uniqueMember=*)(memberUid=*))", *_REFERENCES)
        return {dn_key(dn): _members(values) for dn, values in found} == wanted


@contextmanager
def openldap(
    options: Options = LAB_OPTIONS, *, ordinary: int = 220, members: int = 0, held: Company | None = None
) -> Iterator[OpenLdapLab]:
    """The company of the first day (or the one given) on a server of its own, gone at the end."""
    held = (held or company(ordinary=ordinary, members=members)).on(LdapKind.OPENLDAP)
    with passing_folder("lab") as folder, Slapd(folder, ldif(held), BASE, options) as slapd:
        yield OpenLdapLab(slapd, held)


_REFERENCES = ("member", "uniqueMember", "memberUid", "manager")


def _members(values: Values) -> frozenset[str]:
    logins = (value.decode() for value in values.get("memberUid", []))
    names = (value.decode() for key in ("member", "uniqueMember", "manager") for value in values.get(key, []))
    return frozenset((*logins, *map(dn_key, names)))
