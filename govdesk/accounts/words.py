"""How the history speaks about accounts."""

from govdesk import audit
from govdesk.accounts.models import AccountState, Tier
from govdesk.accounts.queries import account_names, account_things, import_names
from govdesk.directory.queries import people_names
from govdesk.i18n import _l

audit.tells(
    {
        "accounts:access:read": _l("read which accounts this person can sign in to"),
        "accounts:register:exported": _l("took the whole register along as a file, with who can sign in"),
        "accounts:list:exported": _l("took a list of accounts along as a file"),
        "accounts:account:imported": _l("brought the account in from a file"),
        "accounts:account:registered": _l("registered the account"),
        "accounts:handle:changed": _l("noted that the account has another handle on its platform"),
        "accounts:handle:remembered": _l("noted a handle that the account had before"),
        "accounts:platform_id:recorded": _l("noted the platform's own id of the account"),
        "accounts:account:renamed": _l("changed the name"),
        "accounts:departments:assigned": _l("set the owning departments"),
        "accounts:owner:assigned": _l("set the owner"),
        "accounts:deputy:assigned": _l("set the deputy"),
        "accounts:custodian:added": _l("handed the credential to a custodian"),
        "accounts:custodian:ended": _l("took the credential from a custodian"),
        "accounts:custodian:left": _l("noted that a custodian has left and holds the credential no longer"),
        "accounts:owner:left": _l("noted that the owner has left: the account needs a new one"),
        "accounts:deputy:left": _l("noted that the deputy has left"),
        "accounts:person:moved": _l("noted that somebody who has to do with the account works elsewhere now"),
        "accounts:person:returned": _l("gave nothing back of what this person held before"),
        "accounts:account:gone": _l("noted that the source of this account does not list it any more"),
        "accounts:account:taken-back": _l("took the account out again with the import that had brought it in"),
        "accounts:state:changed": _l("put the account into another state"),
        "accounts:tier:set": _l("said how much harm it does when somebody else is in"),
        "accounts:account:not-opened": _l("took the account out again: it was approved and not opened"),
        "accounts:import:applied": _l("brought in a file of accounts"),
        "accounts:import:undone": _l("took an import back"),
    },
    fields={
        "department_ids": _l("Departments"),
        "owner_id": _l("Owner"),
        "deputy_id": _l("Deputy"),
        "custodian_id": _l("Custodian"),
        "custodian_ids": _l("Custodians"),
        "mover_id": _l("Who"),
        "account_ids": _l("Accounts"),
        "import_id": _l("File"),
        "row": _l("Row"),
        "name": _l("Name"),
        "state": _l("State"),
        "tier": _l("Risk"),
        "handle": _l("Handle"),
        "former": _l("Former handle"),
        "url": _l("Address"),
        "platform_id": _l("Id on the platform"),
        "new": _l("New accounts"),
        "changed": _l("Changed accounts"),
        "gone": _l("Accounts gone from the source"),
        "removed": _l("Accounts taken out"),
        "put_back": _l("Accounts put back as they were"),
        "address": _l("Address"),
    },
)
audit.names(people_names, "owner_id", "deputy_id", "custodian_id", "custodian_ids", "mover_id")
audit.names(import_names, "import_id")
audit.names(account_names, "account_id", "account_ids")
audit.labels(AccountState, "state")
audit.labels(Tier, "tier")
audit.things("social_account", account_things)
audit.tells_holders("custodian_id", "custodian_ids", "mover_id")
audit.is_about_holders(
    "accounts:custodian:added", "accounts:custodian:ended", "accounts:custodian:left", "accounts:person:moved"
)
