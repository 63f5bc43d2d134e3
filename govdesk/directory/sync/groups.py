"""Reading the groups that give roles, and whom they give them to."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.db import as_value
from govdesk.directory.actions.leaving import chunks
from govdesk.directory.ldap.groups import Groups, Members
from govdesk.directory.ldap.reading import Reading
from govdesk.directory.models import READING, Person, PersonState
from govdesk.directory.rules import login_key
from govdesk.directory.sync.people import key_digests
from govdesk.directory.sync.work import Work

MANY = 10_000
"""Names in one question."""


@dataclass(frozen=True)
class RoleGroup:
    """A group of `roles.yml`, as the directory has it."""

    dn: str
    roles: tuple[Role, ...]
    members: Members | None
    """None when there is no such group, or it may not be read."""


def read_groups(work: Work, reading: Reading) -> tuple[list[RoleGroup], Members | None]:
    """The groups that give roles, and the one whose members head departments. Raises ldap.LDAPError."""
    groups = Groups(reading, mail_groups_count=work.meaning.mail_groups_count)
    mapped = [RoleGroup(dn, tuple(roles), groups.members(dn)) for dn, roles in work.roles.groups.items()]
    return mapped, groups.members(work.meaning.heads) if work.meaning.heads else None


def people_of(session: Session, members: Members, moved: dict[bytes, int]) -> set[int]:
    """The ids of the people in a group.

    `moved`: digests of names that entries had until this reading. A server brings the names in its groups up to date
    a little after it renames an entry; until then the old name still means the same person.
    """
    digests = key_digests(members.names)
    found: set[int] = set()
    resolved: set[bytes] = set()
    for some in chunks(list(digests), MANY):
        rows = session.execute(select(Person.dn_digest, Person.id).where(Person.dn_digest.in_(some)))
        for digest, person in rows:
            found.add(person)
            resolved.add(bytes(digest or b""))
    found |= {moved[digest] for digest in digests.keys() - resolved if digest in moved}
    for some_logins in chunks([login_key(login) for login in sorted(members.logins)], MANY):
        here = as_value(Person.state) == PersonState.ACTIVE
        found.update(session.scalars(select(Person.id).where(Person.login_key.in_(some_logins), here)))
    if members.primary_groups:
        found.update(session.scalars(select(Person.id).where(Person.primary_group.in_(members.primary_groups))))
    return found


def moved_names(session: Session) -> dict[bytes, int]:
    """The names, as digests, that staged entries had until now, and whose they were."""
    moved = (
        select(Person.dn_digest, Person.id)
        .join(READING, READING.c.directory_id == Person.directory_id)
        .where(Person.dn_digest.is_not(None), Person.dn_digest != READING.c.dn_digest)
    )
    return {bytes(digest): person for digest, person in session.execute(moved) if digest}
