"""What can be said about a tool, and when somebody is told that its time ends. Pure."""

from datetime import date, timedelta

from govdesk.i18n import _l
from govdesk.words import Labelled, Tone

DAYS_BEFORE = (14, 0)
"""How long before the last day somebody is told; 0 is the day itself."""


class ToolKind(Labelled):
    PLANNER = "planner", _l("Plans and publishes posts")
    LISTENING = "listening", _l("Listens and measures")
    INBOX = "inbox", _l("Answers messages and comments")
    DESIGN = "design", _l("Makes pictures, films or texts")
    LINKS = "links", _l("Shortens or gathers links")
    ARCHIVE = "archive", _l("Keeps records")
    PLATFORM = "platform", _l("A social platform")
    SITE = "site", _l("Another site")
    OTHER = "other", _l("Something else")


class ToolState(Labelled):
    ALLOWED = "allowed", _l("Allowed"), Tone.OK
    CONDITIONAL = "conditional", _l("Allowed on conditions"), Tone.OK
    REFUSED = "refused", _l("Not allowed"), Tone.LATE
    REVIEW = "review", _l("Being looked at"), Tone.SOON
    OVER = "over", _l("Time is over, to be looked at again"), Tone.SOON
    """Derived from the last day, never stored."""

    @property
    def is_allowed(self) -> bool:
        return self in (ToolState.ALLOWED, ToolState.CONDITIONAL)

    @property
    def is_decision(self) -> bool:
        """Somebody has said yes or no."""
        return self.is_allowed or self is ToolState.REFUSED


STORED = tuple(state for state in ToolState if state is not ToolState.OVER)


def next_reminder_on(until_on: date, after: date) -> date | None:
    """The first day later than `after` on which somebody is told; None when all are over."""
    days = (until_on - timedelta(days=before) for before in DAYS_BEFORE)
    return next((day for day in days if day > after), None)
