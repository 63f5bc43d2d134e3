"""Does it fit, as the platform counts?"""

from govdesk.accounts.platforms.facts import Confidence, FurtherLimit, Limits, Unit
from govdesk.i18n import _
from govdesk.preflight.counting.pieces import Measure, overflow, total
from govdesk.preflight.counting.units import UNITS
from govdesk.preflight.counting.weighing import is_valid, weighed_as_reply
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import Finding, Gate, Severity


def measure_of(draft: Draft, unit: str) -> Measure:
    """X does not count whom an answer is for."""
    return weighed_as_reply if unit == "weighted" and draft.is_reply else UNITS[unit]


def post_limits(draft: Draft) -> list[tuple[int, Unit, Gate]]:
    """The most that a post may hold on its platform, the unit, and what it means to be longer."""
    limits = draft.platform.limits if draft.platform else None
    if not limits:
        return []
    first = [(limits.post, limits.counts, _gate(limits))] if limits.post else []
    return first + [(limit.most, limit.counts, _gate(limit)) for limit in limits.further if limit.of == "post"]


def check_length(draft: Draft) -> list[Finding]:
    return [finding for limit in post_limits(draft) if (finding := _too_long(draft, *limit))] + _letters(draft)


def _too_long(draft: Draft, most: int, unit: str, gate: Gate) -> Finding | None:
    measure = measure_of(draft, unit)
    start = overflow(measure(draft.text), most)
    if start is None:
        return None
    assert draft.platform
    counted = total(measure(draft.text))
    message = _(
        "%(platform)s counts %(counted)s, and %(most)s fit: what is marked is too much.",
        platform=draft.platform.name, counted=counted, most=most,
    )  # fmt: skip
    rule = f"{draft.platform.key}.length.{unit}"
    return Finding(rule, gate, start, len(draft.text), message, severity=Severity.ERROR)


def _letters(draft: Draft) -> list[Finding]:
    if draft.platform is None or draft.platform.key != "x" or is_valid(draft.text):
        return []
    message = _("X refuses posts with marks of byte order or what is no character.")
    return [Finding("x.letters", Gate.BLOCK, 0, 0, message, severity=Severity.ERROR)]


def check_numbers(draft: Draft) -> list[Finding]:
    """More hashtags or links than the platform takes; marked from the first that is too many."""
    limits = draft.platform.limits if draft.platform else None
    found = []
    for limit in limits.further if limits else ():
        places = _places(draft, limit.of)
        if len(places) > limit.most:
            found.append(_too_many(draft, limit, places))
    return found


def _places(draft: Draft, of: str) -> list[tuple[int, int]]:
    if of == "hashtags":
        return [(tag.start, tag.end) for tag in draft.tags]
    if of == "links":
        different = {draft.part(one.start, one.end): (one.start, one.end) for one in reversed(draft.addresses)}
        return sorted(different.values())
    return []


def _too_many(draft: Draft, limit: FurtherLimit, places: list[tuple[int, int]]) -> Finding:
    assert draft.platform
    start, end = places[limit.most][0], places[-1][1]
    sentence = {
        "hashtags": _("%(platform)s takes %(most)s hashtags in a post; here are %(n)s."),
        "links": _("%(platform)s takes %(most)s different links in a post; here are %(n)s."),
    }[limit.of]
    message = sentence % {"platform": draft.platform.name, "most": limit.most, "n": len(places)}
    return Finding(f"{draft.platform.key}.{limit.of}", _gate(limit), start, end, message)


def _gate(limit: Limits | FurtherLimit) -> Gate:
    """What nobody is sure of blocks nobody."""
    if limit.checked.confidence is Confidence.LOW:
        return Gate.ADVISE
    return Gate.BLOCK if limit.firm else Gate.ACKNOWLEDGE
