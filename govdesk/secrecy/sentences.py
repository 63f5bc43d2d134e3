"""What a sentence tells: `the password is sunflower` gives one away, `the password policy` does not."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from govdesk.secrecy.shapes import is_random
from govdesk.secrecy.single_words import is_made_up, is_unusual, language_of
from govdesk.secrecy.vocabulary import CODES, IS, NAMES, OF, SET, STILL, TO

_MAY_SPEAK = re.compile(
    r"pass|pa(?:ß)w|kennw|losung|geheim|zugang|anmelded|mot|mdp|identif|jeton|contra|clave|clé|creden|pw|psw|p/w|pin"
    r"|secret|token|seed|key|code|otp|bearer|log-?in|user|benutz|wachtw|senha|schlüssel"
)
_MAY_SAY = re.compile(r"[\s:=]|->|→")
"""A word alone says nothing; this and the next spare most cells of a sheet the thorough looks."""
_NAME = re.compile(rf"(?<![\w-])(?:(?P<code>{CODES})|(?P<name>{NAMES}))(?![\w-])", re.IGNORECASE)
_LINK = re.compile(
    rf"\s*(?:\([^()]{{1,20}}\))?(?:"
    rf"(?P<sign>[:=]+>?|->|=>|→)"
    # "… of the account is", "… for Facebook:", "… to": a few words may stand between.
    rf"|(?:\s+(?:{OF})(?:\s+[^\s.!?;:=]+){{1,6}}?)?"
    rf"(?:\s+(?P<verb>{IS})(?:\s+(?:{STILL}))*(?:\s*:)?(?=\s)|\s*(?P<far>[:=])"
    rf"|\s+(?P<set>(?:{SET})\s+(?:{TO}))(?=\s)|\s+(?P<to>{TO})(?=\s))"
    rf"|(?P<dash>\s[-–—])(?=\s)"
    rf"|(?P<bare>)(?=[\s\"'“„«‚‘(]))",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\s*(?:[\"'“„«‚‘`](?P<quoted>[^\"”“»`\n]{3,40})[\"'”“»’`]|[(*]*(?P<value>[^\s\"“”„«»`]{2,}))")
_ENDS = re.compile(
    r"[\"'“”‘’«»)*`]*\s*(?:$|[.,;!?)\n/|(–—-]"
    r"|(?:and|but|please|thanks|btw|if|so|for|und|aber|bitte|danke|et|mais|merci|svp|y|pour|für)\b)",
    re.IGNORECASE,
)
_SET = re.compile(rf"\b(?:{SET})\b", re.IGNORECASE)
_DETERMINER = re.compile(
    r"\b(?:the|my|our|your|his|her|their|a|an|this|that|any|no|each|every|old|mein|unser|ihr|sein|das|ein|kein|altes|le|un"
    r"|mon|notre|votre|son|ce|forgot|forgotten|lost|change|changing|reset|resetting|rotate|need|needs|about|enter"
    r"|without|new|of|or|social|media|facebook|instagram|twitter|linkedin|youtube|vergessen|de)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_CODE_FIRST = re.compile(
    rf"(?:\W{{1,3}}|(?:\s+[^\s.!?;:=\d]+){{0,4}}?(?:\s+(?:{IS})\W+|\s*:\s*))"
    r"(?:\d{3}[ -]?\d{3}(?!\d)|\d{4,})",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?<![\w-])(?:(?:the|your|our|der|mein|le|der)\s+code\s+(?:is|was|lautet|ist|est)|(?<!error )code\s*[:=])\s*"
    r"\d{3}[ -]?\d{3,5}(?!\d)",
    re.IGNORECASE,
)
_CODE_OF_USE = re.compile(
    r"\b(?:use|enter|type)\s+(?:the\s+|this\s+)?code\s+\d{3}[ -]?\d{3,5}\s+(?:to|for)\s+"
    r"(?:sign|log|get|verif|confirm|unlock)"
    r"|(?<![\w-])\d{3}[ -]?\d{3,5}\s+is\s+your\s+(?:\w+\s+){0,3}code\b",
    re.IGNORECASE,
)
"""As messages of platforms say it."""
_KEY = re.compile(r"(?<![\w-])(?:key|schlüssel|clé)\s*[:=]\s*(?P<value>[\w-]{12,64})(?![\w-])", re.IGNORECASE)
_BEGINS = re.compile(r"(?:^|[\n.,;|/(])\s*\Z")
"""Where a line or a part of one begins: `pass: sunflower` is no boarding pass there."""
_BEARER = re.compile(r"\b(?:bearer|token|api.?key)\s+(?=\S{0,64}\d)[\w.~+/=-]{12,}", re.IGNORECASE)
_SIGNS_IN = re.compile(
    r"\b(?:user(?:name)?|log-?in|benutzer(?:name)?|zugang|zugangsdaten|anmeldedaten|identifiants?"
    r"|credentials?)\b\s*[:=]?\s*[\w.@-]{1,64}\s?[/|,;]\s*(?P<value>\S{5,64})",
    re.IGNORECASE,
)
_IS_ONE = re.compile(
    r"(?<!\S)(?P<value>\S{5,64})\s+(?:is|ist|est)\s+(?:now\s+)?(?:the|our|my|das|unser|le|notre)\s+(?:new\s+|neue\s+)?"
    rf"(?:{NAMES})(?![\w-])",
    re.IGNORECASE,
)
_AS_ONE = re.compile(
    rf"\b(?:use|set|mit|nimm|avec)\s+(?P<value>\S{{4,64}})\s+(?:as|als|comme)\s+(?:\w+\s+)?(?:{NAMES})(?![\w-])",
    re.IGNORECASE,
)
_WEAK = re.compile(r"\bp[a@]ssw[o0]r[dt]\d", re.IGNORECASE)
_COMMON = ("geheim", "secret", "admin", "test", "passwort", "password")
"""Passwords that many have, behind a colon."""
_BEFORE = 60
_FURTHEST = 120
"""Letters behind a name in which its value is looked for."""
_MOST_NAMES = 200
"""Different places of one text, each a name and what stands around it, that are looked at thoroughly."""


class Said(NamedTuple):
    """What follows the name of a secret: how it is joined to it, the word, and what comes then."""

    link: str
    word: str
    after: str


def is_told(text: str) -> bool:
    """Whether a text says what a password or code is."""
    rest = text.removeprefix("https:").removeprefix("http:")
    if not _MAY_SAY.search(rest) or not _MAY_SPEAK.search(text.lower()):
        return False
    if any(pattern.search(text) for pattern in (_BEARER, _CODE, _CODE_OF_USE, _WEAK)):
        return True
    pairs = (*_SIGNS_IN.finditer(text), *_IS_ONE.finditer(text))
    if any(is_made_up(pair["value"]) for pair in pairs):
        return True
    if any(is_unusual(found["value"], "en") for found in _AS_ONE.finditer(text)):
        return True
    if any(is_random(found["value"]) for found in _KEY.finditer(text)):
        return True
    return any(_is_given(text, name) for name in islice(_different(text), _MOST_NAMES))


def _different(text: str) -> Iterator[re.Match[str]]:
    """The names of secrets; those that stand in the same words once, however often a text repeats itself."""
    seen = set[str]()
    for name in _NAME.finditer(text):
        around = text[max(0, name.start() - _BEFORE) : name.end() + _FURTHEST]
        if around not in seen:
            seen.add(around)
            yield name


def _is_given(text: str, name: re.Match[str]) -> bool:
    rest = text[name.end() : name.end() + _FURTHEST]
    if name["code"]:
        return bool(_CODE_FIRST.match(rest)) or _gives(text, name, rest, is_code=True)
    return _gives(text, name, rest, is_code=False)


def _gives(text: str, name: re.Match[str], rest: str, *, is_code: bool) -> bool:
    said = _said(rest)
    if said is None:
        return False
    before = text[max(0, name.start() - _BEFORE) : name.start()]
    if is_made_up(said.word) and (said.link != "to" or _SET.search(before) or _SET.search(said.after[:30])):
        return said.link != "bare" or len(said.word) > 4
    if said.word.isdigit():
        return len(said.word) > 3 and (said.link in ("sign", "far", "verb", "set") or name[0].startswith("PIN"))
    called = name[0].lower()
    if said.link == "sign" and said.word.lower() in _COMMON and not is_code:
        return True
    if called == "pass" and not (said.link == "sign" and _BEGINS.search(before)):
        return False
    if is_code or not is_unusual(said.word, language_of(called)):
        return False
    if said.link == "to":
        return bool(_SET.search(before) and _ENDS.match(said.after))
    if said.link in ("bare", "dash"):
        return bool(not _DETERMINER.search(before) and _ENDS.match(said.after))
    return bool(_ENDS.match(said.after))


def _said(rest: str) -> Said | None:
    link = _LINK.match(rest)
    value = _VALUE.match(rest, link.end()) if link else None
    if link is None or value is None:
        return None
    kind = next(kind for kind, found in link.groupdict().items() if found is not None)
    if value["quoted"]:
        return Said(kind, value["quoted"].split(" ")[0], rest[value.end() :])
    word = value["value"].rstrip(".,;:)]}'’")
    return Said(kind, word, rest[value.start("value") + len(word) :])
