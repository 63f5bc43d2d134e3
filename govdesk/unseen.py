"""Letters that nobody sees, and signs that turn the direction of what stands around them: no name needs them.

A handle with U+202E in it reads backwards, one with a zero-width space looks like another. Kept is what writing
needs: the joiner inside an emoji, the joiners of Persian and of Indic scripts (as RFC 5892 lets them into names of
hosts), and the tags of flags such as Scotland's.
"""

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
_NON_JOINER, _JOINER = "\u200c", "\u200d"
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]*\\Z")
_LONGEST_FLAG = 16
"""Letters of the longest flag: its sign, up to six tags, the end; and some more."""
_VIRAMA = 9
"""Combining class of the signs behind which Indic scripts join or do not."""


def without_unseen(text: str) -> str:
    """A text of one line without letters that nobody sees."""
    if text.isascii() or not _UNSEEN.search(text):
        return text
    return _UNSEEN.sub(lambda found: found[0] if _is_needed(text, found.start()) else "", text)


def _is_needed(text: str, at: int) -> bool:
    letter, before, after = text[at], text[max(0, at - _LONGEST_FLAG) : at], text[at + 1 : at + 2]
    if letter >= "\U000e0020":
        return _FLAG.search(before) is not None
    if letter not in (_NON_JOINER, _JOINER) or not before or not after:
        return False
    if unicodedata.combining(before[-1]) == _VIRAMA:
        return True
    if letter == _NON_JOINER:
        return all(unicodedata.bidirectional(one) in ("AL", "NSM") for one in (before[-1], after))
    return all(_is_picture(one) for one in (before[-1], after))


def _is_picture(letter: str) -> bool:
    """Of an emoji: the picture itself, its skin tone, or the sign that makes it one."""
    return unicodedata.category(letter) in ("So", "Sk") or letter == "\ufe0f"
