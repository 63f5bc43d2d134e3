"""How the history tells what happened to people and sessions."""

from govdesk import audit
from govdesk.access import Role
from govdesk.directory.queries import department_names, people_names, person_things
from govdesk.i18n import _l

audit.names(people_names, "actor_id", "manager_id")
audit.names(department_names, "department_id", "department_ids")
audit.tells(
    {
        "directory:session:started": _l("signed in"),
        "directory:session:ended": _l("signed out"),
        "directory:person:left": _l("noted that this person has left"),
        "directory:person:returned": _l("noted that this person is back"),
        "directory:person:changed": _l("noted what the directory says of this person now"),
        "directory:person:led": _l("noted another manager of this person"),
        "directory:rules:changed": _l("noted other rules of who gets which role"),
        "directory:role:granted": _l("gave this person a role"),
        "directory:role:withdrawn": _l("withdrew a role from this person"),
    },
    fields={
        "left_on": _l("left on"),
        "leaves_on": _l("last day"),
        "login": _l("login"),
        "name": _l("name"),
        "mail": _l("mail address"),
        "manager_id": _l("manager"),
        "role": _l("role"),
        "group_dn": _l("group of the directory"),
        "fingerprint": _l("fingerprint of the rules"),
    },
)
audit.labels(Role, "role")
audit.things("person", person_things)
