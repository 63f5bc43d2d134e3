"""What gives a secret away by its looks, whatever stands around it: tokens, keys, seeds, codes in groups."""

import re
from itertools import pairwise

_HAS_DIGIT = re.compile(r"\d")
_WRITTEN_OUT = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|[Oo][Tt][Pp][Aa][Uu][Tt][Hh](?:-migration)?://")
_IN_AN_ADDRESS = re.compile(
    r"[?&#](?:access_token|auth_token|api_?key|password|passwd|pwd|client_secret|secret|sig)=[^&\s]"
    r"|://[^/\s:@]+:[^/\s@]+@"
    r"|hooks\.slack\.com/services/T\w+/B\w+/\w|discord(?:app)?\.com/api/webhooks/\d+/[\w-]{20}"
    r"|\b(?:sessionid|auth_token|ct0|li_at|jsessionid|phpsessid)=[\w%-]{12}",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    # Beginnings that makers of tokens document, so that leaks can be found.
    r"\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"
    r"|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|xapp-|ya29\.|SG\.|npm_|pypi-|hf_|dop_v1_|shp(?:at|ss|ca)_"
    r"|(?:sk|rk)_(?:live|test)_|ATATT3x|figd_|lin_api_|sntrys_|IGQV|IGAA)(?=\S{0,64}\d)[\w./-]{16,}"
    r"|\bsk-(?=[\w-]{0,64}\d)(?=[\w-]{0,64}[a-z])[\w-]{20,}"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}|\bEAA[A-Za-z0-9]{30,}|\bA{20,}[\w%]{30,}"
    r"|\bnsec1[02-9ac-hj-np-z]{20,}"
    r"|\b\d{8,10}:[\w-]{35}(?![\w-])"
)
_LONG_RUN = re.compile(r"[\w./-]{16}")
"""Each token holds one."""
_WORD = re.compile(r"[^\s,|]+")
_LONGEST_WORD = 4_096
_SEED = re.compile(r"(?=.*[2-7])[A-Z2-7]{16,128}=*")
_SEED_IN_GROUPS = re.compile(r"(?<![\w-])(?:[A-Za-z2-7]{4}[ -]){3,31}[A-Za-z2-7]{4}(?![\w-])")
_SHORTEST_GROUPS = 2 * 8 + 1
"""Letters of two codes of eight digits."""
_MIXED_GROUP = re.compile(r"(?=[a-z2-7]*[2-7])(?=[a-z2-7]*[a-z])[a-z2-7]{4}", re.IGNORECASE)
_KEY_IN_GROUPS = re.compile(r"(?<![\w-])(?:[A-Z0-9]{4,6}-){3,7}[A-Z0-9]{4,6}(?![\w-])")
_PAIR = re.compile(r"(?<![\w-])(?=[\w-]*\d)[0-9a-z]{4,6}-[0-9a-z]{4,6}(?![\w-])", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d-(?:19|20)?\d\d")
_PAIRS = re.compile(rf"{_PAIR.pattern}(?:[\s,;|/]+{_PAIR.pattern})+", re.IGNORECASE)
_EIGHTS = re.compile(r"(?<![\w+.-])\d{8}(?:[\s,;|/]+\d{8})+(?![\w-])")
_FOUR = re.compile(r"\d{4}")
_FOURS = re.compile(r"(?<![\w+.-])\d{4}(?: \d{4}){3,}(?![\w-])")
_FOURS_TWICE = re.compile(
    r"(?<![\w+.-])\d{4} \d{4}(?:[ \t]*[\n\r,;|/]\s*(?:\d{1,2}[.)]\s*)?\d{4} \d{4}){3,}(?![\w-])"
)
"""As Google writes its codes: one in a line."""
_JOINED = re.compile(r"(?<![\w+.-])(?:\d{5,8}(?:-\d{5,8}){3,}|\d{4}(?:-\d{4}){4,})(?![\w-])")
_CALLED = re.compile(
    r"\b(?:tel|phone|call|fax|mobil|durchwahl|hotline|ring|anruf|dial)\w*\b[^\n]{0,30}\s*\Z", re.IGNORECASE
)
"""What follows are numbers of phones."""
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PUBLIC = re.compile(
    r"[^@\s]+@[\w-]+(?:\.[\w-]+)+|[a-z][a-z+.-]*://\S*|@[\w.@-]+|#\w+|U[CU][\w-]{22}|PL[\w-]{32}|urn:\S+"
    r"|(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?",
    re.IGNORECASE,
)
"""Addresses of mail and of pages, handles, hashtags, ids of channels: they mix letters, digits and signs, too."""
_STRONG = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!$%^&*#?+=~@])[^\s/()\[\]<>:]{8,64}")
_SIGN = re.compile(r"[!$%^&*#?+=~@]")
_LONG = re.compile(r"[A-Za-z0-9_-]{20,}={0,2}")
_HEX = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{32,}", re.IGNORECASE)
_AROUND = ".,;:()[]<>{}\"'“”„‚‘’«»"


def is_shown(text: str) -> bool:
    """Whether a text holds something that looks like a secret by itself."""
    if not _HAS_DIGIT.search(text):
        # All others hold a digit somewhere.
        return ("://" in text or "-----" in text) and _is_written_out(text)
    if _is_written_out(text) or _is_in_groups(text) or any(map(_is_bare, _WORD.findall(text))):
        return True
    # `Sommer2017!` alone is one; at the end of a sentence the sign ends the sentence.
    return _STRONG.fullmatch(text) is not None and not _PUBLIC.fullmatch(text)


def _is_written_out(text: str) -> bool:
    if ("-----" in text or "//" in text) and _WRITTEN_OUT.search(text):
        return True
    if ("=" in text or "@" in text or "hooks" in text) and _IN_AN_ADDRESS.search(text):
        return True
    return _LONG_RUN.search(text) is not None and _TOKEN.search(text) is not None


def _is_in_groups(text: str) -> bool:
    if len(text) < _SHORTEST_GROUPS:
        return False
    text = _IBAN.sub(lambda found: "" if _is_iban(found[0]) else found[0], text)
    if any(len(_MIXED_GROUP.findall(found[0])) > 1 for found in _SEED_IN_GROUPS.finditer(text)):
        return True
    if any(_is_key(found[0]) for found in _KEY_IN_GROUPS.finditer(text)):
        return True
    if any(_is_row(found[0], _FOUR, _YEAR) and not _is_called(text, found) for found in _FOURS_TWICE.finditer(text)):
        return True
    rows = ((_PAIRS, _PAIR, _YEARS), (_EIGHTS, re.compile(r"\d{8}"), _DAY), (_FOURS, _FOUR, _YEAR),
            (_JOINED, re.compile(r"\d+"), _YEAR))  # fmt: skip
    return any(_is_row(found[0], one, usual) for row, one, usual in rows for found in row.finditer(text))


def _is_iban(groups: str) -> bool:
    """Whether the check digits of ISO 13616 are right: a bank account, which opens nothing."""
    number = groups.replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in number[4:] + number[:4])) % 97 == 1


