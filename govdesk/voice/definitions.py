"""From a rule file to a rule, or to what is wrong with it."""

from collections.abc import Callable, Sequence

from govdesk.voice.findings import LEVELS, Action, Fault, Problem
from govdesk.voice.kinds import capitalization, conditional, consistency, existence, metric, occurrence, repetition
from govdesk.voice.kinds import substitution as substituting
from govdesk.voice.kinds.mending import fault_in
from govdesk.voice.kinds.rule import Common, Rule
from govdesk.voice.patterns.searching import PatternError
from govdesk.voice.styles.fields import FieldError, Fields
from govdesk.voice.styles.folder import RuleFile
from govdesk.voice.styles.settings import Settings
from govdesk.voice.styles.strict_yaml import Mapping, Value, YamlError, read_mapping
from govdesk.voice.texts.scopes import read_scope

Make = Callable[[Common, Fields], Rule]

SHARED = (
    "action", "description", "extends", "level", "limit", "link", "matchcase", "message", "name", "scope", "source",
    "tests",
)  # fmt: skip
"""Keys that every kind knows. A description and tests are for people and for Vale; older rule files name a source."""
KINDS: dict[str, tuple[Make, tuple[str, ...]]] = {
    "capitalization": (capitalization.Capitalization, capitalization.KEYS),
    "conditional": (conditional.Conditional, conditional.KEYS),
    "consistency": (consistency.Consistency, consistency.KEYS),
    "existence": (existence.Existence, existence.KEYS),
    "metric": (metric.Metric, metric.METRIC_KEYS),
    "occurrence": (occurrence.Occurrence, occurrence.KEYS),
    "readability": (metric.Readability, metric.READABILITY_KEYS),
    "repetition": (repetition.Repetition, repetition.KEYS),
    "substitution": (substituting.Substitution, substituting.KEYS),
}
UNSUPPORTED = {"script": "a program", "sequence": "parts of speech", "spelling": "a dictionary"}
"""Kinds of Vale's that need what Govdesk does not have."""
OF_THE_WHOLE = ("metric", "readability")
"""Kinds that measure the whole text unless they name a scope."""
LENIENT = ("consistency",)
"""Kinds in which Vale does not mind keys it does not know."""


class _Unsupported(Exception):
    pass


class Definitions:
    """Makes rules; what cannot be made is gathered as `problems`, and never stops the others."""

    def __init__(self, settings: Settings, accepted: Sequence[str]) -> None:
        self.settings, self.accepted = settings, tuple(accepted)
        self.problems: list[Problem] = []

    def rule(self, file: RuleFile) -> Rule | None:
        """None when it is among the problems."""
        try:
            mapping = read_mapping(file.text)
        except YamlError as error:
            self._refuse(file, error.line, error.reason)
            return None
        try:
            return self.make(file.name, mapping.values)
        except FieldError as error:
            self._refuse(file, mapping.lines.get(error.key, 1), str(error))
        except PatternError as error:
            self._refuse(file, _line_of_patterns(mapping), f"a pattern cannot be read: {error}")
        except (RecursionError, OverflowError, MemoryError):
            self._refuse(file, _line_of_patterns(mapping), "a pattern cannot be read: it is too deep, or too large")
        except _Unsupported as error:
            self._refuse(file, mapping.lines.get("extends", 1), str(error), Fault.UNSUPPORTED)
        return None

    def _refuse(self, file: RuleFile, line: int, reason: str, fault: Fault = Fault.BROKEN) -> None:
        self.problems.append(Problem(file.path, line, file.name, reason, fault))

    def make(self, name: str, values: dict[str, Value]) -> Rule:
        """Raises FieldError, PatternError."""
        fields = Fields(values, self.settings.word_template, self.accepted)
        kind = fields.text("extends")
        if kind in UNSUPPORTED:
            raise _Unsupported(f"rules of the kind {kind!r} need {UNSUPPORTED[kind]} and are not supported")
        if "." in kind:
            raise _Unsupported("rules that extend another rule are not supported")
        if kind not in KINDS:
            wrong = f"'extends' must be one of {', '.join(sorted({*KINDS, *UNSUPPORTED}))}"
            raise FieldError("extends", f"{wrong}, not {kind!r}" if kind else "the key 'extends' is missing")
        make, keys = KINDS[kind]
        if fields.has("code"):
            raise FieldError("code", "'code' is no more; write 'scope: raw' instead")
        if kind not in LENIENT:
            fields.only((*SHARED, *keys))
        return make(self._common(name, kind, fields), fields)

    def _common(self, name: str, kind: str, fields: Fields) -> Common:
        if "message" not in fields.values:
            raise FieldError("message", "the key 'message' is missing")
        level = fields.text("level", "warning")
        if level not in LEVELS:
            raise FieldError("level", f"'level' must be one of {', '.join(LEVELS)}, not {level!r}")
        scopes = fields.texts("scope") or ["text"]
        if kind in OF_THE_WHOLE and scopes == ["text"]:
            scopes = ["summary"]
        try:
            scope = read_scope(scopes)
        except ValueError as error:
            raise FieldError("scope", str(error)) from None
        return Common(
            name, self.settings.level(name, level), fields.text("message"), scope, fields.text("link"),
            _action(fields), int(fields.number("limit")),
        )  # fmt: skip


def _action(fields: Fields) -> Action | None:
    if not fields.has("action"):
        return None
    told = fields.values["action"]
    if not isinstance(told, dict):
        raise FieldError("action", "'action' must have a name")
    inner = Fields(told)
    inner.only(("name", "params"))
    action = Action(inner.text("name"), tuple(inner.texts("params")))
    if action.name and (fault := fault_in(action)):
        raise FieldError("action", fault)
    return action if action.name else None


def _line_of_patterns(mapping: Mapping) -> int:
    """Where the patterns of a rule begin."""
    keys = ("tokens", "raw", "swap", "token", "either", "first", "second", "match", "exceptions", "prefix")
    return next((mapping.lines[key] for key in keys if key in mapping.lines), 1)
