"""Can everybody read it: with a screen reader, in a hurry, in a second language?"""

import unicodedata
from collections import Counter
from collections.abc import Iterator

import regex

from govdesk.i18n import _
from govdesk.preflight.counting.emoji import EMOJI
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import EVERYONE_READS, Finding, Fix, Gate, Severity

MOST_TAGS = 2
MOST_EMOJI = 3
MOST_WORDS = 25
"""In a sentence."""
_LONG_TAG = 12
"""Letters of a tag in small letters that is likely more than one word."""
_SHOUTED = regex.compile(r"\b\p{Lu}{4,}(?:[ ,]+\p{Lu}{2,})+\b")
_FONT = regex.compile(
    r"[\U0001D400-\U0001D7FF\u24B6-\u24E9\U0001F130-\U0001F149\uFF21-\uFF5A]+(?:\s+[\U0001D400-\U0001D7FF]+)*"
)
_SENTENCE = regex.compile(r"[^.!?…\n]+(?:[.!?…](?=\w)[^.!?…\n]+)*")
_WORD = regex.compile(r"\w[\w'’-]*")
_DRAWN = regex.compile(r"[|/\\_=<>^~(){}\[\]*+-]{8,}")


def check_reading(draft: Draft) -> list[Finding]:
    parts = (_tags, _tag_places, _emoji, _shouted, _fonts, _sentences, _drawings)
    return [finding for part in parts for finding in part(draft)]


def ask_for_alt_text(draft: Draft) -> list[Finding]:
    """Only asked of a draft that speaks of a picture: no text can tell whether one is added."""
    shown = regex.search(
        r"\b(?:photo|picture|image|infographic|screenshot|video|pic)s?\b", draft.text, regex.IGNORECASE
    )
    if not shown:
        return []
    message = _("If you add a picture: does it have a text for those who cannot see it?")
    return [_advice("reading.alt-text", *shown.span(), message)]


def _advice(rule: str, start: int, end: int, message: str, fix: Fix | None = None) -> Finding:
    return Finding(rule, Gate.ADVISE, start, end, message, EVERYONE_READS, fix, Severity.SUGGESTION)


def _tags(draft: Draft) -> Iterator[Finding]:
    message = _("Begin each word of a tag with a capital letter: screen readers then read the words.")
    for tag in draft.tags:
        if tag.name.islower() and tag.name.isascii() and tag.name.isalpha() and len(tag.name) >= _LONG_TAG:
            yield _advice("reading.tag-words", tag.start, tag.end, message)


def _tag_places(draft: Draft) -> Iterator[Finding]:
    tags = draft.tags
    if len(tags) > MOST_TAGS:
        message = _("%(n)s tags: two at most are read as a sentence goes on.", n=len(tags))
        yield _advice("reading.tag-number", tags[MOST_TAGS].start, tags[-1].end, message)
    begins = _end_begins(draft)
    early = [tag for tag in tags if tag.start < begins]
    if early:
        message = _("Put tags at the end, so that the sentence can be read without them.")
        yield _advice("reading.tag-place", early[0].start, early[0].end, message)


def _end_begins(draft: Draft) -> int:
    """Behind it stand nothing but tags and addresses."""
    begins = len(draft.text)
    places = [(one.start, one.end) for one in draft.tags] + [(one.start, one.end) for one in draft.addresses]
    for start, end in sorted(places, reverse=True):
        if draft.part(end, begins).strip(" \t\r\n,.!"):
            break
        begins = start
    return begins


def _emoji(draft: Draft) -> Iterator[Finding]:
    found = list(EMOJI.finditer(draft.text))
    if len(found) > MOST_EMOJI:
        message = _("%(n)s emoji: each is read aloud by its name. Three are enough.", n=len(found))
        yield _advice("reading.emoji-number", found[MOST_EMOJI].start(), found[-1].end(), message)
    seen: Counter[str] = Counter()
    for emoji in found:
        seen[emoji[0]] += 1
        if seen[emoji[0]] == 2:
            fix = Fix(*emoji.span(), "")
            yield _advice("reading.emoji-again", *emoji.span(), _("The same emoji again: once says it."), fix)


def _shouted(draft: Draft) -> Iterator[Finding]:
    message = _("Words in capital letters are hard to read, and some screen readers spell them.")
    for found in _SHOUTED.finditer(draft.text):
        fix = Fix(*found.span(), found[0].capitalize())
        yield _advice("reading.capitals", *found.span(), message, fix)


def _fonts(draft: Draft) -> Iterator[Finding]:
    message = _(
        "These are signs of mathematics, not letters: screen readers spell or skip them, and nobody finds them."
    )
    for found in _FONT.finditer(draft.text):
        fix = Fix(*found.span(), unicodedata.normalize("NFKC", found[0]))
        yield Finding("reading.fonts", Gate.ADVISE, *found.span(), message, EVERYONE_READS, fix)


def _sentences(draft: Draft) -> Iterator[Finding]:
    for sentence in _SENTENCE.finditer(draft.text):
        words = len(_WORD.findall(sentence[0]))
        if words > MOST_WORDS:
            message = _("%(n)s words in a sentence: more than 25 are hard to follow. Make two of it.", n=words)
            start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            yield _advice("reading.long-sentence", start, sentence.end(), message)


def _drawings(draft: Draft) -> Iterator[Finding]:
    message = _("A picture made of signs is read sign by sign. Use a real picture with a text beside it.")
    for found in _DRAWN.finditer(draft.text):
        yield _advice("reading.drawing", *found.span(), message)
