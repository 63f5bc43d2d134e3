"""`repetition`: the same word again and again."""

from collections.abc import Iterator

from govdesk.voice.kinds.exceptions import Exceptions
from govdesk.voice.kinds.rule import Common, Hit, Rule
from govdesk.voice.patterns.searching import Pattern
from govdesk.voice.styles.fields import Fields
from govdesk.voice.texts.blocks import Block
from govdesk.voice.texts.sentences import sentences

KEYS = ("alpha", "exceptions", "ignorecase", "max", "tokens", "vocab")


class Repetition(Rule):
    def __init__(self, common: Common, fields: Fields) -> None:
        """Raises PatternError, FieldError."""
        super().__init__(common)
        self._ignores_case, self._alpha = fields.flag("ignorecase"), fields.flag("alpha")
        self._max = int(fields.number("max"))
        case = "(?i)" if self._ignores_case else ""
        self._pattern = Pattern.of(f"{case}({'|'.join(fields.texts('tokens'))})")
        takes = fields.flag("vocab", default=True)
        self._exceptions = Exceptions.of(fields.texts("exceptions"), fields.accepted, takes_vocabulary=takes)

    @property
    def sees_parts(self) -> bool:
        return False

    def hits(self, block: Block) -> Iterator[Hit]:
        before, start, count = "", 0, 0
        for match in self._pattern.each(block.searched):
            word = match[0].strip()
            if self._repeats(word, before):
                count += 1
                if count > self._max and self._counts(block, start, match.end()):
                    yield self.told(start, match.end(), word)
                    count = 0
            before, start = word, match.start()

    def _repeats(self, word: str, before: str) -> bool:
        same = word.casefold() == before.casefold() if self._ignores_case else word == before
        return bool(word) and same and (not self._alpha or all(sign.isalpha() for sign in word))

    def _counts(self, block: Block, start: int, end: int) -> bool:
        """Not across the end of a sentence ("I forgot that. That matters."), not what the exceptions mean."""
        repeated = block.text[start:end]
        if len(sentences(repeated)) != 1:
            return False
        return not (
            self._exceptions.allow(repeated, block.searched.seconds)
            or self._exceptions.shield(block.searched, start, end)
        )
