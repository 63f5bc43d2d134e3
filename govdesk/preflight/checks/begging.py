"""Good manners: nobody is asked for likes."""

import regex

from govdesk.i18n import _
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import Finding, Gate, Severity

_DEED = r"(?:like|share|rt|retweet|repost|follow|comment)"
_BEGS = regex.compile(
    rf"\b(?:{_DEED}(?:,| and| &| or| this)* (?:if you|to win|for a chance|{_DEED})|rt if|tag (?:a|your) friends?"
    r"|follow (?:us )?for follow|smash that|double[- ]tap if)\b",
    regex.IGNORECASE,
)


def check_begging(draft: Draft) -> list[Finding]:
    message = _("Asking for likes or shares costs respect, and platforms show such posts to fewer people.")
    return [
        Finding("etiquette.begging", Gate.ADVISE, *found.span(), message, severity=Severity.SUGGESTION)
        for found in _BEGS.finditer(draft.text)
    ]
