"""Keeping a person's roles as the directory's groups give them, with a trail of what was given and taken."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Role
from govdesk.directory.models import Person, PersonRole


def keep_roles(session: Session, person: Person, wanted: dict[Role, str], *, now: datetime) -> bool:
    """Give and take roles until they are `wanted` (role: group); says whether anything changed."""
    held = {grant.role: grant for grant in person.granted}
    before = {role: grant.group_dn for role, grant in held.items()}
    for role in sorted(held.keys() - wanted.keys()):
        person.granted.remove(held[role])
        _note(session, person, "withdrawn", role, before[role], now)
    for role, dn in sorted(wanted.items()):
        if role not in held:
            person.granted.append(PersonRole(role=role, group_dn=dn))
            _note(session, person, "granted", role, dn, now)
        elif held[role].group_dn != dn:
            held[role].group_dn = dn
    return before != wanted


def _note(session: Session, person: Person, what: str, role: Role, group_dn: str, now: datetime) -> None:
    audit.record(session, f"directory:role:{what}", person, by=None, at=now, role=str(role), group_dn=group_dn)
