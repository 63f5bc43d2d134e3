"""Recognises what would open an account: a password, code, key, seed or token. Nothing of the house keeps one.

One question for all texts that people or sheets bring in. It asks no database and no network, and takes time that
grows with the length of the text alone.
"""

import unicodedata

from govdesk.secrecy.columns import is_for_secrets
from govdesk.secrecy.phrases import is_spelled_out
from govdesk.secrecy.sentences import is_told
from govdesk.secrecy.shapes import is_shown

__all__ = ["holds_secret", "looks_secret"]

_SHORTEST = 6
"""Letters of the shortest text that says what a secret is and which: `pw=1234` has one more."""
_LOOK_ALIKES = str.maketrans("аАВеЕіІкКМНоОрРсСТухХѕј", "aABeEiIkKMHoOpPcCTyxXsj")
"""Cyrillic letters that nobody can tell from Latin ones."""


def holds_secret(text: str) -> bool:
    """Whether a text, of a word or of pages, holds something that would open an account.

    A question of likelihood. It asks what the sentence says (`the password is sunflower`) and what its words look
    like (`ghp_…`, codes in groups); it lets pass what only speaks of secrets (`please reset my password`).
    """
    text = _as_read(text)
    return len(text) >= _SHORTEST and (is_shown(text) or is_told(text) or is_spelled_out(text))


def looks_secret(column: str, value: str) -> bool:
    """The same of a cell of a sheet: what stands in a column for passwords is one, whatever it looks like."""
    if not value or value.isspace():
        return False
    return is_for_secrets(_as_read(column)) or holds_secret(value)


def _as_read(text: str) -> str:
    """As an eye reads it: letters that look alike are the same, and what cannot be seen is not there."""
    if text.isascii():
        return text
    seen = (letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    return "".join(seen).translate(_LOOK_ALIKES)
