"""Who may do what, as one table.

A grant is a row of tests that must all hold: roles come from the directory's groups, relations from the thing
itself. Nobody who has left may do anything, whatever the table says.
"""

from enum import StrEnum
from typing import Protocol

from govdesk.i18n import _l
from govdesk.words import Labelled


class Role(Labelled):
    """What a person is to the whole house; several may be held."""

    STAFF = "staff", _l("Staff")
    AGENT = "agent", _l("Agent")
    COMMS = "comms", _l("Communications")
    SECURITY = "security", _l("Security")
    AUDITOR = "auditor", _l("Auditor")
    ADMIN = "admin", _l("Administrator")


class Relation(StrEnum):
    """What a person is to one thing."""

    REQUESTER = "requester"
    ASSIGNEE = "assignee"
    OWNER = "owner"
    DEPUTY = "deputy"
    CUSTODIAN = "custodian"
    HEAD = "head"
    """Head of a department that owns the thing."""


class Permission(StrEnum):
    """One thing that somebody may or may not do: `room:verb`."""

    HOME = "home:read"
    """See my day."""
    ACCOUNT_READ = "account:read"
    """See that an account is ours, and which departments own it."""
    ACCOUNT_PEOPLE = "account:people"
    """See who owns an account and who holds its credentials: a list worth phishing for."""
    ACCOUNT_HISTORY = "account:history"
    """See what was changed on an account, by whom."""
    ACCOUNT_ASSIGN = "account:assign"
    """Set owning departments, owner and custodians."""
    ACCOUNT_IMPORT = "account:import"
    """Bring accounts in from a file."""
    ROTATION_READ = "rotation:read"
    """See when a credential was changed and is next due."""
    ROTATION_SCHEDULE = "rotation:schedule"
    """Decide when a credential has to be changed."""
    ROTATION_RECORD = "rotation:record"
    """State that an account's credential was changed."""
    TICKET_FILE = "ticket:file"
    """Ask for help."""
    TICKET_READ = "ticket:read"
    """Read a ticket's public conversation."""
    TICKET_REPLY = "ticket:reply"
    """Write to everybody on a ticket."""
    TICKET_QUEUE = "ticket:queue"
    """See the tickets of others that wait for an answer."""
    TICKET_NOTES = "ticket:notes"
    """Read what agents note among themselves."""
    TICKET_WORK = "ticket:work"
    """Take, note on, resolve and reopen tickets."""
    POLICY_READ = "policy:read"
    """Read a policy in force."""
    POLICY_ACKNOWLEDGE = "policy:acknowledge"
    """State that one has read a version."""
    POLICY_COVERAGE = "policy:coverage"
    """See who has and who has not acknowledged."""
    AUDIT_READ = "audit:read"
    """Read the whole trail."""
    HOUSE_ALARMS = "house:alarms"
    """Be told on every page of what endangers the house, such as an open break-glass account."""


Test = Role | Relation

WHO_MAY: dict[Permission, tuple[tuple[Test, ...], ...]] = {
    Permission.HOME: ((Role.STAFF,),),
    Permission.ACCOUNT_READ: ((Role.STAFF,),),
    Permission.ACCOUNT_PEOPLE: (
        (Role.COMMS,),
        (Role.SECURITY,),
        (Role.AUDITOR,),
        (Role.AGENT,),
        (Relation.OWNER,),
        (Relation.DEPUTY,),
        (Relation.CUSTODIAN,),
        (Relation.HEAD,),
    ),
    Permission.ACCOUNT_HISTORY: (
        (Role.COMMS,),
        (Role.SECURITY,),
        (Role.AUDITOR,),
        (Relation.OWNER,),
        (Relation.DEPUTY,),
        (Relation.HEAD,),
    ),
    Permission.ACCOUNT_ASSIGN: ((Role.COMMS,),),
    Permission.ACCOUNT_IMPORT: ((Role.COMMS,),),
    Permission.ROTATION_READ: (
        (Role.SECURITY,),
        (Role.COMMS,),
        (Role.AUDITOR,),
        (Relation.OWNER,),
        (Relation.DEPUTY,),
        (Relation.CUSTODIAN,),
        (Relation.HEAD,),
    ),
    Permission.ROTATION_SCHEDULE: ((Role.SECURITY,),),
    Permission.ROTATION_RECORD: ((Role.SECURITY,), (Relation.CUSTODIAN,)),
    Permission.TICKET_FILE: ((Role.STAFF,),),
    Permission.TICKET_READ: ((Relation.REQUESTER,), (Role.AGENT,), (Role.AUDITOR,)),
    Permission.TICKET_REPLY: ((Relation.REQUESTER,), (Role.AGENT,)),
    Permission.TICKET_QUEUE: ((Role.AGENT,), (Role.AUDITOR,)),
    Permission.TICKET_NOTES: ((Role.AGENT,), (Role.AUDITOR,)),
    Permission.TICKET_WORK: ((Role.AGENT,),),
    Permission.POLICY_READ: ((Role.STAFF,),),
    Permission.POLICY_ACKNOWLEDGE: ((Role.STAFF,),),
    Permission.POLICY_COVERAGE: ((Role.COMMS,), (Role.SECURITY,), (Role.AUDITOR,)),
    Permission.AUDIT_READ: ((Role.AUDITOR,),),
    Permission.HOUSE_ALARMS: ((Role.ADMIN,), (Role.SECURITY,), (Role.AUDITOR,)),
}


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

    seen_by: Permission
    """Whoever lacks this is told that the thing does not exist."""

    def relations_of(self, person: Actor) -> frozenset[Relation]: ...


def may(person: Actor, permission: Permission, subject: Subject | None = None) -> bool:
    """Whether one grant of `permission` holds for `person`, on `subject` where there is one."""
    if not person.is_employed:
        return False
    held: frozenset[Test] = person.roles | {Role.STAFF}
    if subject is not None:
        held |= subject.relations_of(person)
    return any(all(test in held for test in grant) for grant in WHO_MAY[permission])
