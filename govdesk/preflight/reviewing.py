"""A draft held against all checks."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from govdesk.files import FileError, PolicyFiles
from govdesk.i18n import _
from govdesk.policies.rulebook import rulebook
from govdesk.preflight.checks.begging import check_begging
from govdesk.preflight.checks.disclosure import check_disclosure
from govdesk.preflight.checks.length import check_length, check_numbers, measure_of, post_limits
from govdesk.preflight.checks.letters import check_letters
from govdesk.preflight.checks.links import check_links
from govdesk.preflight.checks.personal import check_personal_data
from govdesk.preflight.checks.reading import ask_for_alt_text, check_reading
from govdesk.preflight.checks.secrets import check_secrets
from govdesk.preflight.checks.voice import voice_check
from govdesk.preflight.counting.pieces import total
from govdesk.preflight.counting.units import counts
from govdesk.preflight.draft import LONGEST, Check, Draft
from govdesk.preflight.findings import Finding, Gate, Severity, gate_of
from govdesk.voice.policy_rules import ruleset_of

log = logging.getLogger(__name__)

CHECKS: tuple[Check, ...] = (
    check_length, check_numbers, check_secrets, check_personal_data, check_links, check_disclosure, check_letters,
    check_reading, ask_for_alt_text, check_begging,
)  # fmt: skip


@dataclass(frozen=True)
class Review:
    """What is found in one draft, in the order of the text."""

    draft: Draft
    findings: list[Finding]

    @property
    def gate(self) -> Gate:
        return gate_of(self.findings)

    @cached_property
    def counts(self) -> dict[str, int]:
        return counts(self.draft.text)

    @cached_property
    def fits(self) -> list[tuple[int, int, str]]:
        """As the platform counts: how long it is, what fits, and the unit; one for each of its limits of length."""
        return [
            (total(measure_of(self.draft, unit)(self.draft.text)), most, unit)
            for most, unit, _gate in post_limits(self.draft)
        ]

    def as_json(self) -> dict[str, Any]:
        found = [finding.as_json() for finding in self.findings]
        fits = [{"counted": counted, "most": most, "unit": unit} for counted, most, unit in self.fits]
        return {"counts": self.counts, "fits": fits, "gate": self.gate, "findings": found}


def checks_of(files: PolicyFiles) -> tuple[Check, ...]:
    """Those of the house, and the rules of its policies; while a ruleset is broken these advise."""
    try:
        book = rulebook(files)
    except FileError as error:
        log.warning("rules of policies only advise: %s", error)
        book = {}
    return (*CHECKS, voice_check(ruleset_of(files), book))


def review(draft: Draft, checks: Sequence[Check] = CHECKS) -> Review:
    if len(draft.text) > LONGEST:
        message = _("A draft of more than %(n)s characters is not looked at.", n=LONGEST)
        too_long = Finding("draft.too-long", Gate.BLOCK, LONGEST, len(draft.text), message, severity=Severity.ERROR)
        return Review(draft, [too_long])
    findings = [finding for check in checks for finding in check(draft)]
    return Review(draft, sorted(findings, key=lambda finding: (finding.start, -finding.gate.weight, finding.end)))
