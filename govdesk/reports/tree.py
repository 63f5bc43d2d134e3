"""The tree of departments: in its order, and summed upwards. A circle in it ends where it began."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govdesk.directory.models import Department


@dataclass(frozen=True)
class Node:
    department: Department
    level: int
    """0 for a department that stands below none."""


def in_order(departments: Sequence[Department]) -> Iterator[Node]:
    """Each department once, those below it right behind, in the given order among themselves."""
    below, known = _below(departments), {department.id for department in departments}
    seen: set[int] = set()
    roots = [department for department in departments if department.parent_id not in known]
    for root in (*roots, *departments):  # what hangs in a circle has no root: it comes last
        yield from _walk(root, 0, below, seen)


def _walk(
    department: Department, level: int, below: Mapping[int | None, Sequence[Department]], seen: set[int]
) -> Iterator[Node]:
    if department.id in seen:
        return
    seen.add(department.id)
    yield Node(department, level)
    for child in below.get(department.id, ()):
        yield from _walk(child, level + 1, below, seen)


def with_all_below(departments: Sequence[Department], own: Mapping[int, int]) -> dict[int, int]:
    """The number of each department and of all below it."""
    sums = {department.id: own.get(department.id, 0) for department in departments}
    nodes = list(in_order(departments))
    for node in reversed(nodes):
        parent = node.department.parent_id
        if node.level and parent is not None:
            sums[parent] += sums[node.department.id]
    return sums


def path(department: Department) -> list[str]:
    """Names from the top down to it."""
    names: list[str] = []
    seen: set[int] = set()
    above: Department | None = department
    while above is not None and above.id not in seen:
        seen.add(above.id)
        names.append(above.name)
        above = above.parent
    return names[::-1]


def _below(departments: Sequence[Department]) -> Mapping[int | None, Sequence[Department]]:
    found = defaultdict[int | None, list[Department]](list)
    for department in departments:
        found[department.parent_id].append(department)
    return found
