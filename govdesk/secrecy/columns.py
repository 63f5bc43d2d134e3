"""Columns that are meant for secrets, by what people call them."""

import re
from functools import lru_cache

_SECRET_COLUMN = re.compile(
    r"(?<![a-z])(pass(word|wd|phrase|code|wort)?|kennwort|mot.?de.?passe|mdp|pwd|pw|pin|secret|token|api.?key"
    r"|(otp|totp|mfa|2fa).?(seed|key)|seed|(recovery|backup).?codes?)(?![a-z])",
    re.IGNORECASE,
)
_ABOUT_A_SECRET = re.compile(
    r"changed|rotated|updated|expir|date|_(on|at)$|location|stored|where|vault|holder|owner|manager|policy|age$"
    r"|geändert|gewechselt|erneuert|ablauf|gültig|datum|\bort$|tresor|inhaber|modifié|expir|coffre|détenteur",
    re.IGNORECASE,
)


@lru_cache(maxsize=1_000)
def is_for_secrets(column: str) -> bool:
    return bool(_SECRET_COLUMN.search(column)) and not _ABOUT_A_SECRET.search(column)
