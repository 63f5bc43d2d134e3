"""How the history speaks about impostors, and about accounts that are no longer used."""

from govdesk import audit
from govdesk.accounts.queries import account_names
from govdesk.i18n import _l
from govdesk.proof.models import Standing
from govdesk.proof.outsiders import outsider_things

audit.tells(
    {
        "proof:outsider:reported": _l("reported that this pretends to be ours"),
        "proof:outsider:decided": _l("decided what this is"),
        "proof:succession:told": _l("said until when the account was ours and what replaced it"),
    },
    fields={
        "standing": _l("Standing"),
        "imitated_id": _l("Pretends to be"),
        "reason_digest": _l("Digest of the reason"),
        "until_on": _l("Until"),
        "replaced_by_id": _l("Replaced by"),
    },
)
audit.names(account_names, "imitated_id", "replaced_by_id")
audit.labels(Standing, "standing")
audit.things("outsider", outsider_things)
