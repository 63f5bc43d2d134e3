"""Lines that sum up the others, as people put under a sheet."""

import re
from collections.abc import Mapping

_TOTAL = re.compile(r"((grand |sub)?totals?|sum|summen?|gesamt|insgesamt|gesamtsumme)\W*", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,\s%]+")


def is_a_total(cells: Mapping[str, str | list[str]]) -> bool:
    """Whether a line says `Total`, and numbers or nothing beside it."""
    first, *others = cells.values() or [""]
    if not isinstance(first, str) or not _TOTAL.fullmatch(first.strip()):
        return False
    return all(isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()) for cell in others)
