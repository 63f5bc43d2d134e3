"""The awkward company's groups, the roles they give, and what lies among the people without being one."""

from govdesk.access import Role
from tests.directory.lab.model import NOT_AD, ONLY_AD, ONLY_OPENLDAP, Group, GroupKind, Other, OtherKind

ROLES = {
    "govdesk-agents": Role.AGENT,
    "govdesk-comms": Role.COMMS,
    "govdesk-security": Role.SECURITY,
    "govdesk-auditors": Role.AUDITOR,
    "govdesk-admins": Role.ADMIN,
    "unique-auditors": Role.AUDITOR,
    "posix-agents": Role.AGENT,
    "press-list": Role.COMMS,
    "crowd": Role.AGENT,
}
"""Group (key) → role: the mapping that goes with the company. `press-list` must give nothing."""

GROUPS = (
    Group("govdesk-agents", "govdesk-agents", people=("staff-001", "comma", "filter"), groups=("loop-a",)),
    Group("govdesk-comms", "govdesk-comms", people=("staff-002", "arabic"), groups=("comms-europe",)),
    Group("govdesk-security", "govdesk-security", people=("staff-003", "quotes", "null"), groups=("security-night",)),
    Group("govdesk-auditors", "govdesk-auditors", people=("staff-004", "comma")),
    Group("govdesk-admins", "govdesk-admins", people=("chief", "staff-005")),
    # Nested three deep, below a role group.
    Group("comms-europe", "comms-europe", people=("staff-011",), groups=("comms-vienna",)),
    Group("comms-vienna", "comms-vienna", people=("staff-012",), groups=("comms-vienna-press",)),
    Group("comms-vienna-press", "comms-vienna-press", people=("staff-013", "slash", "backslash")),
    Group("security-night", 'Security, "Night" + Day', people=("staff-014",)),
    # Three groups that are members of each other in a ring.
    Group("loop-a", "loop-a", people=("staff-021",), groups=("loop-b",)),
    Group("loop-b", "loop-b", people=("staff-022",), groups=("loop-c",)),
    Group("loop-c", "loop-c", people=("staff-023", "semicolon"), groups=("loop-a",)),
    Group("itself", "itself", people=("staff-024",), groups=("itself",)),
    # Alike, and not the same: none of them gives a role.
    Group("govdesk-admin", "govdesk-admin", people=("staff-031", "admin")),
    Group("govdesk-admins-test", "govdesk-admins-test", people=("staff-032",)),
    Group("xgovdesk-admins", "xgovdesk-admins", people=("staff-033",)),
    Group("other-admins", "govdesk-admins", people=("staff-034",), place="other groups"),
    Group("comma-admins", "govdesk-admins,ou=groups", people=("staff-035",)),
    Group("empty", "empty"),
    Group("unique-auditors", "unique-auditors", ("staff-041",), kind=GroupKind.UNIQUE_NAMES, on=NOT_AD),
    Group("posix-agents", "posix-agents", ("staff-042", "digits"), kind=GroupKind.POSIX, on=ONLY_OPENLDAP),
    Group("press-list", "press-list", ("staff-043",), kind=GroupKind.DISTRIBUTION, on=ONLY_AD),
    Group("with-others", "with-others", ("staff-044",), others=("contact", "computer"), on=ONLY_AD),
)

OTHERS = (
    Other("contact", "Partner, Contact", OtherKind.CONTACT, "sales", mail="contact@partner.example"),
    Other("contact-shared", "Shared Contact", OtherKind.CONTACT, "care", mail="shared@awkward.example"),
    Other("computer", "PC-0815", OtherKind.COMPUTER, "it"),
    Other("backup", "backup service", OtherKind.SERVICE, "it"),
)


def crowd_group(members: tuple[str, ...]) -> Group:
    """More members than Active Directory gives in one answer, when there are more than 1,500."""
    return Group("crowd", "crowd", people=members)
