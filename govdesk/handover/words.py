"""How the history speaks about hand-overs."""

from govdesk import audit
from govdesk.directory.queries import people_names
from govdesk.handover.queries import handover_things
from govdesk.i18n import _l

audit.tells(
    {
        "handover:step:asked": _l("asked for a confirmation that sign-in works"),
        "handover:step:opened": _l("opened a hand-over"),
        "handover:list:read": _l("read what is handed over"),
        "handover:step:listed": _l("listed what is handed over"),
        "handover:step:confirmed": _l("confirmed that sign-in and second factor work"),
        "handover:step:closed": _l("closed the hand-over"),
        "handover:step:declined": _l("declined to take the account over"),
        "handover:step:cancelled": _l("cancelled the hand-over"),
    },
    fields={"outgoing_id": _l("From"), "incoming_id": _l("To")},
)
audit.names(people_names, "outgoing_id", "incoming_id")
audit.things("handover", handover_things)
