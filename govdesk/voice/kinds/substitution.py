"""`substitution`: one word is to be used instead of another."""

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

from govdesk.voice.findings import Action
from govdesk.voice.kinds.exceptions import Exceptions
from govdesk.voice.kinds.frames import frame
from govdesk.voice.kinds.messages import fill, listed
from govdesk.voice.kinds.rule import Common, Hit, Rule
from govdesk.voice.patterns.alternatives import Alternatives
from govdesk.voice.patterns.searching import PATIENCE, Pattern, PatternError, TooSlow
from govdesk.voice.styles.fields import Fields
from govdesk.voice.texts.blocks import Block

KEYS = ("capitalize", "exceptions", "ignorecase", "nonword", "pos", "swap", "vocab")

CAPTURE = re.compile(r"(?<!\\)\((?!\?)")
REFERENCE = re.compile(r"\$(?:(\d+)|\{(\w+)\})")
BAR = re.compile(r"(?<!\\)\|")


class Substitution(Rule):
    def __init__(self, common: Common, fields: Fields) -> None:
        """Raises PatternError, FieldError."""
        super().__init__(common)
        swap, ignores_case = fields.pairs("swap"), fields.flag("ignorecase")
        self._keys = sorted(swap, key=lambda key: -len(key.encode()))
        self._values = [swap[key] for key in self._keys]
        self._case, self._capitalize = "(?i)" if ignores_case else "", fields.flag("capitalize")
        before, after = frame(fields.word_template, is_word=not fields.flag("nonword"), ignores_case=ignores_case)
        self._pattern = Alternatives(before, [CAPTURE.sub("(?:", key) for key in self._keys], after)
        takes = fields.flag("vocab", default=True)
        self._exceptions = Exceptions.of(fields.texts("exceptions"), fields.accepted, takes_vocabulary=takes)

    @property
    def sees_parts(self) -> bool:
        return self._pattern.whole.sees_edges

    @property
    def _replaces(self) -> bool:
        return self.common.action is not None and self.common.action.name == "replace"

    def may_hit(self, block: Block) -> bool:
        return self._pattern.may_match(block.searched)

    def hits(self, block: Block) -> Iterator[Hit]:
        for start, end, number in self._pattern.each(block.searched):
            observed = block.text[start:end]
            expected = self._expected(number, observed)
            if self._is_the_same(expected, observed, block.searched.seconds):
                continue
            if not self._exceptions.excuse(block.searched, start, end):
                yield self._told(start, end, observed, expected)

    def _told(self, start: int, end: int, observed: str, expected: str) -> Hit:
        action = self.common.action
        if action is None or not self._replaces or action.parameters:
            return self.told(start, end, expected, observed)
        choices = _options(expected)
        if self._capitalize and observed == _capitalized(observed):
            choices = [_capitalized(choice) for choice in choices]
        message = fill(_quoted_once(self.common.message), [listed(choices), observed])
        return Hit(start, end, message, Action("replace", tuple(choices)))

    def _expected(self, number: int, observed: str) -> str:
        """The value, what its `$1` means put in. Raises TooSlow."""
        value = self._values[number]
        if self._capitalize and observed == _capitalized(observed):
            value = _capitalized(value)
        if not REFERENCE.search(value):
            return value
        key = Pattern.of(self._case + self._keys[number]).compiled
        try:
            return key.sub(
                lambda found: REFERENCE.sub(lambda asked: _group(found, asked), value), observed, timeout=PATIENCE
            )
        except TimeoutError:
            raise TooSlow from None

    def _is_the_same(self, expected: str, observed: str, seconds: float) -> bool:
        """Whether what stands there is what is wanted; a value that is no plain phrase describes it as a pattern."""
        if self._replaces:
            return observed in _options(expected)
        if all(sign.isalnum() or sign in " -" for sign in expected):
            return expected == observed
        described = _described(expected)
        return expected == observed if described is None else described.is_in(observed, seconds)


@lru_cache(maxsize=1_000)
def _described(value: str) -> Pattern | None:
    """The forms that a value describes; None when it is no pattern."""
    try:
        return Pattern.of(f"^(?:{value})$")
    except PatternError:
        return None


def _options(value: str) -> list[str]:
    """What bars separate; a bar behind a backslash is a bar."""
    return [option.replace(r"\|", "|") for option in BAR.split(value) if option]


def _capitalized(word: str) -> str:
    return word[:1].upper() + word[1:]


def _quoted_once(message: str) -> str:
    """Choices come in quotes of their own: the first of two pairs of quotes goes."""
    for quoted in ("'%s'", '"%s"'):
        if message.count(quoted) == 2:
            message = message.replace(quoted, "%s", 1)
    return message


def _group(match: "regex.Match[str]", asked: re.Match[str]) -> str:
    """What `$1` stands for; as it is written when there is no such group."""
    try:
        return match[int(asked[1]) if asked[1] else asked[2]] or ""
    except IndexError:
        return asked[0]
