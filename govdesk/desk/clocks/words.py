"""How business time, due moments and warnings are said."""

from datetime import datetime, timedelta, tzinfo

from babel.dates import format_datetime

from govdesk import audit
from govdesk.i18n import _, _l, locale

A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)

PRIORITY_CHANGED = "desk:ticket:prioritised"
PLATFORM_ASKED = "desk:ticket:platform-asked"
PLATFORM_ANSWERED = "desk:ticket:platform-answered"
PASSED_ON, TAKEN_BACK = "desk:ticket:passed-on", "desk:ticket:taken-back"

audit.tells(
    {
        PRIORITY_CHANGED: _l("changed the priority"),
        PLATFORM_ASKED: _l("asked the platform and waits for it"),
        PLATFORM_ANSWERED: _l("does not wait for the platform any more"),
        PASSED_ON: _l("passed the ticket on to another team"),
        TAKEN_BACK: _l("has the ticket back from the other team"),
    },
    fields={"team": _l("Team"), "case_number": _l("Case number"), "chase_on": _l("Ask again on")},
)


def amount_words(amount: timedelta) -> str:
    """`45 min`, `3 h`, `3 h 20 min`; whole minutes, less than one counts as one."""
    hours, rest = divmod(max(amount, A_MINUTE), AN_HOUR)
    minutes = rest // A_MINUTE
    if not hours:
        return _("%(n)d min", n=minutes)
    return _("%(h)d h %(n)d min", h=hours, n=minutes) if minutes else _("%(n)d h", n=hours)


def moment_in(at: datetime, tz: tzinfo) -> str:
    """`Mon 1 Mar, 09:30`, as the clocks show it in a zone."""
    return str(format_datetime(at, "EEE d MMM, HH:mm", tzinfo=tz, locale=locale()))
