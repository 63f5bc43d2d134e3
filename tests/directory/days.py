"""Two days of the awkward company, as Govdesk learns of them from a real server."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.directory.company import Company as Directory
from govdesk.directory.ldap.meaning import RoleMap
from govdesk.directory.models import Department, Person
from govdesk.directory.sync.report import SyncReport
from govdesk.settings import LdapKind
from tests.conftest import NOW
from tests.directory.conftest import run_on
from tests.directory.lab.model import Company
from tests.directory.lab.truth import Known, departments, folded, truth
from tests.directory.ldap.scene import company_of, roles_file, with_files


class Lab(Protocol):
    """A server with the awkward company."""

    company: Company

    @property
    def kind(self) -> LdapKind: ...
    def environment(self) -> dict[str, str]: ...
    def roles(self) -> dict[str, Role]: ...
    def ids(self) -> dict[str, str]: ...
    def day_two(self) -> None: ...


@dataclass(frozen=True)
class Seen:
    """What Govdesk knows after a run."""

    report: SyncReport
    people: dict[str, Known]
    """By key."""
    rows: dict[str, int]
    """Key → id of the person's row."""
    departments: dict[str, int]
    """Folded name → id of its row."""
    truth: dict[str, Known]
    true_departments: frozenset[str]
    nobodys: list[str]
    """Logins of people who are nobody in the company."""


@dataclass(frozen=True)
class Days:
    first: Seen
    again: Seen
    second: Seen
    """After the night's changes, the first complete run."""
    confirmed: Seen
    once_more: Seen


def live(lab: Lab, session: Session, folder: Path) -> Days:
    """Five runs, with a night between the second and the third."""
    files = with_files(folder, roles=roles_file(lab.roles()))
    directory, ids = company_of(lab.environment(), policies=files), lab.ids()
    first = _seen(lab, session, directory, ids, 0)
    again = _seen(lab, session, directory, ids, 1)
    lab.day_two()
    ids |= lab.ids()
    return Days(first, again, *(_seen(lab, session, directory, ids, hours) for hours in (24, 25, 26)))


def _seen(lab: Lab, session: Session, directory: Directory, ids: dict[str, str], hours: int) -> Seen:
    now = NOW + timedelta(hours=hours)
    report = run_on(session, directory.server, RoleMap(directory.roles.groups, ""), now=now, full=True)
    keys = {identity.lower(): key for key, identity in ids.items()}
    people = {keys[p.directory_id]: p for p in session.scalars(select(Person)) if p.directory_id in keys}
    return Seen(
        report,
        {key: _known(key, person) for key, person in people.items()},
        {key: person.id for key, person in people.items()},
        {folded(one.name): one.id for one in session.scalars(select(Department))},
        truth(lab.company, lab.kind),
        departments(lab.company, lab.kind),
        [p.login for p in session.scalars(select(Person)) if p.directory_id not in keys],
    )


def _known(key: str, person: Person) -> Known:
    return Known(
        key=key,
        login=person.login,
        name=person.name,
        mail=person.mail,
        department=folded(person.department.name) if person.department else "",
        manager=person.manager.login if person.manager else None,
        roles=person.roles if person.is_employed else frozenset(),
        ends_on=person.leaves_on,
        state=str(person.state),
    )


def unlike(seen: Seen) -> dict[str, tuple[Known | None, Known | None]]:
    """Where what is known and the truth are not the same."""
    keys = seen.people.keys() | seen.truth.keys()
    pairs = {key: (seen.people.get(key), seen.truth.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
