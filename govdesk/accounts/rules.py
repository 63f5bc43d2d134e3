"""Pure rules of the register."""

from collections import defaultdict
from collections.abc import Iterable


def duplicate_groups(keys: Iterable[tuple[int, str]]) -> list[list[int]]:
    """Rows that mean one account: `(row, identity key)` in, groups of two and more rows out, in order."""
    rows = defaultdict(list)
    for row, key in keys:
        rows[key].append(row)
    return [group for group in rows.values() if len(group) > 1]
