"""The rules of the policies. They advise; voice never keeps anybody from posting."""

from govdesk.preflight.draft import Check, Draft
from govdesk.preflight.findings import Finding, Fix, Gate, Section, Severity
from govdesk.voice.findings import Finding as Found
from govdesk.voice.ruleset import Ruleset


def voice_check(rules: Ruleset) -> Check:
    """A check that asks `rules`, which are called `policy.Name`."""

    def check_voice(draft: Draft) -> list[Finding]:
        return [_told(found) for found in rules.check(draft.text)]

    return check_voice


def _told(found: Found) -> Finding:
    action = found.action
    text = {"replace": action.parameters[:1], "remove": ("",)}.get(action.name, ()) if action else ()
    fix = Fix(found.start, found.end, text[0]) if text else None
    section = Section(found.rule.partition(".")[0], found.link.rpartition("#")[2])
    severity = Severity(found.severity)
    return Finding(found.rule, Gate.ADVISE, found.start, found.end, found.message, section, fix, severity)
