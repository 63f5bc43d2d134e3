"""The steps of a hand-over, and what is handed over."""

from datetime import timedelta
from enum import StrEnum

from govdesk.i18n import _l
from govdesk.words import Labelled, Tone

LONGEST_TEXT = 500
STALE_AFTER = timedelta(days=14)
"""How long a step may take before the hand-over is shown as stuck."""
MOST_AT_ONCE = 200
"""Accounts that one form hands over."""


class Nudge(StrEnum):
    """Who is told that nothing happens, one after the other."""

    THEMSELVES = "themselves"
    """Whose turn it is."""
    MANAGER = "manager"
    """They and their manager."""
    COMMS = "comms"
    """They and communications, every week from then on."""


NUDGE_EVERY = timedelta(days=7)


def nudge_after(last: Nudge | None) -> Nudge:
    """Who is told next."""
    return {None: Nudge.THEMSELVES, Nudge.THEMSELVES: Nudge.MANAGER}.get(last, Nudge.COMMS)


class HandoverState(Labelled):
    LISTING = "listing", _l("Waits for the list"), Tone.SOON
    CONFIRMING = "confirming", _l("Waits to be confirmed"), Tone.SOON
    CLOSING = "closing", _l("Waits to be closed"), Tone.SOON
    CLOSED = "closed", _l("Closed"), Tone.OK
    DECLINED = "declined", _l("Declined"), Tone.LATE
    CANCELLED = "cancelled", _l("Cancelled"), Tone.FROZEN

    @property
    def is_open(self) -> bool:
        """Somebody has yet to do something."""
        return self in STILL_OPEN


STILL_OPEN = (HandoverState.LISTING, HandoverState.CONFIRMING, HandoverState.CLOSING)


class Item(Labelled):
    """What is handed over with an account: what there is, never what opens it."""

    SIGN_IN = "sign_in", _l("How one signs in")
    SECOND_FACTOR = "second_factor", _l("Second factor")
    RECOVERY = "recovery", _l("Ways to recover it")
    TOOLS = "tools", _l("Connected tools")