def _is_called(text: str, found: re.Match[str]) -> bool:
    return _CALLED.search(text[max(0, found.start() - 40) : found.start()]) is not None


def _is_key(groups: str) -> bool:
    return any(letter.isdigit() for letter in groups) and any(letter.isalpha() for letter in groups)


def _is_row(row: str, one: re.Pattern[str], usual: re.Pattern[str]) -> bool:
    """Whether two or more of a row are codes rather than days or years."""
    return sum(usual.fullmatch(found) is None for found in one.findall(row)) > 1


def _is_bare(word: str) -> bool:
    word = word.strip(_AROUND)
    if not 8 <= len(word) <= _LONGEST_WORD or _PUBLIC.fullmatch(word):
        return False
    return bool(
        _SEED.fullmatch(word)
        or (_STRONG.fullmatch(word) and _SIGN.search(word.rstrip("!?")))
        or _HEX.fullmatch(word)
        or (_LONG.fullmatch(word) and is_random(word))
    )


def is_random(word: str) -> bool:
    """Whether letters of both cases and digits change as they do by chance: names keep to one kind for longer."""
    kinds = [_kind(letter) for letter in word]
    changes = sum(one != other for one, other in pairwise(kinds))
    return len(set(kinds) - {"_"}) > 2 and changes >= 0.4 * (len(word) - 1)


def _kind(letter: str) -> str:
    if letter.isdigit():
        return "0"
    if not letter.isalpha():
        return "_"
    return "A" if letter.isupper() else "a"
