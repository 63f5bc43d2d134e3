"""`conditional`: if one thing stands in the text, another must, too."""

from collections.abc import Iterator

from govdesk.voice.kinds.exceptions import Exceptions
from govdesk.voice.kinds.rule import Common, Hit, Rule
from govdesk.voice.patterns.searching import Pattern
from govdesk.voice.styles.fields import Fields
from govdesk.voice.texts.blocks import Block

KEYS = ("exceptions", "first", "ignorecase", "second", "vocab")


class Conditional(Rule):
    def __init__(self, common: Common, fields: Fields) -> None:
        """Raises PatternError, FieldError."""
        super().__init__(common)
        self._first, self._second = Pattern.of(fields.text("first")), Pattern.of(fields.text("second"))
        takes = fields.flag("vocab", default=True)
        self._exceptions = Exceptions.of(fields.texts("exceptions"), fields.accepted, takes_vocabulary=takes)

    @property
    def sees_parts(self) -> bool:
        return self._first.sees_edges or not self._second.compiled.groups

    def hits(self, block: Block) -> Iterator[Hit]:
        if self._second.compiled.groups:
            # What was defined in a block before counts, too.
            for match in self._second.each(block.searched):
                block.memory.defined.update(text for text in match.groups() if text)
        elif self._second.first(block.searched):
            return
        for match in self._first.each(block.searched):
            if match[0] not in block.memory.defined and not self._excused(block, *match.span()):
                yield self.hit(block, *match.span())

    def _excused(self, block: Block, start: int, end: int) -> bool:
        seconds = block.searched.seconds
        return self._exceptions.allow(block.text[start:end], seconds) or self._exceptions.shield(
            block.searched, start, end
        )
