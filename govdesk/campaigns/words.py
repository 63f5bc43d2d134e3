"""How the history tells what this room did."""

from govdesk import audit
from govdesk.campaigns.models import Answer
from govdesk.campaigns.queries import campaign_names, campaign_things
from govdesk.campaigns.said import Wrong
from govdesk.directory.queries import people_names
from govdesk.i18n import _l

audit.tells(
    {
        "campaigns:campaign:started": _l("started a campaign"),
        "campaigns:accounts:counted": _l("counted accounts by what is on lists of who can get in"),
        "campaigns:accounts:read": _l("read which accounts were picked by what is on their lists"),
        "campaigns:campaign:closed": _l("closed a campaign"),
        "campaigns:account:attested": _l("confirmed that the account is ours and who has it"),
        "campaigns:correction:asked": _l("asked communications to correct the register"),
        "campaigns:handover:asked": _l("asked to hand the account over"),
        "campaigns:retirement:asked": _l("asked to retire the account"),
        "campaigns:task:done": _l("did what a campaign asked for"),
        "campaigns:task:not-needed": _l("stated that what a campaign asks for is not needed"),
        "campaigns:task:impossible": _l("stated that what a campaign asks for cannot be done"),
        "campaigns:task:settled": _l("settled what was asked for in a campaign"),
        "campaigns:answer:withdrawn": _l("took an answer to a campaign back"),
        "campaigns:campaign:asked-again": _l("had all reminded who have not answered"),
        "campaigns:question:delegated": _l("asked somebody else to answer a campaign"),
        "campaigns:question:dropped": _l("dropped a campaign's question, since the account is no longer in use"),
    },
    fields={
        "campaign_id": _l("Campaign"),
        "accounts": _l("Accounts"),
        "unanswered": _l("Without an answer"),
        "asked_id": _l("Who is asked"),
        "note": _l("Note"),
        "answer": _l("Answer"),
        "wrong": _l("What is wrong"),
    },
)
audit.labels(Answer, "answer")
audit.labels(Wrong, "wrong")
audit.names(campaign_names, "campaign_id")
audit.names(people_names, "asked_id")
audit.things("campaign", campaign_things)
