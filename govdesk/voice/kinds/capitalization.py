"""`capitalization`: a block is to be written in the case of sentences or titles, small, capital, or as a pattern."""

from collections.abc import Iterator

from govdesk.voice.findings import Action
from govdesk.voice.kinds.casing import Vocabulary, indicating, sentence_case, title_case
from govdesk.voice.kinds.exceptions import Exceptions
from govdesk.voice.kinds.rule import Common, Hit, Rule
from govdesk.voice.patterns.searching import Pattern, Searched
from govdesk.voice.styles.fields import Fields
from govdesk.voice.texts.blocks import Block

KEYS = ("exceptions", "indicators", "match", "prefix", "style", "threshold", "vocab")
A_WORD = r"[\p{N}\p{L}*]+[^\s]*"
ENOUGH = 0.8
"""So many of its words must be right; capital letters throughout are not right as such."""


class Capitalization(Rule):
    def __init__(self, common: Common, fields: Fields) -> None:
        """Raises PatternError, FieldError."""
        super().__init__(common)
        takes, own = fields.flag("vocab", default=True), fields.texts("exceptions")
        self._exceptions = Exceptions.of(own, fields.accepted, takes_vocabulary=takes)
        self._vocabulary = Vocabulary(self._exceptions.terms)
        self._threshold = fields.number("threshold") or ENOUGH
        self._match, self._chicago = fields.text("match"), fields.text("style") == "Chicago"
        self._indicates = indicating(fields.texts("indicators"))
        self._prefix = Pattern.of(fields.text("prefix")) if fields.has("prefix") else None
        terms = self._exceptions.terms
        self._words = Pattern.of("|".join(filter(None, [self._exceptions.source, A_WORD])))
        self._parts = Pattern.of(rf"(?i)\b(?:{'|'.join(terms)})\b|{A_WORD}" if terms else f"(?i){A_WORD}")
        self._pattern = None if self._match.startswith("$") else Pattern.of(self._match)

    def hits(self, block: Block) -> Iterator[Hit]:
        expected, right = self._judge(block.searched)
        if right:
            return
        hit, action = self.told(0, len(block.text), block.text, expected), self.common.action
        if action and action.name == "replace" and not action.parameters and self._match in {"$title", "$sentence"}:
            hit = hit._replace(action=Action("replace", (expected,)))
        yield hit

    def _judge(self, searched: Searched) -> tuple[str, bool]:
        """How it should be written, and whether it is."""
        text = searched.text
        match self._match:
            case "$sentence":
                return self._compare(searched, self._sentence(searched), first_counts=True)
            case "$title":
                head, rest = self._head(searched)
                made = head + title_case(rest, self._vocabulary, chicago=self._chicago)
                return self._compare(searched, made, is_title=True)
            case "$lower":
                return text.lower(), text == text.lower() or self._allowed(searched, text)
            case "$upper":
                return text.upper(), text == text.upper() or self._allowed(searched, text)
        assert self._pattern is not None
        return self._match, self._pattern.first(searched) is not None or self._allowed(searched, text)

    def _head(self, searched: Searched) -> tuple[str, str]:
        """The prefix that does not count, and the rest."""
        found = self._prefix.first(searched) if self._prefix else None
        head = found[0] if found else ""
        return (head, searched.text[len(head) :]) if searched.text.startswith(head) else ("", searched.text)

    def _sentence(self, searched: Searched) -> str:
        head, rest = self._head(searched)
        tokens = [match[0] for match in self._parts.each(Searched(rest, searched.seconds))]
        return head + " ".join(sentence_case(tokens, self._vocabulary, self._indicates))

    def _compare(
        self, searched: Searched, expected: str, *, first_counts: bool = False, is_title: bool = False
    ) -> tuple[str, bool]:
        """Word by word: enough of them must be as expected, allowed, or more than are expected at all."""
        wanted = [match[0] for match in self._words.each(Searched(expected, searched.seconds))]
        words = [match[0] for match in self._words.each(searched)]
        right = 0
        for number, word in enumerate(words):
            if number >= len(wanted) or word == wanted[number] or self._allowed(searched, word):
                right += 1
            elif is_title and (word == word.upper() or word.lower() == "to"):
                # Whether "to" is small depends on the word behind it being a verb, which is not ours to know.
                right += 1
            elif first_counts and number == 0 and word != word.lower().title():
                return expected, False
        return expected, not words or right / len(words) >= self._threshold

    def _allowed(self, searched: Searched, word: str) -> bool:
        return self._exceptions.allow(word, searched.seconds)
