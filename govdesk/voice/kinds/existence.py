"""`existence`: something stands in the text."""

from collections.abc import Iterator

from govdesk.voice.kinds.exceptions import Exceptions
from govdesk.voice.kinds.frames import frame
from govdesk.voice.kinds.rule import Common, Hit, Rule
from govdesk.voice.patterns.searching import Pattern
from govdesk.voice.styles.fields import Fields
from govdesk.voice.texts.blocks import Block

KEYS = ("append", "exceptions", "ignorecase", "nonword", "raw", "tokens", "vocab")


class Existence(Rule):
    def __init__(self, common: Common, fields: Fields) -> None:
        """Raises PatternError, FieldError."""
        super().__init__(common)
        nonword = fields.flag("nonword")
        tokens = [token for token in fields.texts("tokens") if token.strip()]
        is_word = not nonword and bool(fields.texts("tokens"))
        before, after = frame(fields.word_template, is_word=is_word, ignores_case=False)
        raw, framed = "".join(fields.texts("raw")), before + "|".join(tokens) + after
        case = "(?i)" if fields.flag("ignorecase") else ""
        self._pattern = Pattern.of(case + (framed + raw if fields.flag("append") else raw + framed))
        takes = fields.flag("vocab", default=True) and not nonword
        self._exceptions = Exceptions.of(fields.texts("exceptions"), fields.accepted, takes_vocabulary=takes)

    @property
    def sees_parts(self) -> bool:
        return self._pattern.sees_edges

    def may_hit(self, block: Block) -> bool:
        return self._pattern.index.has_any(block.searched)

    def hits(self, block: Block) -> Iterator[Hit]:
        for match in self._pattern.each(block.searched):
            if not self._exceptions.excuse(block.searched, match.start(), match.end()):
                yield self.hit(block, match.start(), match.end())
