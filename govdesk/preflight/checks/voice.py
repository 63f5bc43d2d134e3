"""The rules of the policies, each as its ruleset says: where it comes from, whom it concerns, and what it asks."""

from collections.abc import Mapping

from govdesk.policies.rulebook import PolicyRule
from govdesk.preflight.draft import Check, Draft
from govdesk.preflight.findings import Finding, Fix, Gate, Section, Severity
from govdesk.voice.findings import Finding as Found
from govdesk.voice.ruleset import Ruleset


def voice_check(rules: Ruleset, book: Mapping[str, PolicyRule]) -> Check:
    """A check that asks `rules`, which are called `policy.Name`; one that `book` does not know advises."""

    def check_voice(draft: Draft) -> list[Finding]:
        return [_told(found, book.get(found.rule)) for found in rules.check(draft.text) if _concerns(found, draft)]

    def _concerns(found: Found, draft: Draft) -> bool:
        rule = book.get(found.rule)
        return rule is None or rule.concerns(draft.platform.key if draft.platform else "", "", official=True)

    return check_voice


def _told(found: Found, rule: PolicyRule | None) -> Finding:
    action = found.action
    text = {"replace": action.parameters[:1], "remove": ("",)}.get(action.name, ()) if action else ()
    fix = Fix(found.start, found.end, text[0]) if text else None
    anchor = (rule.section if rule else None) or found.link.rpartition("#")[2]
    section = Section(found.rule.partition(".")[0], anchor)
    gate = Gate(rule.gate.value) if rule else Gate.ADVISE
    return Finding(found.rule, gate, found.start, found.end, found.message, section, fix, Severity(found.severity))
