"""What there is to do in an incident, what its log tells, and by what accounts are linked."""

from datetime import datetime, timedelta
from math import ceil

from govdesk.i18n import _l
from govdesk.words import Labelled


class Step(Labelled):
    """What nobody can do but people, in the order in which it helps most."""

    STOP_POSTS = "stop_posts", _l("Stop all scheduled posts, in each tool that can post there")
    EVIDENCE = "evidence", _l("Keep evidence before anything is deleted: posts, mails, settings, times")
    PLATFORM = "platform", _l("Tell the platform, by its own form for accounts that were taken over")
    INSIDE = "inside", _l("Tell people inside: who posts, who answers the press, who is on call")
    PUBLIC = "public", _l("Tell the public, from an account that is ours beyond doubt")


class EntryKind(Labelled):
    """What a line of the log is about."""

    OPENED = "opened", _l("Incident mode began")
    STATE = "state", _l("State changed")
    ROTATED = "rotated", _l("Credential changed")
    ENDED = "ended", _l("Access ended")
    ENTERED = "entered", _l("Put on the list")
    TAKEN_IN = "taken_in", _l("Account taken in")
    STEP = "step", _l("Step done")
    SHEET = "sheet", _l("Emergency sheet taken")
    CALLED = "called", _l("Called to the sheet")
    NOTE = "note", _l("Note")
    CLOSED = "closed", _l("Incident mode ended")


class ThingKind(Labelled):
    """What opens an account, or whoever has something that does."""

    PERSON = "person", _l("Person")
    AGENCY = "agency", _l("Agency")
    MAILBOX = "mailbox", _l("Recovery mailbox")
    PHONE = "phone", _l("Recovery phone")
    CODES = "codes", _l("Recovery codes")
    FACTOR = "factor", _l("Second factor")
    TOOL = "tool", _l("Connected tool")
    SEAT = "seat", _l("Seat in a tool")
    TOKEN = "token", _l("API token")
    DEVICE = "device", _l("Trusted device")


LINKING = (ThingKind.PERSON, ThingKind.AGENCY, ThingKind.MAILBOX, ThingKind.PHONE, ThingKind.TOOL)
"""By these, whoever is in one account may be in another."""
SHEET_ONCE_IN = timedelta(minutes=10)
"""Who looks at the sheet again within this time has taken it once."""


def hours_between(begin: datetime, end: datetime) -> int:
    """Begun hours, at least one."""
    return max(ceil((end - begin) / timedelta(hours=1)), 1)
