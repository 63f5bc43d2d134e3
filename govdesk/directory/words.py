"""How the history tells what happened to people and sessions."""

from govdesk import audit
from govdesk.directory.queries import department_names, people_names
from govdesk.i18n import _l

audit.names(people_names, "actor_id")
audit.names(department_names, "department_id", "department_ids")
audit.tells(
    {
        "directory:session:started": _l("signed in"),
        "directory:session:ended": _l("signed out"),
        "directory:person:left": _l("noted that this person has left"),
    },
    fields={"left_on": _l("left on")},
)
