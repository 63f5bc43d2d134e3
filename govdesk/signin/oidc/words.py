"""How the history tells which names at the provider were tied to whom."""

from govdesk import audit
from govdesk.i18n import _l

audit.tells(
    {
        "signin:identity:pinned": _l("signed in through the company's provider for the first time"),
        "signin:identity:refused": _l(
            "refused a sign-in through the company's provider: it was tied to somebody else"
        ),
        "signin:identity:forgotten": _l("let this person be tied anew to a name at the company's provider"),
    },
    fields={"issuer": _l("provider")},
)
