"""Recognises values that would open an account; the register never holds one."""

import re
import unicodedata
from functools import lru_cache

_SECRET_COLUMN = re.compile(
    r"(?<![a-z])(pass(word|wd|phrase|code|wort)?|kennwort|pwd|pw|pin|secret|token|api.?key|(otp|totp|mfa|2fa).?(seed|key)"
    r"|seed|(recovery|backup).?codes?)(?![a-z])",
    re.IGNORECASE,
)
_ABOUT_A_SECRET = re.compile(
    r"changed|rotated|updated|expir|date|_(on|at)$|location|stored|where|vault|holder|owner|manager|policy|age$"
    r"|geändert|gewechselt|erneuert|ablauf|gültig|datum|\bort$|tresor|inhaber",
    re.IGNORECASE,
)
_WRITTEN_OUT = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    re.compile(r"otpauth://", re.IGNORECASE),
    re.compile(
        r"\b(pass(word|wort|phrase|code|wd)|kennwort|mot de passe|contraseña|pwd|pw|pin|secret|token|seed)"
        r"\s*[:=]\s*\S{4,}",
        re.IGNORECASE,
    ),
    re.compile(r"[?&](access_token|api_key|password|client_secret)=", re.IGNORECASE),
    re.compile(r"\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"),
    re.compile(r"\b(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|ya29\.|sk-|SG\.)[\w.-]{16,}"),
    re.compile(r"\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{35}|\bEAA[A-Za-z0-9]{40,}|\bA{20,}[\w%]{30,}"),
)
_LONG_WORD = re.compile(r"[\w-]{13}")
"""Each of the above holds one, or else a sign that gives something a value; see `_may_be_written_out`."""
_SHORTEST = 7
"""Letters of the shortest secret that is known without its column's name: `pw=1234`."""
_SEED = re.compile(r"(?=.*[2-7])([A-Z2-7]{16,128}=*|([A-Za-z2-7]{4}[ -]){3,31}[A-Za-z2-7]{4})")
_THREE_CODES = 3 * 8 + 2
_RECOVERY_CODE = re.compile(r"(?=.*\d)[0-9a-z]{4,6}-[0-9a-z]{4,6}|\d{8}", re.IGNORECASE)
_ONE_WORD = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!$%^&*#?+=~@])\S{8,64}")
_NAMED = (
    r"\b(?:pass(?:word|wort|phrase|code|wd)|kennwort|mot de passe|contraseña|pwd|pw|pin|secret|seed"
    r"|(?:recovery|backup|login) codes?)\b"
)
_IN_A_SENTENCE = (
    # The word itself may be any; what tells is the sentence: "the password is sunflower".
    re.compile(
        _NAMED
        + r"\s+(?:is|was|are|lautet|ist|war|hei(?:ß|ss)t|est|es|=|->|→)\s+"
        + r"(?!(?:in|at|with|kept|stored|held|not|now|beim|nicht|hinterlegt|dans|chez)\b)\S{4,}",
        re.IGNORECASE,
    ),
    # "pw hunter22": a name followed by a word with digits in it.
    re.compile(_NAMED + r"[\s:=\"'“‘]+(?=\S*\d)(?=\S*[^\W\d_])\S{5,}", re.IGNORECASE),
    re.compile(r"\b(?:bearer|token|api.?key)\s+(?=\S*\d)[\w.~+/=-]{12,}", re.IGNORECASE),
    # "backup code 4829 1375": a code in groups, after its name.
    re.compile(r"\b(?:recovery|backup|login) codes?\W{1,3}\d{3,}", re.IGNORECASE),
    # Codes as platforms hand them out, several in a row.
    re.compile(r"(?:\b(?=[\w-]*\d)[0-9a-z]{4,6}-[0-9a-z]{4,6}\b[\s,;|]+){2,}", re.IGNORECASE),
    re.compile(r"(?:\b\d{8}\b[\s,;|]+){2,}"),
    # A seed in groups of four.
    re.compile(r"(?:\b(?=[a-z2-7]*[2-7])[a-z2-7]{4}[ -]){3,}(?=[a-z2-7]*[2-7])[a-z2-7]{4}\b", re.IGNORECASE),
)
_RANDOM_WORD = re.compile(r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_-]{20,}|(?=.*\d)(?=.*[a-f])[0-9a-f]{32,}")
_PUBLIC_WORD = re.compile(r"[^@\s]+@[\w-]+(\.[\w-]+)+|https?://\S*|@[\w.@-]+", re.IGNORECASE)
"""Mail addresses, links and handles mix letters, digits and signs as passwords do."""


def looks_secret(field: str, value: str) -> bool:
    """Whether `value`, found in a column called `field`, looks like a password, seed, token or list of codes.

    A question of likelihood: it would rather let a strange name in than keep half a register out.
    """
    value = _as_read(value).strip()
    if not value:
        return False
    if _is_for_secrets(_as_read(field)):
        return True
    if len(value) < _SHORTEST:
        return False
    return _is_written_out(value) or _is_bare_secret(value)


def _as_read(text: str) -> str:
    """As an eye reads it: wide letters are letters, and what cannot be seen is not there."""
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")


@lru_cache(maxsize=1_000)
def _is_for_secrets(field: str) -> bool:
    return bool(_SECRET_COLUMN.search(field)) and not _ABOUT_A_SECRET.search(field)


def _is_written_out(value: str) -> bool:
    return _may_be_written_out(value) and any(pattern.search(value) for pattern in _WRITTEN_OUT)


def _may_be_written_out(value: str) -> bool:
    """A cheap look that spares most values the seven thorough ones."""
    rest = value.removeprefix("https:").removeprefix("http:")
    return ":" in rest or "=" in rest or "-----" in rest or _LONG_WORD.search(rest) is not None


def _is_bare_secret(value: str) -> bool:
    # Neither seeds nor codes have dots and slashes, as addresses do.
    if "." not in value and "/" not in value and (_SEED.fullmatch(value) or _is_a_list_of_codes(value)):
        return True
    if " " in value or value.islower():
        return False
    return bool(_ONE_WORD.fullmatch(value)) and not _PUBLIC_WORD.fullmatch(value)


def _is_a_list_of_codes(value: str) -> bool:
    if len(value) < _THREE_CODES:
        return False
    codes = re.split(r"[\s,;|]+", value)
    return len(codes) >= 3 and all(map(_RECOVERY_CODE.fullmatch, codes))


def holds_secret(text: str) -> bool:
    """Whether a text that people write, a note or the name of a place, holds something that would open an account.

    Stricter than `looks_secret`: a note can be written otherwise, and each of its words is looked at.
    """
    text = _as_read(text)
    if looks_secret("", text) or any(pattern.search(text) for pattern in _IN_A_SENTENCE):
        return True
    words = [word.strip(".,;:()[]<>\"'“”‘’") for word in text.split()]
    return any(_is_bare_secret(word) or _RANDOM_WORD.fullmatch(word) for word in words)
