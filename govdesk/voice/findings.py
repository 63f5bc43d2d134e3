"""What a check says: of a text, and of the rules that were to look at it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LEVELS = ("suggestion", "warning", "error")
"""How strongly a rule means it, from the mildest."""


@dataclass(frozen=True, slots=True)
class Action:
    """What would mend a finding, as the rule file says it: `replace` (by one of the parameters), `remove`, `edit`
    (how), `suggest` (a script's name)."""

    name: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `end` count code points of the text that was given; `line` and `column` count from 1."""

    rule: str
    severity: str
    start: int
    end: int
    line: int
    column: int
    message: str
    action: Action | None = None
    link: str = ""

    @property
    def last_column(self) -> int:
        """The last column that belongs to it, as Vale's `Span` has it."""
        return max(self.column, self.column + self.end - self.start - 1)

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule, "severity": self.severity, "line": self.line, "column": self.column,
            "end": self.last_column, "message": self.message,
        }  # fmt: skip


class Fault(StrEnum):
    """Why a rule does not look at texts."""

    BROKEN = "broken"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that cannot be used; `rule` is empty when it is no rule's."""

    path: str
    line: int
    rule: str
    reason: str
    fault: Fault = Fault.BROKEN

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule, "severity": "error", "line": self.line, "column": 1, "end": 1,
            "message": self.reason,
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"
