"""`consistency`: two ways to write the same, of which one text has only one."""

from collections.abc import Iterator

from govdesk.voice.kinds.frames import frame
from govdesk.voice.kinds.rule import Common, Hit, Rule
from govdesk.voice.patterns.needles import needles
from govdesk.voice.patterns.searching import Index, Pattern
from govdesk.voice.styles.fields import Fields
from govdesk.voice.texts.blocks import Block

KEYS = ("either", "ignorecase", "nonword")


class Consistency(Rule):
    def __init__(self, common: Common, fields: Fields) -> None:
        """Raises PatternError, FieldError."""
        super().__init__(common)
        before, after = frame(
            fields.word_template, is_word=not fields.flag("nonword"), ignores_case=fields.flag("ignorecase")
        )
        self._pairs = [
            Pattern.of(f"{before}(?P<one>{one})|(?P<other>{other}){after}")
            for one, other in fields.pairs("either").items()
        ]
        self._index = Index([needles(pattern.source) for pattern in self._pairs])

    def may_hit(self, block: Block) -> bool:
        return self._index.has_any(block.searched)

    def hits(self, block: Block) -> Iterator[Hit]:
        for number in self._index.all(block.searched):
            pattern = self._pairs[number]
            met, last = block.memory.met[f"{self.name}:{number}"], None
            for match in pattern.each(block.searched):
                met.update(name for name, text in match.groupdict().items() if text is not None)
                last = match[0]
            if last is not None and len(met) == 2:
                # As Vale has it: the first place where stands what stands there last.
                start = block.text.index(last)
                yield self.hit(block, start, start + len(last))
