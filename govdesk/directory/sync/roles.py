"""Giving and taking roles as the directory's groups have their members."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Role
from govdesk.directory.ldap.names import dn_key
from govdesk.directory.models import Person, PersonRole, PersonState
from govdesk.directory.sync.groups import RoleGroup, people_of
from govdesk.directory.sync.work import Work

Grants = dict[tuple[int, Role], str]
"""Person and role → the group that gives it."""


def keep_roles(
    session: Session, work: Work, groups: list[RoleGroup], moved: dict[bytes, int]
) -> tuple[Grants, Grants]:
    """Make the roles of everybody known from the directory what the groups give; returns those given and withdrawn.

    A group that cannot be read leaves its roles as they are, and the last administrator keeps the role: both are
    alarms. `moved`: see `people_of`.
    """
    held = _held(session)
    wanted = _wanted(session, work, groups, held, moved)
    withdrawn = {key: dn for key, dn in held.items() if key not in wanted}
    granted = {key: dn for key, dn in wanted.items() if key not in held}
    _spare_the_last_administrator(session, work, held, wanted, withdrawn)
    moved_on = {key: dn for key, dn in wanted.items() if key in held and dn_key(held[key]) != dn_key(dn)}
    _write(session, granted, withdrawn, moved_on)
    for what, grants in (("granted", granted), ("withdrawn", withdrawn)):
        told = [(person, {"role": str(role), "group_dn": dn}) for (person, role), dn in grants.items()]
        audit.record_all(session, f"directory:role:{what}", Person, told, at=work.now)
    counts = work.report.groups
    counts.seen, counts.new, counts.left = len(groups), len(granted), len(withdrawn)
    return granted, withdrawn


def _held(session: Session) -> Grants:
    rows = select(PersonRole.person_id, PersonRole.role, PersonRole.group_dn).join(
        Person, Person.id == PersonRole.person_id
    )
    found = session.execute(rows.where(Person.directory_id.is_not(None)))
    return {(person, role): dn for person, role, dn in found}


def _wanted(session: Session, work: Work, groups: list[RoleGroup], held: Grants, moved: dict[bytes, int]) -> Grants:
    given: defaultdict[tuple[int, Role], dict[str, str]] = defaultdict(dict)
    for group in groups:
        if group.members is None:
            work.report.alarms.append(f"the group {group.dn} is not found: who has a role from it keeps it")
            holders: Iterable[int] = [person for (person, _), dn in held.items() if dn_key(dn) == dn_key(group.dn)]
        else:
            holders = people_of(session, group.members, moved)
        for person in holders:
            for role in group.roles:
                given[person, role][dn_key(group.dn)] = group.dn
    # Of several groups that give it, the one on record stays.
    return {key: _first(dns, held.get(key)) for key, dns in given.items()}


def _first(dns: dict[str, str], held: str | None) -> str:
    return dns.get(dn_key(held) if held else "") or next(iter(dns.values()))


def _spare_the_last_administrator(
    session: Session, work: Work, held: Grants, wanted: Grants, withdrawn: Grants
) -> None:
    active = set(session.scalars(select(Person.id).where(Person.id.in_(_holders(held) | _holders(wanted)), _HERE)))
    before, after = _holders(held) & active, _holders(wanted) & active
    if before and not after:
        for person in before:
            withdrawn.pop((person, Role.ADMIN), None)
        work.report.alarms.append("nobody would be administrator any more: who was, still is")


_HERE = Person.state == PersonState.ACTIVE


def _holders(grants: Grants) -> set[int]:
    return {person for person, role in grants if role is Role.ADMIN}


def _write(session: Session, granted: Grants, withdrawn: Grants, moved_on: Grants) -> None:
    if granted:
        rows = [{"person_id": person, "role": role, "group_dn": dn} for (person, role), dn in granted.items()]
        session.execute(insert(PersonRole), rows)
    for person, role in withdrawn:
        session.execute(delete(PersonRole).where(PersonRole.person_id == person, PersonRole.role == role))
    for (person, role), dn in moved_on.items():
        mine = PersonRole.person_id == person, PersonRole.role == role
        session.execute(update(PersonRole).where(*mine).values(group_dn=dn))
