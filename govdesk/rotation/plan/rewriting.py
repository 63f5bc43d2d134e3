"""Rules of `rotation.yml` changed, moved and taken out within its text; all else stays word for word.

A rule goes with the comments right above it. What came out is read again: where the text was written in a way that is
not understood here, nothing is changed and somebody has to write it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from govdesk.errors import Invalid
from govdesk.files import FileError, parse_yaml
from govdesk.i18n import _
from govdesk.rotation.plan.drafting import indented, rules_in
from govdesk.rotation.plan.reading import FILE

Raw = dict[str, Any]
"""A rule as the text has it."""


def raw_rules(text: str) -> list[Raw]:
    """The rules of a text that can be used, in their order. Raises FileError."""
    content = parse_yaml(text, FILE) or {}
    return list(content.get("rules") or ())


def place_of(text: str, name: str) -> int | None:
    """Where the rule of this name stands, from 0 on; names are unique."""
    names = [str(rule.get("name")) for rule in raw_rules(text)]
    return names.index(name) if name in names else None


def without_rule(text: str, place: int) -> str:
    """The text without one rule. Raises Invalid."""
    wanted = raw_rules(text)
    del wanted[place]
    return _checked(text, wanted, lambda cut: cut.joined([one for one in range(len(wanted) + 1) if one != place]))


def with_rule_moved(text: str, place: int, to: int) -> str:
    """The text with one rule at another place. Raises Invalid."""
    order = list(range(len(raw_rules(text))))
    order.insert(to, order.pop(place))
    wanted = raw_rules(text)
    return _checked(text, [wanted[one] for one in order], lambda cut: cut.joined(order))


def with_rule_changed(text: str, place: int, rule: Raw) -> str:
    """The text with one rule written otherwise: key by key, so that the rest of it stays as it stands.

    Raises Invalid.
    """
    wanted = raw_rules(text)
    before, wanted[place] = wanted[place], rule
    try:
        return _checked(text, wanted, lambda cut: cut.with_keys(place, before, rule))
    except Invalid:  # then as a whole
        return _checked(text, wanted, lambda cut: cut.with_rule(place, rule))


@dataclass(frozen=True)
class _Cut:
    """A text in rows, and where its rules stand in them."""

    rows: list[str]
    key: yaml.Node
    rules: Sequence[yaml.Node]
    starts: list[int]
    """The first row of each rule, with the comments above it."""
    ends: list[int]
    """The row behind each."""

    @classmethod
    def of(cls, text: str) -> "_Cut":
        key, found = rules_in(text)
        if found is None or not found.value or found.flow_style:
            raise _too_hard()
        rows = text.splitlines(keepends=True)
        rows[-1] = rows[-1].rstrip("\n") + "\n"
        ends = [_last_row(node) + 1 for node in found.value]
        return cls(rows, key, found.value, [key.start_mark.line + 1, *ends[:-1]], ends)

    def joined(self, order: Sequence[int]) -> str:
        """The rules in this order, and only those."""
        first, last = self.starts[0], self.ends[-1]
        rules = [row for one in order for row in self.rows[self.starts[one] : self.ends[one]]]
        head = self.rows[:first] if order else [*self.rows[: first - 1], "rules: []\n"]
        return "".join([*head, *rules, *self.rows[last:]])

    def with_rule(self, place: int, rule: Raw) -> str:
        """The whole rule written anew, its comments above it."""
        node, end = self.rules[place], self.ends[place]
        begin, indent = node.start_mark.line, _indent(self.rows[node.start_mark.line])
        comments = [row for row in self.rows[begin:end] if row.lstrip().startswith("#")]
        return "".join([*self.rows[:begin], *comments, indented(_dumped([rule]), indent), *self.rows[end:]])

    def with_keys(self, place: int, before: Raw, rule: Raw) -> str:
        """Only the keys written that differ."""
        node, rows = self.rules[place], list(self.rows)
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            raise _too_hard()
        column = node.start_mark.column
        added = {key: value for key, value in rule.items() if key not in before}
        rows[self.ends[place] : self.ends[place]] = [indented(_dumped(added), column)] if added else []
        for key, value in reversed(node.value):
            if key.value not in rule or rule[key.value] != before.get(key.value):
                said = {key.value: rule[key.value]} if key.value in rule else {}
                mark, written = key.start_mark, indented(_dumped(said), column) if said else ""
                head = rows[mark.line][: mark.column] if key is node.value[0][0] else " " * column
                rows[mark.line : _last_row(value) + 1] = [head + written[column:]] if written else []
        return "".join(rows)


def _checked(text: str, wanted: Sequence[Raw], rewrite: Callable[[_Cut], str]) -> str:
    """What came of it, if it says what was wanted and all else as before."""
    written = rewrite(_Cut.of(text))
    before = parse_yaml(text, FILE)
    try:
        is_so = parse_yaml(written, FILE) == {**before, "rules": list(wanted)}
    except FileError:
        is_so = False
    if not is_so:
        raise _too_hard()
    return written


def _last_row(node: yaml.Node) -> int:
    """The row in which its content ends: comments behind a block belong to what follows."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_row(last[1] if isinstance(last, tuple) else last)
    end = node.end_mark
    return int(end.line if end.column or end.line == node.start_mark.line else end.line - 1)


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _dumped(content: Any) -> str:
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100))


def _too_hard() -> Invalid:
    return Invalid(
        _("The rules are written in a way that this form does not understand. Change their text yourself.")
    )
