"""A company of any size for a directory, made from a seed while it is read.

Where somebody works and who leads them follows from their number, so that nothing is held in memory:
`Slapd(folder, BigCompany(100_000))`. Groups carry the names of the shipped `roles.yml`.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from govdesk.demo.ldif import DISABLED_FOR_EVER, hashed
from govdesk.demo.names import GIVEN, SURNAMES

BASE = "dc=commerce,dc=example"
PASSWORD = "govdesk"  # noqa: S105 (everybody's, in a company that does not exist)
DIVISIONS, OFFICES, TEAMS = 10, 5, 8
"""Departments: so many divisions, each with so many offices, each with so many teams. People work in teams."""
UNITS = DIVISIONS * OFFICES * TEAMS
REPORTS = 8
"""People led by the same person; the first leads all."""
ROLE_GROUPS = {
    "govdesk-agents": 200,
    "govdesk-comms": 100,
    "govdesk-security": 50,
    "govdesk-auditors": 20,
    "govdesk-admins": 5,
}
"""Direct members; below the first three there is an office each, with its teams."""
LARGE_GROUP = 2_000
DISABLED_EVERY = 200
CHANGED = "20260105080000Z"


@dataclass(frozen=True)
class BigCompany:
    people: int = 100_000
    seed: int = 1

    @property
    def mark(self) -> str:
        made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
        return f"{self!r} {made_by}"

    @property
    def departments(self) -> int:
        return DIVISIONS * (1 + OFFICES * (1 + TEAMS))

    @property
    def disabled(self) -> int:
        return sum(1 for _ in range(DISABLED_EVERY, self.people + 1, DISABLED_EVERY))

    def __iter__(self) -> Iterator[str]:
        """LDIF, an entry at a time."""
        yield from self._places()
        random, stored = Random(self.seed), hashed(PASSWORD, salt="big")  # noqa: S311 (names, not secrets)
        for number in range(1, self.people + 1):
            yield self._person(number, random.choice(GIVEN), random.choice(SURNAMES), stored)
        yield from self._groups()

    def login(self, number: int) -> str:
        """Of the person with this number, from 1."""
        return f"p{number:06}"

    def dn(self, number: int) -> str:
        return f"uid=p{number:06},{_unit_dn(number % UNITS)}"

    def _places(self) -> Iterator[str]:
        name = BASE.split(",", maxsplit=1)[0].removeprefix("dc=")
        yield _entry(BASE, "dcObject", [("objectClass", "organization"), ("dc", name), ("o", "Big Company")])
        yield _entry(f"ou=people,{BASE}", "organizationalUnit", [("ou", "people")])
        yield _entry(f"ou=groups,{BASE}", "organizationalUnit", [("ou", "groups")])
        for division in range(DIVISIONS):
            yield _unit(_division(division), f"ou=people,{BASE}")
            for office in range(division, DIVISIONS * OFFICES, DIVISIONS):
                yield _unit(_office(office), _division_dn(office % DIVISIONS))
                for team in range(office, UNITS, DIVISIONS * OFFICES):
                    yield _unit(_team(team), _office_dn(team % (DIVISIONS * OFFICES)))

    def _person(self, number: int, given: str, surname: str, stored: str) -> str:
        # The number keeps people of one name apart, and makes all names as long as real ones.
        login, name = self.login(number), f"{given} {surname} {number}"
        fields = [
            ("uid", login), ("cn", name), ("displayName", name), ("sn", surname), ("givenName", given),
            ("mail", f"{login}@commerce.example"), ("ou", _team(number % UNITS)), ("employeeNumber", str(number)),
            ("title", "Analyst"), ("telephoneNumber", f"+43 1 {number:07}"), ("userPassword", stored),
        ]  # fmt: skip
        if number > 1:
            fields.append(("manager", self.dn((number - 2) // REPORTS + 1)))
        if number % DISABLED_EVERY == 0:
            fields.append(("pwdAccountLockedTime", DISABLED_FOR_EVER))
        fields += [("entryUUID", f"{self.seed:08x}-0000-4000-8000-{number:012x}"), ("modifyTimestamp", CHANGED)]
        return _entry(self.dn(number), "inetOrgPerson", fields)

    def _groups(self) -> Iterator[str]:
        """Those of teams (people), of offices and divisions (groups), those that give roles, a large one."""
        for team in range(min(UNITS, self.people)):
            yield _group(f"team-{team}", map(self.dn, range(team or UNITS, self.people + 1, UNITS)))
        for office in range(DIVISIONS * OFFICES):
            teams = range(office, UNITS, DIVISIONS * OFFICES)
            yield _group(f"office-{office}", (_group_dn(f"team-{team}") for team in teams))
        for division in range(DIVISIONS):
            offices = range(division, DIVISIONS * OFFICES, DIVISIONS)
            yield _group(f"division-{division}", (_group_dn(f"office-{office}") for office in offices))
        for place, (name, size) in enumerate(ROLE_GROUPS.items()):
            members = [self.dn(number) for number in range(place + 1, self.people + 1, 7)][:size]
            below = [_group_dn(f"office-{place}")] if place < 3 else []
            yield _group(name, [*members, *below])
        yield _group("large", map(self.dn, range(1, min(LARGE_GROUP, self.people) + 1)))


def _division(number: int) -> str:
    return f"Division {number}"


def _office(number: int) -> str:
    return f"Office {number}, {('North', 'South', 'East', 'West')[number % 4]}"


def _team(number: int) -> str:
    return f"Team {number} & Partners"


def _division_dn(number: int) -> str:
    return f"ou={_division(number)},ou=people,{BASE}"


def _office_dn(number: int) -> str:
    return f"ou={_office(number).replace(',', chr(92) + ',')},{_division_dn(number % DIVISIONS)}"


def _unit_dn(number: int) -> str:
    """Of a team."""
    return f"ou={_team(number)},{_office_dn(number % (DIVISIONS * OFFICES))}"


def _group_dn(name: str) -> str:
    return f"cn={name},ou=groups,{BASE}"


def _unit(name: str, above: str) -> str:
    return _entry(f"ou={name.replace(',', chr(92) + ',')},{above}", "organizationalUnit", [("ou", name)])


def _group(name: str, members: Iterable[str]) -> str:
    return _entry(_group_dn(name), "groupOfNames", [("cn", name), *(("member", dn) for dn in members)])


def _entry(dn: str, kind: str, fields: Iterable[tuple[str, str]]) -> str:
    lines = (_line(name, value) for name, value in [("dn", dn), ("objectClass", kind), *fields])
    return "".join([*lines, "\n"])


def _line(name: str, value: str) -> str:
    # All values here begin with a letter, a digit or a plus.
    if value.isascii():
        return f"{name}: {value}\n"
    return f"{name}:: {base64.b64encode(value.encode()).decode()}\n"
