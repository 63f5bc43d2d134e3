"""Two people who changed the rules at the same time: what each of them did to the text, put together. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import Any

from govdesk.files import FileError, parse_yaml
from govdesk.rotation.plan.reading import FILE


@dataclass(frozen=True)
class _Edit:
    """From one row of the text before to another, other rows stand now."""

    first: int
    behind: int
    rows: tuple[str, ...]


def merged(base: str, theirs: str, mine: str) -> str | None:
    """What both made of `base`; None where they changed the same rows, or one rule each in their own way."""
    ours, others = _edits(base, mine), _edits(base, theirs)
    fresh = [edit for edit in ours if edit not in others]
    if any(_collide(one, other) for one in others for other in fresh):
        return None
    rows = base.splitlines(keepends=True)
    # Where both put rows at one place, only one order may leave each rule whole.
    found = ("".join(_put(rows, edits)) for edits in ([*others, *fresh], [*fresh, *others]))
    return next((text for text in found if _says_both(text, base, theirs, mine)), None)


def differences(before: str, after: str) -> list[str]:
    """Rows taken out, with a minus, and rows put in, with a plus."""
    rows = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [row for row in list(rows)[2:] if not row.startswith("@@")]


def _edits(before: str, after: str) -> list[_Edit]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [_Edit(a, b, tuple(new[c:d])) for tag, a, b, c, d in found if tag != "equal"]


def _collide(one: _Edit, other: _Edit) -> bool:
    return one.first < other.behind and other.first < one.behind


def _put(rows: Sequence[str], edits: Sequence[_Edit]) -> Iterator[str]:
    at = 0
    for edit in sorted(edits, key=lambda one: (one.first, one.behind)):
        yield from rows[at : edit.first]
        yield from edit.rows
        at = edit.behind
    yield from rows[at:]


def _says_both(text: str, base: str, theirs: str, mine: str) -> bool:
    """Whether each rule and each setting is as whoever changed it left it."""
    try:
        now, before, one, other = (_parts(each) for each in (text, base, theirs, mine))
    except FileError:
        return False
    return all(
        now.get(key) == (one.get(key) if other.get(key) == before.get(key) else other.get(key))
        and (before.get(key) in (one.get(key), other.get(key)) or one.get(key) == other.get(key))
        for key in {*now, *before, *one, *other}
    )


def _parts(text: str) -> Mapping[tuple[str, str], Any]:
    """Settings by their key, rules by their name."""
    content = parse_yaml(text, FILE) or {}
    rules = content.pop("rules", None) or ()
    return {("", str(key)): value for key, value in content.items()} | {
        ("rule", str(rule.get("name"))): rule for rule in rules
    }
