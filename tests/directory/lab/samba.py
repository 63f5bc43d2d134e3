"""The awkward company on a real Active Directory, which the second day can be done to."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import ldap

from govdesk.access import Role
from govdesk.settings import LdapKind
from tests.directory.lab import changes
from tests.directory.lab.ad_entries import BASE, DOMAIN, LINKS, AdRendered
from tests.directory.lab.apply import add, change
from tests.directory.lab.company import company
from tests.directory.lab.groups import ROLES
from tests.directory.lab.ldif import Values
from tests.directory.lab.locking import lock
from tests.directory.lab.model import Company, Standing
from tools.servers.process import run
from tools.servers.samba import Samba
from tools.servers.samba_config import WRONG_PASSWORDS
from tools.servers.unprivileged import passing_folder


@dataclass
class SambaLab:
    samba: Samba
    company: Company
    """As it stands on the server now."""

    kind = LdapKind.AD

    def environment(self) -> dict[str, str]:
        """The settings with which Govdesk uses this company."""
        return self.samba.environment() | {"GOVDESK_LDAP_BASE_DN": BASE}

    def roles(self) -> dict[str, Role]:
        """Full name of a group → the role it gives."""
        dns = AdRendered(self.company).group_dns
        return {dns[key]: role for key, role in ROLES.items() if key in dns}

    def dn(self, key: str) -> str:
        """Where the person of this key is now."""
        return AdRendered(self.company).person_dns[key]

    def ids(self) -> dict[str, str]:
        """objectGUID of everybody on the server by key, as text."""
        found = self.read("(&(objectCategory=person)(objectClass=user))", "employeeNumber", "objectGUID")
        ids = ((values["employeeNumber"][0].decode(), values["objectGUID"][0]) for _, values in found)
        return {key: str(UUID(bytes_le=guid)) for key, guid in ids}

    def read(self, wanted: str, *attributes: str) -> list[tuple[str, Values]]:
        """What is there, seen by the system, which has no limits."""
        with self.samba.manager() as server:
            found: list[tuple[str, Values]] = server.search_s(BASE, ldap.SCOPE_SUBTREE, wanted, list(attributes))
        return found

    def day_two(self) -> None:
        self.do(*changes.day_two())

    def do(self, *steps: changes.Change) -> None:
        """Make these changes one after the other; names in groups and of managers follow at once."""
        with self.samba.manager() as server:
            for step in steps:
                before, self.company = self.company, step.apply(self.company)
                change(server, AdRendered(before), AdRendered(self.company))


@contextmanager
def samba(kept: Path, *, ordinary: int = 60, members: int = 0) -> Iterator[SambaLab]:
    """The company of the first day on a domain controller of its own, gone at the end.

    `kept` is a folder that all processes of a test run share: the domain is made and filled once, which takes ten
    seconds, and copied for whoever comes after, which takes one. A crowd of members has no passwords.
    """
    held = company(ordinary=ordinary, members=members).on(LdapKind.AD)
    made = _made_once(kept / f"domain-{ordinary}-{members}", held)
    with passing_folder("samba") as folder:
        _copy(made, folder)
        with Samba(folder, DOMAIN) as controller:
            yield SambaLab(controller, held)


def _made_once(place: Path, held: Company) -> Path:
    """The folder of a filled domain, made by whoever is first."""
    with place.with_suffix(".lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        if not place.exists():
            with passing_folder("samba") as folder:
                with Samba(folder, DOMAIN) as controller:
                    _fill(controller, AdRendered(held))
                _copy(folder, unfinished := place.with_suffix(".new"))
            unfinished.rename(place)
    return place


def _copy(source: Path, target: Path) -> None:
    """Files as they are: whose they are, and the holes in them."""
    target.mkdir(exist_ok=True)
    run("cp", "--archive", f"{source}/.", target, as_ourselves=True)


def _fill(controller: Samba, rendered: AdRendered) -> None:
    entries = dict(rendered.entries())
    with controller.manager() as server:
        for dn, values in entries.items():
            add(server, dn, {name: found for name, found in values.items() if name not in LINKS})
        for dn, values in entries.items():
            if links := [
                (ldap.MOD_ADD, name, values[name]) for name in sorted(LINKS & values.keys()) if values[name]
            ]:
                server.modify_s(dn, links)
    for person in rendered.company.people:
        if person.standing is Standing.LOCKED:
            lock(controller.environment(), rendered.person_dns[person.key], WRONG_PASSWORDS)
