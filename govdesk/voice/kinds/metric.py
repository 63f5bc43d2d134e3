"""`metric` and `readability`: figures of a text, and what is too much of them."""

from collections.abc import Iterator

from govdesk.voice.kinds.formulas import NAMES, FormulaError, parse, work_out
from govdesk.voice.kinds.rule import Common, Hit, Rule
from govdesk.voice.styles.fields import FieldError, Fields
from govdesk.voice.texts.blocks import Block
from govdesk.voice.texts.counts import Counted

METRIC_KEYS = ("condition", "formula")
READABILITY_KEYS = ("grade", "metrics")
GRADES = {
    "Gunning Fog": "gunning_fog", "Coleman-Liau": "coleman_liau", "Flesch-Kincaid": "flesch_kincaid",
    "SMOG": "smog", "Automated Readability": "automated_readability",
}  # fmt: skip


class _Measure(Rule):
    @property
    def measures(self) -> bool:
        return True


class Metric(_Measure):
    def __init__(self, common: Common, fields: Fields) -> None:
        """Raises FieldError."""
        super().__init__(common)
        self._condition = fields.text("condition")
        try:
            self._formula = parse(fields.text("formula"))
        except FormulaError as error:
            raise FieldError("formula", str(error)) from None
        try:
            self._judge = parse(f"({fields.text('formula')}) {self._condition}")
        except FormulaError as error:
            raise FieldError("condition", str(error)) from None

    def hits(self, block: Block) -> Iterator[Hit]:
        """Raises FormulaError."""
        figures = Counted(block.text).figures()
        if not figures:
            return
        known = {**dict.fromkeys(NAMES, 0.0), **block.memory.counts, **figures}
        if work_out(self._judge, known):
            yield self.told(None, 0, f"{work_out(self._formula, known):.2f}")


class Readability(_Measure):
    def __init__(self, common: Common, fields: Fields) -> None:
        """Raises FieldError."""
        super().__init__(common)
        self._grade, metrics = fields.number("grade"), fields.texts("metrics")
        for name in metrics:
            if name not in GRADES:
                raise FieldError("metrics", f"there is no metric called {name!r}")
        if not metrics:
            raise FieldError("metrics", "names no metric")
        self._metrics = [GRADES[name] for name in metrics]

    def hits(self, block: Block) -> Iterator[Hit]:
        figures = Counted(block.text).figures()
        if not figures:
            return
        grade = sum(figures[name] for name in self._metrics) / len(self._metrics)
        if grade > self._grade:
            yield self.told(None, 0, f"{grade:.2f}")
