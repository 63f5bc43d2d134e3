"""What can be counted in prose, and the scores made of it."""

import math
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from govdesk.voice.texts.sentences import sentences

WORD = regex.compile(r"(?:[A-Z]\.){2,}|[\p{N}\p{L}']+")
VOWELS = re.compile(r"[aeiouyäöüáéíóúàèìòùâêîôûëï]+")
APART = re.compile(
    r"(?<![ctsg])i[ao](?!u)|(?<![tcgxs])iou|iu|ie(?=[tn](?:[ysc]|\b))|(?<=[^gq])ua|uo(?!u)"
    r"|eo(?!p|us\b|n\b)|\bcrea|rea(?=ct|li)|(?<=[aeiou])[^aeiou]+ea\b|oe(?=[mt])|yee|(?<!l)ii"
    r"|\bre(?:e[vlnx]|o|i[nm]|u[sn])|ue(?=n[ct])|cia(?=t)|[aeiou]ing\b|ism\b|\bmc|[aeiou]e(?=ity)"
)
"""Vowels side by side that are two syllables, and endings that have one more than they show."""
SILENT = re.compile(
    r"(?<![aeiouy])e\b(?<![^aeiouyr]le)|[^aeioutdy]ed\b|[^aeioucghsxz]es\b"
    r"|(?<=[aeiou])[^aeiouy]e(?=(?:ment|ful|less|ness|ly)\b)|\b(?:a|be)fore(?=\w)|\bevery|\bbusiness|(?<=gua)ge\B"
)
"""An e, or a vowel of a word, that is written and not spoken."""
LONG = 6


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """About so many syllables an English word has; at least one."""
    folded = re.sub(r"'\w*$|[^\w]|\d", "", word.lower())
    count = len(VOWELS.findall(folded)) + len(APART.findall(folded)) - len(SILENT.findall(folded))
    return max(count, 1)


@dataclass(frozen=True)
class Counted:
    """A text of paragraphs; a blank line parts them."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        return WORD.findall(self.text)

    @cached_property
    def sentences(self) -> int:
        return sum(len(sentences(paragraph)) for paragraph in self.text.split("\n\n"))

    def figures(self) -> dict[str, float]:
        """Every name that a formula may use; empty when there is no word to count."""
        counts = [(word, syllables(word)) for word in self.words]
        if not counts or not self.sentences:
            return {}
        figures: dict[str, float] = {
            "words": len(counts),
            "sentences": self.sentences,
            "paragraphs": sum(bool(paragraph.strip()) for paragraph in self.text.split("\n\n")),
            "characters": sum(sign.isalnum() for word in self.words for sign in word),
            "long_words": sum(len(word.encode()) > LONG for word in self.words),
            "syllables": sum(count for _word, count in counts),
            "polysyllabic_words": sum(count > 2 for _word, count in counts),
            "complex_words": sum(count - word.endswith(("es", "ed", "ing")) > 2 for word, count in counts),
        }
        return figures | scores(figures)


def scores(of: dict[str, float]) -> dict[str, float]:
    """The well-known scores; words, sentences and so on as counted. Sources: the articles on each in Wikipedia."""
    words, per_sentence = of["words"], of["words"] / of["sentences"]
    characters, per_word = of["characters"] / words, of["syllables"] / words
    return {
        "flesch_kincaid": 0.39 * per_sentence + 11.8 * per_word - 15.59,
        "flesch_reading_ease": 206.835 - 1.015 * per_sentence - 84.6 * per_word,
        "gunning_fog": 0.4 * (per_sentence + 100 * of["complex_words"] / words),
        "smog": 1.043 * math.sqrt(of["polysyllabic_words"] * 30 / of["sentences"]) + 3.1291,
        "automated_readability": 4.71 * characters + 0.5 * per_sentence - 21.43,
        "coleman_liau": 5.88 * characters - 29.6 * of["sentences"] / words - 15.8,
        "lix": per_sentence + of["long_words"] * 100 / words,
    }
