"""The awkward company on its first day."""

from tests.directory.lab.awkward import awkward_people
from tests.directory.lab.groups import GROUPS, OTHERS, crowd_group
from tests.directory.lab.model import Company
from tests.directory.lab.ordinary import crowd, leaders, ordinary_people
from tests.directory.lab.units import UNITS

PASSWORD = "Cosmic-Otter-42"
"""Everybody's; long and mixed enough for Active Directory."""


def company(*, ordinary: int = 220, members: int = 0) -> Company:
    """Some 300 people. `members` of one very large group come on top; there is no such group without them.

    No fewer ordinary people than 60: groups and the second day name some of them.
    """
    crowded = tuple(crowd(members))
    people = (*leaders(), *awkward_people(), *ordinary_people(ordinary), *crowded)
    groups = (*GROUPS, crowd_group(tuple(one.key for one in crowded))) if crowded else GROUPS
    return Company(UNITS, people, groups, OTHERS)
