"""A set of rules, compiled once for the same files, and held against any number of texts."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Self

from govdesk.voice import builtin
from govdesk.voice.checking import Check, Selection
from govdesk.voice.definitions import Definitions
from govdesk.voice.findings import LEVELS, Finding, Problem
from govdesk.voice.kinds.rule import Rule
from govdesk.voice.patterns.searching import PatternError
from govdesk.voice.styles.fields import FieldError
from govdesk.voice.styles.folder import RuleFile, Styles, read_folder
from govdesk.voice.styles.settings import Settings
from govdesk.voice.texts.cutting import Markup

KEPT = 8
"""So many sets stay compiled."""
_kept: OrderedDict[str, "Ruleset"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Ruleset:
    """`problems` are rules that do not look at texts, and why: whoever shows findings shows these, too."""

    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
    digest: str
    settings: Settings | None = None
    _selections: dict[str, Selection] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path, only: Sequence[str] = ()) -> "Ruleset":
        """The rules of a Vale styles folder; `only` names styles or rules. Raises OSError."""
        return cls.of(read_folder(folder, only))

    @classmethod
    def read(cls, files: Mapping[str, str], accepted: Sequence[str] = ()) -> "Ruleset":
        """Rules by name (`Style.Rule`), each with the text of its file; `accepted` is the vocabulary."""
        return cls.of(Styles(tuple(RuleFile(name, name, text) for name, text in files.items()), tuple(accepted)))

    @classmethod
    def of(cls, styles: Styles) -> "Ruleset":
        """Compiled, or as it was compiled before."""
        digest = styles.digest
        with _lock:
            if digest in _kept:
                _kept.move_to_end(digest)
                return _kept[digest]
        made = cls._compile(styles, digest)
        with _lock:
            _kept[digest] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        return made

    @classmethod
    def _compile(cls, styles: Styles, digest: str) -> Self:
        definitions = Definitions(styles.settings or Settings(), styles.accepted)
        rules = [rule for file in styles.files if (rule := definitions.rule(file))]
        problems = definitions.problems
        problems += [Problem(path, 1, "", f"names {name!r}, which is not there") for path, name in styles.missing]
        if builtin.is_wanted(styles):
            rules += _builtin(definitions, styles, problems)
        return cls(tuple(rules), tuple(problems), digest, styles.settings)

    def check(self, text: str, markup: Markup = "text", *, mask_social: bool = True, path: str = "") -> list[Finding]:
        """What the rules find, in the order of the text. `mask_social`: addresses, mentions, tags and emoji are no
        prose; `path` says which of the settings hold."""
        ignored = self.settings.ignored(path) if self.settings else []
        check = Check(self._selection(path), text, markup=markup, is_post=mask_social, ignored=ignored)
        return [finding for finding in check.findings() if LEVELS.index(finding.severity) >= self._least]

    def _selection(self, path: str) -> Selection:
        """The rules for the file; kept, since the same file, or none, is asked for again and again."""
        key = path if self.settings else ""
        if key not in self._selections:
            if len(self._selections) >= KEPT:
                self._selections.clear()
            self._selections[key] = Selection([rule for rule in self.rules if self._runs(rule, path)])
        return self._selections[key]

    @property
    def _least(self) -> int:
        return self.settings.least if self.settings else 0

    def _runs(self, rule: Rule, path: str) -> bool:
        settings = self.settings
        if settings is None or not settings.sections:
            return True
        return settings.runs(rule.name, path)


def _builtin(definitions: Definitions, styles: Styles, problems: list[Problem]) -> list[Rule]:
    made = []
    where = styles.missing[0][0] if styles.missing else ".vale.ini"
    for name, values in builtin.rules(styles):
        try:
            made.append(definitions.make(name, values))
        except (FieldError, PatternError) as error:
            problems.append(Problem(where, 1, name, f"the vocabulary cannot be read: {error}"))
    if styles.settings and styles.settings.runs_somewhere("Vale.Spelling"):
        problems.append(builtin.missing(where))
    return made
