"""Recovery phrases: twelve or more plain words, each of which alone says nothing (as BIP-39 has them)."""

import re
from itertools import islice

from govdesk.secrecy.vocabulary import IS

_LABEL = re.compile(
    r"\b(?:seed|recovery|wallet|mnemonic|backup phrase|secret phrase|passphrase|wiederherstellung|merkwörter"
    r"|récupération|recuperación)",
    re.IGNORECASE,
)
_NEAR = 400
"""Letters around a label: 24 words of eight letters, and what stands between."""
_MOST_LABELS = 50
_FEWEST_WORDS = 12
_WORD = re.compile(r"[a-z]{3,8}")
_NUMBERED = re.compile(r"\d{1,2}[.):]?")
_PIECE = re.compile(r"\n|[^\s,;]+")
_AROUND = "\"'“”„‚‘’«»()"
_OPENS = re.compile(rf"\n|.*[:=→–-]|(?:{IS})|{_LABEL.pattern}\w*|\d{{1,2}}[.):]?", re.IGNORECASE)
"""What a phrase stands behind, or the beginning of a line: it is no part of a sentence."""
_JOINING = """
the and for with from was are were has had not but our his her its been does who which while them those these she
because could would should anyone nobody someone took
der die das und mit den dem von ist auf für ein eine nicht wird les des dans pour est une avec que qui
"""
_OF_SENTENCES = frozenset(_JOINING.split())
"""Words that join others to sentences; the list of BIP-39 has none of them."""


def is_spelled_out(text: str) -> bool:
    """Whether a text that speaks of recovery or a wallet holds so many words in a row that make no sentence."""
    labels = islice(_LABEL.finditer(text), _MOST_LABELS)
    return any(_holds_phrase(text[max(0, found.start() - _NEAR) : found.end() + _NEAR]) for found in labels)


def _holds_phrase(text: str) -> bool:
    words, is_open = 0, True
    for piece in _PIECE.findall(text):
        opens = _OPENS.fullmatch(piece) is not None
        word = _NUMBERED.sub("", piece, count=1).strip(_AROUND)
        if not word or piece == "\n":
            is_open = is_open or opens
        elif opens or word in _OF_SENTENCES or not _WORD.fullmatch(word.rstrip(".")):
            words, is_open = 0, opens
        elif is_open:
            words += 1
        if words >= _FEWEST_WORDS:
            return True
        if word.endswith("."):
            words, is_open = 0, False
    return False
