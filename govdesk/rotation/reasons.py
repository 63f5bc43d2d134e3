"""Why a credential is to be changed: the calendar, or one of the events that make it known to the wrong people."""

from govdesk.i18n import _l
from govdesk.words import Labelled


class RotationReason(Labelled):
    """`SCHEDULED` is the calendar's; all others are kinds of events."""

    SCHEDULED = "scheduled", _l("Scheduled by security")
    COMPROMISE = "compromise", _l("It may be known to strangers")
    LEAVER = "leaver", _l("Somebody who knew it left")
    BREACH = "breach", _l("A tool or vendor that has it was broken into")
    DEVICE = "device", _l("A device that has it is lost")
    AGENCY = "agency", _l("The contract of an agency that knew it has ended")
    REMOVED = "removed", _l("Somebody who knew it has no business with it any more")
    MOVER = "mover", _l("Somebody who knew it works elsewhere now")
    CAMPAIGN = "campaign", _l("Its platform, or an answer in a campaign, makes a change necessary")
    REQUEST = "request", _l("Somebody who answers for it asked for a change")


URGENCY = tuple(RotationReason)[1:]
"""Kinds of events, the most urgent first: that is the reason told where several stand."""
