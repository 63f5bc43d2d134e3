"""Does a draft say that it is paid for?

Source: 16 CFR 255.5 (2023): a tie that readers would not expect is said clearly, in the post itself.
"""

from collections.abc import Iterator

import regex

from govdesk.i18n import _
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import DISCLOSURE, Finding, Fix, Gate, Severity

_VAGUE = frozenset({"sp", "spon", "ee", "partner", "collab", "ambassador", "thanks2"})
"""Tags that many readers do not understand."""
_CLEAR_TAGS = frozenset({"ad", "advertisement", "sponsored", "paidpartnership", "anzeige", "werbung", "publicidade"})
_CLEAR = regex.compile(
    r"\A\s*(?:ad|advertisement|anzeige|werbung)\s*[:|–-]|\bpaid partnership\b|\badvertisement\b", regex.I
)
_CUE = regex.compile(
    r"\b(?:sponsored by|in (?:paid )?(?:partnership|collaboration) with|thanks to our (?:sponsor|partner)s?"
    r"|(?:gifted|paid) (?:by|for by)|affiliate link|use (?:my|our) code|promo(?:tion)? code|discount code)\b",
    regex.IGNORECASE,
)
_FOLD = 140
"""Code points after which platforms hide the rest behind "more"; LinkedIn is the strictest."""


def check_disclosure(draft: Draft) -> list[Finding]:
    return [*_vague(draft), *_missing(draft), *_buried(draft)]


def _vague(draft: Draft) -> Iterator[Finding]:
    message = _("Many readers do not know what this tag means. Say #ad, or that it is paid for.")
    for tag in draft.tags:
        if tag.name.lower() in _VAGUE and not _is_marked(draft):
            yield _stop("disclosure.vague", tag.start, tag.end, message, Fix(tag.start, tag.end, "#ad"))


def _missing(draft: Draft) -> Iterator[Finding]:
    if _is_marked(draft):
        return
    message = _("This sounds paid for. Say so at the beginning, with #ad or “Ad:”.")
    for cue in _CUE.finditer(draft.text):
        yield _stop("disclosure.missing", *cue.span(), message, Fix(0, 0, _("Ad:") + " "))


def _buried(draft: Draft) -> Iterator[Finding]:
    message = _("Where many tags stand together, or behind “more”, nobody sees that this is paid for. Say it first.")
    clear = [(number, tag) for number, tag in enumerate(draft.tags) if tag.name.lower() in _CLEAR_TAGS]
    for number, tag in clear:
        if (number > 1 or tag.start > _FOLD) and not _CLEAR.search(draft.text):
            yield Finding("disclosure.buried", Gate.ACKNOWLEDGE, tag.start, tag.end, message, DISCLOSURE)


def _is_marked(draft: Draft) -> bool:
    return any(tag.name.lower() in _CLEAR_TAGS for tag in draft.tags) or _CLEAR.search(draft.text) is not None


def _stop(rule: str, start: int, end: int, message: str, fix: Fix) -> Finding:
    return Finding(rule, Gate.BLOCK, start, end, message, DISCLOSURE, fix, Severity.ERROR)
