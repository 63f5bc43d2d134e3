"""`occurrence`: something stands in a block too often, or not often enough."""

from collections.abc import Iterator

from govdesk.voice.kinds.rule import Common, Hit, Rule
from govdesk.voice.patterns.searching import Pattern
from govdesk.voice.styles.fields import Fields
from govdesk.voice.texts.blocks import Block

KEYS = ("ignorecase", "max", "min", "token")
MASKS = frozenset("*@")


class Occurrence(Rule):
    def __init__(self, common: Common, fields: Fields) -> None:
        """Raises PatternError, FieldError."""
        super().__init__(common)
        self._max, self._min = int(fields.number("max")), int(fields.number("min"))
        case = "(?i)" if fields.flag("ignorecase") else ""
        self._pattern = Pattern.of(f"{case}(?:{fields.text('token')})")

    def hits(self, block: Block) -> Iterator[Hit]:
        places = [match.span() for match in self._pattern.each(block.searched)]
        if not (0 < self._max < len(places) or len(places) < self._min):
            return
        if not places:
            yield self.told(None, 0, 0)
            return
        # The first that is no mask says where.
        for start, end in places:
            matched = block.text[start:end].strip()
            if matched and not MASKS.issuperset(matched):
                yield self.told(start, end, len(places))
                return
