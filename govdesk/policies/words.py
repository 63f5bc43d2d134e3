"""How the history tells of policies."""

from govdesk import audit
from govdesk.i18n import _l


def teach() -> None:
    """Add this room's sentences."""
    audit.tells(
        {
            "policies:version:published": _l("published a version"),
            "policies:version:acknowledged": _l("acknowledged a version"),
        },
        fields={"version": _l("version"), "digest": _l("fingerprint"), "effective_on": _l("in force from")},
    )
