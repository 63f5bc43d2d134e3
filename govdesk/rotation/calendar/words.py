"""How the history tells what was done in the calendar."""

from govdesk import audit
from govdesk.i18n import _l

audit.tells(
    {
        "rotation:calendar:exported": _l("took the calendar along as a file"),
        "rotation:overdue:read": _l("read what is overdue and who was told of it"),
        "rotation:overdue:exported": _l("took along as a file what is overdue and who was told of it"),
    },
    fields={"format": _l("Format"), "reason_digest": _l("Digest of the reason")},
)
