"""The words that files of request types are written with."""

from govdesk.desk.rules import Priority
from govdesk.i18n import _l
from govdesk.words import Labelled


class Group(Labelled):
    """Under which heading people find a type."""

    TROUBLE = "trouble", _l("Something is wrong")
    ACCESS = "access", _l("Accounts, access and tools")
    PUBLISHING = "publishing", _l("What is published")
    LEARNING = "learning", _l("Rules, figures and learning")


class FieldKind(Labelled):
    """What an answer is."""

    TEXT = "text", _l("A line of text")
    LONG_TEXT = "long_text", _l("A few sentences")
    URL = "url", _l("An address")
    URLS = "urls", _l("Addresses, one a line")
    ACCOUNT = "account", _l("An account of the register")
    PERSON = "person", _l("Somebody who works here")
    PEOPLE = "people", _l("People who work here, one a line")
    DEPARTMENT = "department", _l("A department")
    DATE = "date", _l("A day")
    MOMENT = "moment", _l("A day and a time")
    CHOICE = "choice", _l("One of several")
    YES_NO = "yes_no", _l("Yes or no")
    NUMBER = "number", _l("A number")
    TOOL = "tool", _l("A tool or site")


class Picker(Labelled):
    """Whether a type asks first which account it is about."""

    REQUIRED = "required", _l("Always")
    OPTIONAL = "optional", _l("Where there is one")
    NONE = "none", _l("Never")


class Approver(Labelled):
    """Whose word is needed."""

    MANAGER = "manager", _l("The manager of who asks")
    HEAD = "head", _l("The head of the department")
    OWNER = "owner", _l("The owner of the account")
    COMMS = "comms", _l("Communications")
    SECURITY = "security", _l("Security")


class Consulted(Labelled):
    """Who is asked for advice, beside who answers."""

    LEGAL = "legal", _l("Legal counsel")
    IT = "it", _l("IT")
    SECURITY = "security", _l("Security")
    COMMS = "comms", _l("Communications")
    MANAGER = "manager", _l("The manager")
    BRAND = "brand", _l("Brand")
    FINANCE = "finance", _l("Finance")
    PRIVACY = "privacy", _l("Privacy")
    RECORDS = "records", _l("Records")
    HR = "hr", _l("Human resources")
    POLICE = "police", _l("The contact at the police")
    LEADERSHIP = "leadership", _l("Leadership")
    VENDOR = "vendor", _l("The vendor")


class WhenFiled(Labelled):
    """What happens by itself once a ticket is there."""

    TELL_SECURITY = "tell_security", _l("Security is told at once that somebody else may be in the account")


class WhenClosed(Labelled):
    """What the register is told when a ticket is closed."""

    CHANGE_ACCESS = "change_access", _l("The access that was asked for is given or ended in the register")
    DECIDE_TOOL = "decide_tool", _l("A decision on the page of tools has to be there")


class LeadsTo(Labelled):
    """A type whose questions another page asks already."""

    OPEN_ACCOUNT = "open_account", _l("Open an account")


PRIORITIES = {
    "P1": Priority.URGENT,
    "P2": Priority.HIGH,
    "P3": Priority.NORMAL,
    "P4": Priority.LOW,
}
"""As files name them → as tickets have them."""
