"""How the history tells what this room did."""

from govdesk import audit
from govdesk.directory.queries import people_names
from govdesk.i18n import _l
from govdesk.rotation.queries import schedule_things
from govdesk.rotation.reasons import RotationReason
from govdesk.rotation.rules import Credential

audit.tells(
    {
        "rotation:custodians:read": _l("read who is asked to change it"),
        "rotation:list:printed": _l("printed on the command line what is owed, and by whom"),
        "rotation:schedule:set": _l("scheduled a rotation"),
        "rotation:schedule:changed": _l("changed a rotation's schedule"),
        "rotation:credential:rotated": _l("recorded a rotation"),
        "rotation:change:forced": _l("asked for a change, since somebody else may be in"),
        "rotation:change:demanded": _l("asked for a change, since somebody who could know the credential has left"),
        "rotation:change:due": _l("asked for a change, since somebody knows it who should no longer"),
        "rotation:event:opened": _l("put on record by what credentials became known"),
        "rotation:responsible:left": _l("noted that whoever was asked to change it has left"),
    },
    fields={
        "operator": _l("At the keyboard"),
        "rows": _l("Lines"),
        "credential": _l("Credential"),
        "due_on": _l("Due"),
        "rotated_on": _l("Changed on"),
        "every_days": _l("Repeats after days"),
        "responsible_id": _l("Responsible"),
        "leaver_id": _l("Who left"),
        "happened_at": _l("Happened"),
        "losses": _l("Credentials"),
    },
)
audit.names(people_names, "responsible_id", "leaver_id")
audit.labels(Credential, "credential")
audit.labels(RotationReason, "kind")
audit.things("rotation_schedule", schedule_things)
audit.tells_holders("leaver_id", "responsible_id", "rotation:credential:rotated")
