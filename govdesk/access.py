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
    SELF = "self"
    """The person is the thing."""
    COLLEAGUE = "colleague"
    """The thing is a person who works here today; a leaver is nobody's colleague."""
    ASKED = "asked"
    """Somebody was asked about the thing, and has not answered yet or did."""
    MANAGER = "manager"
    """Whom the person reports to, on a hand-over whoever takes over; of an account the owner who has left."""
    OUTGOING = "outgoing"
    """Hands something over, or stands in for who should and has left."""
    INCOMING = "incoming"
    """Takes something over, or is to get in."""
    APPROVER = "approver"
    """Is asked to approve a request now: the head by name, or a role whose turn it is. Never who asked for it."""


class Permission(StrEnum):
    """One thing that somebody may or may not do: `room:verb`."""

    HOME = "home:read"
    """See my day."""
    ACCOUNT_READ = "account:read"
    """See that an account is ours, and which departments own it."""
    ACCOUNT_PEOPLE = "account:people"
    """See who owns an account and who stands in."""
    ACCOUNT_HISTORY = "account:history"
    """See what was changed on an account, by whom."""
    ACCOUNT_ASSIGN = "account:assign"
    """Say who holds the credential of an account."""
    ACCOUNT_REGISTER = "account:register"
    """Put an account into the register by hand, and say where it is now."""
    ACCOUNT_TURN = "account:turn"
    """Say that an account is dormant, retired, or in use again."""
    ACCOUNT_FREEZE = "account:freeze"
    """Say that nobody may post, or that somebody else is in; and that it is over."""
    ACCOUNT_IMPORT = "account:import"
    """Bring accounts in from a file."""
    REQUEST_ASK = "request:ask"
    """Ask for an account, that one is changed or closed, or for access to one."""
    REQUEST_READ = "request:read"
    """See what is asked for, who is named in it, and who said what about it."""
    REQUEST_ACCESS = "request:access"
    """See whose access a request is about, and by what way: a line of a list that few may read."""
    REQUEST_OVERVIEW = "request:overview"
    """See what everybody asks for."""
    REQUEST_APPROVE = "request:approve"
    """Let a request go on, refuse it, or ask back: only who is asked, when it is their turn."""
    REQUEST_REVISE = "request:revise"
    """Answer what was asked back."""
    REQUEST_WITHDRAW = "request:withdraw"
    """Call a request off."""
    REQUEST_FINISH = "request:finish"
    """State that what was approved is done."""
    REQUEST_LET_IN = "request:let-in"
    """State that approved access was given or ended."""
    PLATFORM_READ = "platform:read"
    """See what is known of the platforms: who helps when an account is taken over, who may what there."""
    IMPOSTOR_REPORT = "impostor:report"
    """Say that an address pretends to be ours."""
    IMPOSTOR_READ = "impostor:read"
    """See the accounts that are known not to be ours, and who reported them."""
    IMPOSTOR_DECIDE = "impostor:decide"
    """Confirm an impostor, which the public is then told, or dismiss a report."""
    PROOF_KEEP = "proof:keep"
    """Copy what proves an account to others, and say what the public is told of one that is no longer used."""
    ACCESS_STATES = "access:states"
    """See how many can sign in to an account and how many can recover it, without who."""
    ACCESS_READ = "access:read"
    """Read who can get in to an account, by what way: a list worth phishing for. Each reading is on record."""
    ACCESS_VAULT = "access:vault"
    """See where the shared password of an account is kept."""
    ACCESS_KEEP = "access:keep"
    """Change who can get in, second factors and recovery, and ask for exceptions."""
    ACCESS_EXCEPT = "access:except"
    """Let something weak stand until a day."""
    HANDOVER_OPEN = "handover:open"
    """Ask that an account changes hands: owner, deputy or accountable department."""
    HANDOVER_READ = "handover:read"
    """See who hands an account to whom, and how far they are."""
    HANDOVER_LIST = "handover:list"
    """Say what is handed over."""
    HANDOVER_CONFIRM = "handover:confirm"
    """State that one can sign in now, or decline to take over."""
    HANDOVER_CLOSE = "handover:close"
    """Let a hand-over that both sides have done count."""
    HANDOVER_CANCEL = "handover:cancel"
    """Call a hand-over off."""
    ROTATION_READ = "rotation:read"
    """See when a credential was changed and is next due."""
    ROTATION_SCHEDULE = "rotation:schedule"
    """Decide when a credential has to be changed."""
    ROTATION_RECORD = "rotation:record"
    """State that an account's credential was changed."""
    CAMPAIGN_READ = "campaign:read"
    """See which campaigns run, how far they have come, and who has not answered."""
    CAMPAIGN_START = "campaign:start"
    """Start and close campaigns, and settle what owners ask for in them."""
    CAMPAIGN_ITEM = "campaign:item"
    """See what a campaign asks about one account; who can get in to it only those who may read that list."""
    CAMPAIGN_ANSWER = "campaign:answer"
    """Answer for one account in a campaign, or ask somebody else to."""
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
    PERSON_READ = "person:read"
    """See the page of a person: name, login, department, manager, mail, as any address book has them."""
    PERSON_FIND = "person:find"
    """Search everybody who works here."""
    PERSON_STATE = "person:state"
    """See that somebody left, is missing or will leave, and who had the login before.

    Not the person: a last day that the directory knows already is told by people, not by a page.
    """
    PERSON_ROLES = "person:roles"
    """See somebody's roles and the groups that give them."""
    PERSON_ACCOUNTS = "person:accounts"
    """See all accounts that somebody owns or stands in for."""
    PERSON_ACCESS = "person:access"
    """See what somebody can sign in to, and what their leaving would cost. Reading the latter is on record."""
    PERSON_ROTATIONS = "person:rotations"
    """See which changes of passwords somebody is asked for, and so what they can sign in to."""
    PERSON_TICKETS = "person:tickets"
    """See what somebody asked for and what they work on."""
    PERSON_POLICIES = "person:policies"
    """See what somebody has acknowledged and still owes."""
    PERSON_SESSIONS = "person:sessions"
    """See in which browsers somebody is signed in."""
    PERSON_HISTORY = "person:history"
    """See what the directory gave to and took from somebody, and when they signed in."""
    SETTINGS_READ = "settings:read"
    """See how this installation is set up, without its secrets: roles, rights, the directory and its runs."""
    DIRECTORY_CHECK = "directory:check"
    """Try the line to the directory, and what it says of one login."""
    REPORT_READ = "report:read"
    """Read reports over all accounts that tell states and numbers, and take them along as files."""
    REPORT_ACCESS = "report:access"
    """Read reports that tell who gets in to accounts and where recovery goes. Each reading is on record."""
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
        (Relation.MANAGER,),
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
    Permission.ACCOUNT_REGISTER: ((Role.COMMS,),),
    Permission.ACCOUNT_TURN: ((Role.COMMS,),),
    Permission.ACCOUNT_FREEZE: ((Role.SECURITY,),),
    Permission.ACCOUNT_IMPORT: ((Role.COMMS,),),
    Permission.REQUEST_ASK: ((Role.STAFF,),),
    Permission.REQUEST_READ: (
        (Role.COMMS,),
        (Role.SECURITY,),
        (Role.AUDITOR,),
        (Relation.REQUESTER,),
        (Relation.APPROVER,),
        (Relation.ASKED,),
        (Relation.OWNER,),
        (Relation.DEPUTY,),
        (Relation.HEAD,),
        (Relation.INCOMING,),
    ),
    Permission.REQUEST_ACCESS: (
        (Role.SECURITY,),
        (Role.AUDITOR,),
        (Relation.REQUESTER,),
        (Relation.APPROVER,),
        (Relation.ASKED,),
        (Relation.OWNER,),
        (Relation.DEPUTY,),
        (Relation.HEAD,),
        (Relation.INCOMING,),
    ),
    Permission.REQUEST_OVERVIEW: ((Role.COMMS,), (Role.SECURITY,), (Role.AUDITOR,)),
    Permission.REQUEST_APPROVE: ((Relation.APPROVER,),),
    Permission.REQUEST_REVISE: ((Relation.REQUESTER,),),
    Permission.REQUEST_WITHDRAW: ((Role.COMMS,), (Relation.REQUESTER,)),
    Permission.REQUEST_FINISH: ((Role.COMMS,), (Role.SECURITY,), (Relation.OWNER,)),
    Permission.REQUEST_LET_IN: ((Role.SECURITY,), (Relation.OWNER,)),
    Permission.PLATFORM_READ: ((Role.STAFF,),),
    Permission.IMPOSTOR_REPORT: ((Role.STAFF,),),
    Permission.IMPOSTOR_READ: ((Role.COMMS,), (Role.SECURITY,), (Role.AUDITOR,)),
    Permission.IMPOSTOR_DECIDE: ((Role.COMMS,),),
    Permission.PROOF_KEEP: ((Role.COMMS,),),
    Permission.ACCESS_STATES: (
        (Role.COMMS,),
        (Role.SECURITY,),
        (Role.AUDITOR,),
        (Role.AGENT,),
        (Relation.OWNER,),
        (Relation.DEPUTY,),
        (Relation.CUSTODIAN,),
        (Relation.HEAD,),
    ),
    Permission.ACCESS_READ: (
        (Role.SECURITY,),
        (Role.AUDITOR,),
        (Relation.OWNER,),
        (Relation.DEPUTY,),
        (Relation.HEAD,),
    ),
    Permission.ACCESS_VAULT: ((Role.SECURITY,), (Relation.OWNER,), (Relation.DEPUTY,), (Relation.HEAD,)),
    Permission.ACCESS_KEEP: ((Role.SECURITY,), (Relation.OWNER,), (Relation.DEPUTY,)),
    Permission.ACCESS_EXCEPT: ((Role.SECURITY,),),
    Permission.HANDOVER_OPEN: ((Role.COMMS,), (Relation.OWNER,), (Relation.HEAD,), (Relation.MANAGER,)),
    Permission.HANDOVER_READ: (
        (Role.COMMS,),
        (Role.SECURITY,),
        (Role.AUDITOR,),
        (Relation.OWNER,),
        (Relation.DEPUTY,),
        (Relation.HEAD,),
        (Relation.OUTGOING,),
        (Relation.INCOMING,),
        (Relation.MANAGER,),
        (Relation.REQUESTER,),
    ),
    Permission.HANDOVER_LIST: ((Relation.OUTGOING,),),
    Permission.HANDOVER_CONFIRM: ((Relation.INCOMING,),),
    Permission.HANDOVER_CLOSE: ((Role.COMMS,), (Relation.MANAGER,)),
    Permission.HANDOVER_CANCEL: ((Role.COMMS,), (Relation.REQUESTER,)),
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
    Permission.CAMPAIGN_READ: ((Role.COMMS,), (Role.SECURITY,), (Role.AUDITOR,)),
    Permission.CAMPAIGN_START: ((Role.COMMS,),),
    Permission.CAMPAIGN_ITEM: (
        (Role.COMMS,),
        (Role.SECURITY,),
        (Role.AUDITOR,),
        (Relation.ASKED,),
        (Relation.OWNER,),
        (Relation.DEPUTY,),
        (Relation.HEAD,),
    ),
    Permission.CAMPAIGN_ANSWER: ((Role.COMMS,), (Relation.ASKED,), (Relation.OWNER,), (Relation.DEPUTY,)),
    Permission.TICKET_FILE: ((Role.STAFF,),),
    Permission.TICKET_READ: ((Relation.REQUESTER,), (Role.AGENT,), (Role.AUDITOR,)),
    Permission.TICKET_REPLY: ((Relation.REQUESTER,), (Role.AGENT,)),
    Permission.TICKET_QUEUE: ((Role.AGENT,), (Role.AUDITOR,)),
    Permission.TICKET_NOTES: ((Role.AGENT,), (Role.AUDITOR,)),
    Permission.TICKET_WORK: ((Role.AGENT,),),
    Permission.POLICY_READ: ((Role.STAFF,),),
    Permission.POLICY_ACKNOWLEDGE: ((Role.STAFF,),),
    Permission.POLICY_COVERAGE: ((Role.COMMS,), (Role.SECURITY,), (Role.AUDITOR,)),
    Permission.PERSON_READ: (
        (Relation.COLLEAGUE,),
        (Role.COMMS,),
        (Role.SECURITY,),
        (Role.AUDITOR,),
        (Role.ADMIN,),
    ),
    Permission.PERSON_FIND: ((Role.AGENT,), (Role.COMMS,), (Role.SECURITY,), (Role.AUDITOR,), (Role.ADMIN,)),
    Permission.PERSON_STATE: ((Role.COMMS,), (Role.SECURITY,), (Role.AUDITOR,), (Role.ADMIN,)),
    Permission.PERSON_ROLES: ((Relation.SELF,), (Role.SECURITY,), (Role.AUDITOR,), (Role.ADMIN,)),
    Permission.PERSON_ACCOUNTS: ((Relation.SELF,), (Role.COMMS,), (Role.SECURITY,), (Role.AUDITOR,)),
    Permission.PERSON_ACCESS: ((Role.SECURITY,), (Role.AUDITOR,)),
    Permission.PERSON_ROTATIONS: ((Relation.SELF,), (Role.SECURITY,), (Role.AUDITOR,)),
    Permission.PERSON_TICKETS: ((Relation.SELF,), (Role.AGENT,), (Role.AUDITOR,)),
    Permission.PERSON_POLICIES: (
        (Relation.SELF,),
        (Relation.MANAGER,),
        (Role.COMMS,),
        (Role.SECURITY,),
        (Role.AUDITOR,),
    ),
    Permission.PERSON_SESSIONS: ((Relation.SELF,), (Role.SECURITY,), (Role.AUDITOR,)),
    Permission.PERSON_HISTORY: ((Role.SECURITY,), (Role.AUDITOR,)),
    Permission.SETTINGS_READ: ((Role.ADMIN,), (Role.AUDITOR,)),
    Permission.DIRECTORY_CHECK: ((Role.ADMIN,),),
    Permission.REPORT_READ: ((Role.COMMS,), (Role.SECURITY,), (Role.AUDITOR,)),
    Permission.REPORT_ACCESS: ((Role.SECURITY,), (Role.AUDITOR,)),
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
