"""The table of `access` as an auditor reads it: who may what, which pages ask for it, who holds which role."""

import ast
import inspect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.access import WHO_MAY, Permission, Relation, Role, Test
from govdesk.directory.ldap.meaning import RoleMap
from govdesk.directory.models import Person, PersonRole, PersonState
from govdesk.web.routes import Route

COLUMNS: tuple[Test, ...] = (*Role, *Relation)
"""The order in which roles and relations stand, in the page and in the file."""


@dataclass(frozen=True)
class Right:
    """One permission: what it allows, whom it is given, and where it is asked for."""

    permission: Permission
    sentence: str
    holders: frozenset[Test]
    """What alone is enough to have it."""
    together: tuple[tuple[Test, ...], ...]
    """What gives it only together."""
    routes: tuple[Route, ...]

    @property
    def room(self) -> str:
        return self.permission.partition(":")[0]


@dataclass(frozen=True)
class Holders:
    """A role, the groups that give it, and how many people have it today."""

    role: Role
    groups: tuple[str, ...]
    people: int


def rights(routes: Iterable[Route]) -> list[Right]:
    """All permissions, in the order of the table."""
    asked: dict[Permission | None, list[Route]] = {}
    for route in routes:
        asked.setdefault(route.permission, []).append(route)
    told = sentences()
    return [
        Right(
            permission,
            told[permission],
            frozenset(grant[0] for grant in grants if len(grant) == 1),
            tuple(grant for grant in grants if len(grant) > 1),
            tuple(asked.get(permission, ())),
        )
        for permission, grants in WHO_MAY.items()
    ]


def sentences() -> dict[Permission, str]:
    """What each permission allows: the words that stand under it in `access.permissions`."""
    (table,) = ast.parse(inspect.getsource(Permission)).body
    assert isinstance(table, ast.ClassDef)
    found: dict[Permission, str] = {}
    for line, under in pairwise(table.body):
        match line, under:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(text))):
                found[Permission[name]] = " ".join(text.split())
    return found


def holders(session: Session, roles: RoleMap) -> list[Holders]:
    """Who holds each role; everybody who works here is staff. Two statements."""
    works_here = Person.state == PersonState.ACTIVE
    counted = select(PersonRole.role, func.count()).join(Person).where(works_here).group_by(PersonRole.role)
    people = Counter({row[0]: row[1] for row in session.execute(counted)})
    people[Role.STAFF] = session.scalar(select(func.count()).select_from(Person).where(works_here)) or 0
    return [
        Holders(role, tuple(dn for dn, given in roles.groups.items() if role in given), people[role]) for role in Role
    ]


def as_rows(rights: Sequence[Right]) -> Iterator[list[str]]:
    """The table for a file: a heading, then a line for each permission."""
    yield ["permission", "allows", *COLUMNS, "only together", "pages"]
    for right in rights:
        yield [
            right.permission,
            right.sentence,
            *("yes" if column in right.holders else "" for column in COLUMNS),
            " | ".join(" + ".join(grant) for grant in right.together),
            " | ".join(f"{' '.join(route.methods)} {route.path}" for route in right.routes),
        ]
