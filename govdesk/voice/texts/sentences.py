"""Where sentences end, near enough to Vale's segmenter for English; other languages are cut at the same signs.

A word that ends in a period ends a sentence unless it is an abbreviation; one that ends in `?` or `!` always does.
What follows decides about abbreviations of several letters ("U.S."), about dots that trail off, and about quotes and
brackets behind the sign.
"""

import re

from govdesk.voice.texts.wordlists import words

WORD = re.compile(r"\S+")
ENDERS = ("?", "!", '."', ".)", ".’", ".”", *(sign + quote for sign in "?!" for quote in "\"')’”"))
HELD = re.compile(r"[.?!][\[(]|\.\"")
INITIALS = re.compile(r"^\W*(?:\w\.)+\w*\.$")
TRAILING = re.compile(r"(?:\.\s?){2,}\.")
OPENING = "\"'([{“‘«*_"
ABBREVIATIONS = words(
    """
    adm al approx apr assn assoc asst attn aug ave bldg blvd brig bros c ca capt cf ch chap cmdr co col corp cos cpl
    ct dec dept dist div dr ed eds eq esp esq est etc ext feb ff fig figs fl fr fri ft gen gov hon hrs inc incl insp
    jan jr jul jun lb lbs lt ltd maj mar max mfg mgr min misc mon mr mrs ms msgr mss mt mts no nos nov nr oct op oz p
    para pl pp pres prof pt pub rd ref rep reps rev sat sec sen sens sep sept sgt sq sr st ste sun supp supt thu thur
    thurs trans treas tue tues univ v viz vol vols vs wed
    """
)
STARTERS = words(
    """
    a after all also although an and another as at because but by despite during each even every first for from he her
    here his how however i if in indeed it its last many meanwhile most my nevertheless no nor not now of on one only
    or our several she since so some still such that the their then there therefore these they this those though thus
    to under until we what when where whether which while who why with yet you your
    """
)
"""Words with which sentences begin so often that one behind an abbreviation begins a sentence."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without the space around it."""
    found_words = [(word.start(), word.end()) for word in WORD.finditer(text)]
    found, start = [], None
    for number, (low, high) in enumerate(found_words):
        start = low if start is None else start
        following = text[slice(*found_words[number + 1])] if number + 1 < len(found_words) else ""
        if not following or _ends(text[low:high], following):
            found.append((start, high))
            start = None
    return found


def _ends(word: str, following: str) -> bool:
    """Whether a sentence ends with `word`, when `following` is the next one."""
    first = following.lstrip(OPENING)[:1]
    starts = following.strip(OPENING + ".,;:!?)]}”’").lower() in STARTERS
    if word.endswith(".") and following == ".":
        return False
    if TRAILING.search(word):
        return first.isupper()
    if word.endswith(ENDERS) or HELD.search(word):
        closed = word.endswith((")", "’", "”", '"', "'"))
        return not (closed and first.islower())
    if not word.endswith(".") or word.endswith(".."):
        return False
    return _ends_with_a_period(word, first, starts)


def _ends_with_a_period(word: str, first: str, starts: bool) -> bool:
    bare = word.lstrip(OPENING)[:-1].lower()
    if INITIALS.match(word):
        return first.isupper() and starts
    if len(bare) == 1 and bare.isalpha() and word.lstrip(OPENING)[:1].isupper():
        return bare == "i" or (first.isupper() and starts)
    if bare in ABBREVIATIONS or bare.rpartition("-")[2] in ABBREVIATIONS:
        return first.isupper() and starts
    return not (bare.isdigit() and first.islower())
