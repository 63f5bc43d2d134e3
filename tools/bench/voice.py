"""How fast rules are compiled and a draft is held against them, and how soon a pattern without an end is stopped."""

import statistics
import time
from collections.abc import Iterator
from random import Random

from govdesk.voice.ruleset import Ruleset

SEED, DRAFTS, LETTERS = 20_261_124, 400, 280
CONSONANTS, VOWELS = "bcdfglmnprstv", "aeiou"
ORDINARY = """
the a our city new today people service work will open for and with community please join us on library park water
street school notice week residents free event office hours visit learn more about program team support during summer
weather report road closed update project public meeting council safe health family help
""".split()  # noqa: SIM905 - a text to read
NAMED = 0.12
"""So many of the words of a draft are words that some rule is about."""
FIXED = (
    ("existence", "nonword: true\ntokens:\n  - '\\b[A-Z]{%d,}\\b'\n  - '\\d+(?:st|nd|rd|th)\\b'", 8),
    ("occurrence", "scope: sentence\nmax: 2%d\ntoken: '\\b(\\w+)\\b'", 5),
    ("repetition", "max: %d\nalpha: true\nignorecase: true\ntokens:\n  - '[^\\s]+'", 4),
    ("conditional", "first: '\\b([A-Z]{3,1%d})\\b'\nsecond: '(?:[A-Z][a-z]+ )+\\(([A-Z]{3,5})\\)'", 4),
    ("capitalization", "scope: heading\nmatch: $sentence\nthreshold: 0.%d", 4),
    (
        "existence",
        "raw:\n  - '\\b(?:am|are|were|being|is|been|was|be)\\b\\s*'\ntokens:\n  - '\\w{%d,}ed'\n  - awoken",
        4,
    ),
)
"""Rules that no word of the text rules out."""
HOSTILE = "extends: existence\nmessage: x\nnonword: true\ntokens:\n  - '(?:a|aa)+$(?<=b)'\n"


def measure_voice() -> None:
    """Prints processor time: compiling 124 rules, one draft, a hostile pattern."""
    chance = Random(SEED)  # noqa: S311 - the same rules and drafts each time
    words = ["".join(_syllables(chance)) for _ in range(4_000)]
    files = {f"Bench.R{number}": text for number, text in enumerate(_rules(chance, words), 1)}
    began = time.process_time()
    ruleset = Ruleset.read(files)
    print(
        f"\nvoice: {len(ruleset.rules)} rules, {len(ruleset.problems)} of them broken; milliseconds of processor time"
    )
    print(f"{'compiling, once':32}{_since(began):9.0f}")
    drafts = [_draft(chance, words) for _ in range(DRAFTS)]
    took, found = [], 0
    for draft in [*drafts[:20], *drafts]:
        began = time.process_time()
        found += len(ruleset.check(draft))
        took.append(_since(began))
    took = sorted(took[20:])
    figures = f"{statistics.median(took):9.1f} median, {took[int(DRAFTS * 0.95)]:.1f} p95"
    print(f"{f'a draft of {LETTERS} letters':32}{figures} ({found / (DRAFTS + 20):.1f} findings)")
    hostile = Ruleset.read({"Bench.Hostile": HOSTILE})
    began = time.process_time()
    stopped = len(hostile.check("a" * LETTERS))
    print(f"{'a pattern without an end':32}{_since(began):9.1f} until it is a finding ({stopped})")


def _since(began: float) -> float:
    return (time.process_time() - began) * 1_000


def _syllables(chance: Random) -> Iterator[str]:
    for _ in range(chance.randint(2, 4)):
        yield chance.choice(CONSONANTS) + chance.choice(VOWELS)


def _rules(chance: Random, words: list[str]) -> Iterator[str]:
    """As style packages have them: long lists of words and phrases, and some that look at shapes."""
    for _ in range(60):
        tokens = (" ".join(chance.sample(words, chance.randint(1, 3))) for _ in range(40))
        yield _rule("existence", "ignorecase: true\ntokens:\n" + "".join(f"  - {token}\n" for token in tokens))
    for _ in range(35):
        swaps = (chance.sample(words, 3) for _ in range(30))
        lines = "".join(f"  '(?:{one}|{other}s?)': {instead}\n" for one, other, instead in swaps)
        yield _rule("substitution", "ignorecase: true\nswap:\n" + lines)
    for kind, keys, number in FIXED:
        yield from (_rule(kind, keys % (place + 2)) for place in range(number))


def _rule(kind: str, keys: str) -> str:
    return f"extends: {kind}\nmessage: \"'%s' is one of our words.\"\n{keys}\n"


def _draft(chance: Random, words: list[str]) -> str:
    text = ""
    while len(text) < LETTERS:
        several = (
            chance.choice(words if chance.random() < NAMED else ORDINARY) for _ in range(chance.randint(5, 14))
        )
        text += " ".join(several).capitalize() + ". "
    return text[:LETTERS]
