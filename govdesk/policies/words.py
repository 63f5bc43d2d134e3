"""How the history tells of policies."""

from collections.abc import Iterable
from dataclasses import replace

from govdesk import audit
from govdesk.audit.history import Line
from govdesk.i18n import _l
from govdesk.policies.queries import policy_things

DIGEST = _l("Fingerprint")


def teach() -> None:
    """Add this room's sentences."""
    audit.tells(
        {
            "policies:version:published": _l("published a version"),
            "policies:version:acknowledged": _l("acknowledged a version"),
        },
        fields={"version": _l("Version"), "digest": DIGEST, "effective_on": _l("In force from")},
    )
    audit.things("policy", policy_things)


def in_short(lines: Iterable[Line]) -> list[Line]:
    """`lines` without the fingerprints: 64 characters each, and the same all the way down."""
    return [replace(line, details=[d for d in line.details if d[0] != str(DIGEST)]) for line in lines]
