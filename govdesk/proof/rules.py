"""What the public is told of an account, by its state. Pure."""

from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class Status(Labelled):
    """The four answers to "is this yours?"."""

    OFFICIAL = "official", _l("Official"), Tone.OK
    FORMER = "former", _l("No longer ours"), Tone.FROZEN
    IMPOSTOR = "impostor", _l("Impostor"), Tone.LATE
    UNKNOWN = "unknown", _l("Not known to us"), Tone.UNKNOWN


OFFICIAL_STATES = ("active", "dormant", "frozen")
"""Ours, and in our hands. That nothing is posted there just now, or must not be, is nobody's business outside."""
FORMER_STATES = ("retired",)
"""Ours once, and no longer."""
# Of all other states nothing is confirmed. Of a requested account a squatter would learn the handle to take; for one
# in hostile hands nobody can vouch, and that it is in such hands is told by communications, not by this page.


def disarmed(url: str) -> str:
    """`url` so that no program makes a link of it: hxxps://x[.]com/name. Whatever takes addresses reads it still."""
    scheme, _mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.replace('tt', 'xx', 1)}://{host.replace('.', '[.]')}{slash}{path}"


def status_of(state: str) -> Status:
    """The answer for an account on record in `state`; a state not listed above is not vouched for."""
    if state in OFFICIAL_STATES:
        return Status.OFFICIAL
    return Status.FORMER if state in FORMER_STATES else Status.UNKNOWN
