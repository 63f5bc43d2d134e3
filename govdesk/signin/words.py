"""How the history tells what happened at the door."""

from govdesk import audit
from govdesk.directory.ldap.refusals import Refusal
from govdesk.i18n import _l

audit.tells(
    {
        "signin:attempt:refused": _l("refused a sign-in as this person"),
        "signin:breakglass:opened": _l("opened the break-glass account"),
        "signin:breakglass:used": _l("signed in by the break-glass account"),
        "signin:breakglass:refused": _l("refused a sign-in to the break-glass account"),
        "signin:breakglass:closed": _l("closed the break-glass account"),
        "signin:breakglass:expired": _l("noted that the time of the break-glass account is over"),
    },
    fields={
        "refusal": _l("reason"),
        "address": _l("from"),
        "hours": _l("hours"),
    },
)
audit.labels(Refusal, "refusal")
