"""Departments: those that people name, and what the directory's units tell of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from ldap.dn import dn2str, str2dn
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from govdesk.db import as_value
from govdesk.directory.actions.leaving import chunks
from govdesk.directory.ldap.entries import directory_id
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.ldap.names import dn_key
from govdesk.directory.ldap.reading import Reading
from govdesk.directory.models import READING, Department, Person, PersonState
from govdesk.directory.rules import department_name, name_key
from govdesk.directory.sync.logins import is_gone
from govdesk.directory.sync.people import NamedDepartment, dn_digest
from govdesk.directory.sync.work import Work

UNITS = "(objectClass=organizationalUnit)"


@dataclass(frozen=True)
class Unit:
    """An organisational unit, as the directory has it now."""

    id: str
    key: str
    """Its `dn_key`."""
    name: str
    mailbox: str | None
    head_dn: str

    @property
    def above(self) -> Iterator[str]:
        """The keys of what lies above it, the nearest first."""
        parts = str2dn(self.key)
        return (str(dn2str(parts[n:])).lower() for n in range(1, len(parts)))


def read_units(work: Work, reading: Reading) -> list[Unit]:
    """Raises ldap.LDAPError."""
    meaning = work.meaning
    attributes = ["ou", meaning.id, meaning.unit_mail, meaning.unit_head]
    return [_unit(entry, meaning) for entry in reading.units(UNITS, attributes) if entry.text("ou")]


def _unit(entry: Entry, meaning: Meaning) -> Unit:
    head = next(iter(entry.dns(meaning.unit_head)), "")
    name = department_name(entry.text("ou"))
    return Unit(directory_id(entry, meaning.id), dn_key(entry.dn), name, entry.mail(meaning.unit_mail), head)


def keep_departments(
    session: Session, work: Work, units: list[Unit] | None, told: dict[str, NamedDepartment]
) -> None:
    """Make the departments that people name (`told`); one whose unit or number bears another name is renamed."""
    known = {department.key: department for department in session.scalars(select(Department))}
    _rename_by_number(known, told, work)
    if units:
        _follow(session, units, known, work)
    numbers = {department.number for department in known.values()}
    for key, (name, number) in told.items():
        if key not in known:
            known[key] = _add(session, key, name, work)
        if number and number not in numbers and not known[key].number:
            known[key].number = number
            numbers.add(number)
    for unit in _departments_among(units or [], known):
        if name_key(unit.name) not in known:
            known[name_key(unit.name)] = _add(session, name_key(unit.name), unit.name, work)
    session.flush()
    work.report.departments.seen = len(known)


def _add(session: Session, key: str, name: str, work: Work) -> Department:
    department = Department(key=key, name=name)
    session.add(department)
    work.report.departments.new += 1
    return department


def _rename_by_number(known: dict[str, Department], told: dict[str, NamedDepartment], work: Work) -> None:
    numbered = {department.number: department for department in known.values() if department.number}
    for key, (name, number) in told.items():
        department = numbered.get(number) if number else None
        if department is not None and key not in known:
            _rename(known, department, name, work)


def _follow(session: Session, units: list[Unit], known: dict[str, Department], work: Work) -> None:
    """Rename the departments of renamed units, unless people still name them by their old names."""
    by_unit = {department.unit_id: department for department in known.values() if department.unit_id}
    for unit in units:
        key, mine = name_key(unit.name), by_unit.get(unit.id)
        if mine is None:
            if unit.id and key in known and known[key].unit_id is None:
                known[key].unit_id = unit.id
                by_unit[unit.id] = known[key]
        elif mine.key != key and key not in known and not _is_named(session, work, mine):
            _rename(known, mine, unit.name, work)


def _rename(known: dict[str, Department], department: Department, name: str, work: Work) -> None:
    del known[department.key]
    department.key, department.name = name_key(name), name
    known[department.key] = department
    work.report.departments.changed += 1


def _is_named(session: Session, work: Work, department: Department) -> bool:
    """Whether somebody active is in this department, going by what was read last of each."""
    staged = select(READING.c.directory_id)
    here = exists().where(
        Person.department_id == department.id,
        Person.state == PersonState.ACTIVE,
        or_(Person.directory_id.is_(None), Person.directory_id.not_in(staged)),
    )
    named = exists().where(READING.c.department_key == department.key, ~is_gone(work))
    return bool(session.scalar(select(or_(here, named))))


def _departments_among(units: list[Unit], known: dict[str, Department]) -> list[Unit]:
    """Units that people name, and those beside them: an empty one is a department, too."""
    places = {next(unit.above, "") for unit in units if name_key(unit.name) in known}
    return [unit for unit in units if next(unit.above, "") in places]


def keep_tree(session: Session, units: list[Unit]) -> None:
    """Give departments the parents, heads and mailboxes that units tell; the rest is as communications set it."""
    by_name = {department.key: department for department in session.scalars(select(Department))}
    known = {unit.key: by_name[name_key(unit.name)] for unit in units if name_key(unit.name) in by_name}
    followed = {department.unit_id for department in by_name.values()}
    told_heads = {unit.key: dn_digest(unit.head_dn) for unit in units if unit.head_dn}
    heads = _people_at(session, list(told_heads.values()))
    for unit in units:
        department = known.get(unit.key)
        if department is None:
            continue
        above = next((known[key] for key in unit.above if key in known and known[key] is not department), None)
        department.parent_id = above.id if above else department.parent_id
        department.mailbox = unit.mailbox or department.mailbox
        department.head_id = heads.get(told_heads.get(unit.key, b""), department.head_id)
        if department.unit_id is None and unit.id and unit.id not in followed:
            department.unit_id = unit.id
            followed.add(unit.id)
    session.flush()


def _people_at(session: Session, digests: list[bytes]) -> dict[bytes, int]:
    """Who works here of those whose entries have these names, by the `dn_digest` of the name."""
    found: dict[bytes, int] = {}
    for some in chunks(digests):
        here = Person.dn_digest.in_(some), as_value(Person.state) == PersonState.ACTIVE
        rows = session.execute(select(Person.dn_digest, Person.id).where(*here))
        found |= {bytes(digest): person for digest, person in rows if digest}
    return found
