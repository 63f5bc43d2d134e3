"""Departments as the directory's units tell them: who is above, who heads, which mailbox."""

from collections.abc import Iterable, Mapping

from ldap.dn import dn2str, str2dn
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.directory.ldap.entries import Entry
from govdesk.directory.ldap.meaning import Meaning, dn_key
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import department_by_name
from govdesk.directory.rules import department_name


def keep_departments(
    session: Session, units: Iterable[Entry], people: Mapping[str, Person], meaning: Meaning
) -> None:
    """Give the departments that people work in their parents, heads and mailboxes.

    `people` are all people by `dn_key`. What the directory does not say is left as communications set it.
    """
    known = {dn_key(unit.dn): (unit, department_by_name(session, department_name(unit.text("ou")))) for unit in units}
    for dn, (unit, department) in known.items():
        if department is None:
            continue
        above = next((known[key][1] for key in _ancestors(dn) if key in known and known[key][1]), None)
        department.parent_id = above.id if above else department.parent_id
        department.mailbox = unit.mail(meaning.unit_mail) or department.mailbox
        head = next((people.get(dn_key(dn)) for dn in unit.dns(meaning.unit_head)), None)
        department.head_id = head.id if head else department.head_id
    _guess_heads(session, people.values())


def _ancestors(key: str) -> list[str]:
    parts = str2dn(key)
    return [str(dn2str(parts[n:])).casefold() for n in range(1, len(parts))]


def _guess_heads(session: Session, people: Iterable[Person]) -> None:
    """Where nothing names a head, it is the one member whose manager is outside the department."""
    employed = [person for person in people if person.is_employed]
    home = {person.id: person.department_id for person in employed}
    outside: dict[int, list[int]] = {}
    for person in employed:
        if person.department_id and home.get(person.manager_id or 0) != person.department_id:
            outside.setdefault(person.department_id, []).append(person.id)
    for department in session.scalars(select(Department).where(Department.head_id.is_(None))):
        candidates = outside.get(department.id, [])
        if len(candidates) == 1:
            department.head_id = candidates[0]
