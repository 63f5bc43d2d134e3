"""Who may do what: the roles, the permissions, and the one table that joins them.

Nobody who has left may do anything, whatever the table says.
"""

from typing import Protocol

from govdesk.access.permissions import Permission
from govdesk.access.roles import Relation, Role
from govdesk.access.table import WHO_MAY, Test

__all__ = ["WHO_MAY", "Actor", "Permission", "Relation", "Role", "Subject", "Test", "may"]


class Actor(Protocol):
    """A person, as far as rights go."""

    @property
    def id(self) -> int: ...
    @property
    def roles(self) -> frozenset[Role]: ...
    @property
    def is_employed(self) -> bool: ...


class Subject(Protocol):
    """A thing that people have relations to."""

    @property
    def seen_by(self) -> Permission:
        """Whoever lacks this is told that the thing does not exist."""
        ...

    def relations_of(self, person: Actor) -> frozenset[Relation]: ...


def may(person: Actor, permission: Permission, subject: Subject | None = None) -> bool:
    """Whether one grant of `permission` holds for `person`, on `subject` where there is one."""
    if not person.is_employed:
        return False
    held: frozenset[Test] = person.roles | {Role.STAFF}
    if subject is not None:
        held |= subject.relations_of(person)
    return any(all(test in held for test in grant) for grant in WHO_MAY[permission])
