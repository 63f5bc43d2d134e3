"""Rules held against one text."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from time import process_time

from govdesk.voice.findings import Finding
from govdesk.voice.kinds.formulas import FormulaError
from govdesk.voice.kinds.rule import Hit, Rule
from govdesk.voice.patterns.searching import PATIENCE, TooSlow
from govdesk.voice.texts.blocks import Block, Memory
from govdesk.voice.texts.cutting import EXTENSIONS, Cutting, Given, Markup
from govdesk.voice.texts.scopes import SIZED
from govdesk.voice.texts.switches import Switches

ORDINARY = 5_000
"""Letters; a longer text gives each rule as much longer."""


class Selection:
    """The rules that look at a text; which of them look at which blocks is found out once."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.wanted = frozenset(name for rule in rules for name in rule.common.scope.names())
        self.styles = {rule.name.partition(".")[0] for rule in rules}
        self._lookers: dict[frozenset[str], list[Rule]] = {}

    def lookers(self, block: Block) -> list[Rule]:
        if block.sections not in self._lookers:
            self._lookers[block.sections] = [rule for rule in self.rules if _looks_at(rule, block.sections)]
        return self._lookers[block.sections]


class Check:
    """`ignored` are patterns of what is no prose in this text."""

    def __init__(
        self, selection: Selection, text: str, *, markup: Markup, is_post: bool, ignored: Sequence[str] = ()
    ) -> None:
        self.selection, self.given = selection, Given(text)
        self.patience = PATIENCE * max(1.0, len(text) / ORDINARY)
        self.memory = Memory()
        self.cutting = Cutting(self.given, markup, is_post, selection.wanted, self.patience, self.memory, ignored)
        self.memory.counts = self.cutting.document.counts
        self.switches = Switches(self.cutting.document.comments, selection.styles)
        self.spent, self.stopped = defaultdict[str, float](float), set[str]()
        self.found: dict[tuple[str, int], Finding] = {}

    def findings(self) -> list[Finding]:
        """In the order of the text; at one place a rule finds once."""
        for block in self.cutting.blocks():
            for rule in self.selection.lookers(block):
                if rule.name not in self.stopped and rule.may_hit(block):
                    self._hold(rule, block)
        told = sorted(self.found.values(), key=lambda finding: (finding.line, finding.column, finding.rule))
        return self._limited(told)

    def _hold(self, rule: Rule, block: Block) -> None:
        """One rule against one block; a rule that takes too long, or cannot be worked out, is a finding itself."""
        begun = process_time()
        try:
            for hit in rule.hits(block):
                self._take(rule, block, hit)
        except TooSlow:
            self._stop(rule, "took too long on this text and was stopped")
        except FormulaError as error:
            self._stop(rule, f"cannot be worked out: {error}")
        self.spent[rule.name] += process_time() - begun
        if self.spent[rule.name] > self.patience and rule.name not in self.stopped:
            self._stop(rule, "took too long on this text and was stopped")

    def _stop(self, rule: Rule, reason: str) -> None:
        self.stopped.add(rule.name)
        message = f"The rule {rule.name} {reason}."
        self.found[rule.name, -1] = Finding(rule.name, "error", 0, 0, 1, 1, message, None, rule.common.link)

    def _take(self, rule: Rule, block: Block, hit: Hit) -> None:
        sized = not block.sections.isdisjoint(SIZED)
        place: tuple[int, int] | None = (0, 0)
        if hit.start is not None:
            place = block.placed.span(hit.start, hit.end)
        elif rule.measures and not sized:
            place = block.placed.span(0, 0)
        if place is None:
            return
        start, end = place
        matched = block.text[hit.start : hit.end] if hit.start is not None else ""
        if self.switches.is_off(rule.name, None if hit.start is None and sized else start, matched, sized=sized):
            return
        line, column = self.given.position(start)
        common = rule.common
        self.found.setdefault(
            (rule.name, start),
            Finding(
                rule.name, common.level, self.given.offset(start), self.given.offset(end), line, column, hit.message,
                hit.action, common.link,
            ),
        )  # fmt: skip

    def _limited(self, findings: Sequence[Finding]) -> list[Finding]:
        limits, told, kept = {rule.name: rule.common.limit for rule in self.selection.rules}, Counter[str](), []
        for finding in findings:
            told[finding.rule] += 1
            if not 0 < limits[finding.rule] < told[finding.rule]:
                kept.append(finding)
        return kept


def _looks_at(rule: Rule, sections: frozenset[str]) -> bool:
    """A rule for text looks at the sentences of prose, too, when it can find there what it does not find in the
    whole; in headings, lists and quotes only rules for sentences look at sentences."""
    scope = rule.common.scope
    for part in ("sentence", "paragraph"):
        if part in sections and not scope.asks_for(part):
            is_prose = sections <= {part, "text", *EXTENSIONS.values()}
            return is_prose and rule.sees_parts and scope.asks_for("text") and scope.admits(sections)
    return scope.admits(sections)
