"""The people that the README, the tests and every demonstration know by their first names."""

from datetime import date
from typing import NamedTuple

from govdesk.demo import departments


class Part(NamedTuple):
    """One member of the cast: who it is and why it is there."""

    login: str
    given: str
    surname: str
    department: str
    group: str | None
    left_on: date | None = None


AGENTS = "govdesk-agents"
COMMS = "govdesk-comms"
SECURITY = "govdesk-security"
AUDITORS = "govdesk-auditors"
ADMINS = "govdesk-admins"
PRESS = "noaa-press"
NEWSLETTER = "govdesk-comms-newsletter"
"""Looks like the group of comms and grants nothing: roles go by the whole name."""
OFFICE = "communications-office"
NESTED = ((COMMS, OFFICE),)
"""Groups that are members of groups: the whole office has the role of comms."""

CAST = (
    Part("grace", "Grace", "Whitfield", departments.COMMUNICATIONS, COMMS),
    Part("sam", "Sam", "Torvald", departments.SECURITY, SECURITY),
    Part("mei", "Mei", "Lin", departments.SERVICE_DESK, AGENTS),
    Part("ada", "Ada", "Okoro", departments.PRESS, PRESS),
    Part("olu", "Olu", "Adebayo", departments.CENSUS, None),
    Part("noor", "Noor", "Rahimi", departments.AUDIT, AUDITORS),
    Part("root", "Ruth", "Oort", departments.SERVICE_DESK, ADMINS),
    Part("lars", "Lars", "Hedlund", departments.PRESS, PRESS, left_on=date(2026, 2, 13)),
)
