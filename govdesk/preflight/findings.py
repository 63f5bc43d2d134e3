"""What a check has to say about a place in a draft, and what that means for posting it."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from govdesk.i18n import _, _l
from govdesk.words import Labelled, Tone


class Gate(Labelled):
    """Whether a draft may be posted; from the mildest."""

    PASS = "pass", _l("Nothing stands in the way"), Tone.OK
    ADVISE = "advise", _l("May be posted; it could be better"), Tone.PLAIN
    ACKNOWLEDGE = "acknowledge", _l("Think again before you post it"), Tone.SOON
    BLOCK = "block", _l("Must not be posted like this"), Tone.LATE

    @property
    def weight(self) -> int:
        return list(Gate).index(self)

    @property
    def of_one(self) -> str:
        """What people call one finding of it."""
        return {Gate.ADVISE: _("Advice"), Gate.ACKNOWLEDGE: _("Think again"), Gate.BLOCK: _("Blocks")}.get(self, "")


class Severity(StrEnum):
    """How strongly a rule means it; the gate alone decides about posting."""

    SUGGESTION = "suggestion"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Section:
    """Of a policy, where the rule comes from."""

    policy: str
    anchor: str


@dataclass(frozen=True)
class Fix:
    """What would mend it: `text` in the place of the draft's letters from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Finding:
    """`start` and `end` count code points; alike where it concerns the whole draft."""

    rule: str
    gate: Gate
    start: int
    end: int
    message: str
    section: Section | None = None
    fix: Fix | None = field(default=None)
    severity: Severity = Severity.WARNING

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule, "severity": self.severity, "gate": self.gate, "start": self.start, "end": self.end,
            "message": str(self.message), "policy": self.section.policy if self.section else None,
            "section": self.section.anchor if self.section else None, "fix": asdict(self.fix) if self.fix else None,
        }  # fmt: skip


def gate_of(findings: list[Finding]) -> Gate:
    """The strictest of all."""
    return max((finding.gate for finding in findings), key=lambda gate: gate.weight, default=Gate.PASS)


CONFIDENTIAL = Section("etiquette", "confidential")
PERSONAL_DATA = Section("etiquette", "personal-data")
DISCLOSURE = Section("etiquette", "disclosure")
EVERYONE_READS = Section("voice", "everyone-reads")
