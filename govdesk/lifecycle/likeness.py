"""Handles that people take for one another. Pure."""

import re

from govdesk.accounts.platforms.lookalikes import outline_of

LONG_ENOUGH = 5
"""Of shorter handles one letter more or less makes another name: NOAA and NASA."""
_DECORATION = re.compile(r"^(the|real|official|its)|(official|real|hq|online)$")


def bare(handle: str) -> str:
    """What stays of `handle` in memory: no case, no signs, no decoration; letters that look alike, or stand doubled,
    as one."""
    plain = re.sub(r"[\W_]", "", handle.casefold())
    stripped = _DECORATION.sub("", plain)
    return re.sub(r"(.)\1+", r"\1", outline_of(stripped if len(stripped) > 2 else plain))


def alike(one: str, other: str) -> bool:
    """Whether somebody could take one handle for the other."""
    first, second = bare(one), bare(other)
    return first == second or (min(len(first), len(second)) >= LONG_ENOUGH and _one_apart(first, second))


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out, changed, or two neighbours swapped make one of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long_ = sorted((one, other), key=len)
    start = next((n for n, letter in enumerate(short) if letter != long_[n]), len(short))
    if len(short) < len(long_):
        return short[start:] == long_[start + 1 :]
    swapped = short[:start] + short[start + 1 : start + 2] + short[start : start + 1] + short[start + 2 :]
    return short[start + 1 :] == long_[start + 1 :] or swapped == long_
