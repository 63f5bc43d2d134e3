"""A rule put into the text of `rotation.yml`; all else in it stays word for word, comments included."""

from typing import Any

import yaml

from govdesk.errors import Invalid
from govdesk.i18n import _


def with_rule(text: str, rule: dict[str, Any], *, first: bool) -> str:
    """The text with one more rule, before or behind those that are there.

    Raises Invalid where the rules stand in brackets on one line: somebody has to write those out first.
    """
    key, rules = rules_in(text)
    item = yaml.safe_dump([rule], allow_unicode=True, sort_keys=False, width=100)
    if rules is None:
        end = text.rstrip("\n")
        return f"{end}\n\nrules:\n{indented(item, 2)}" if end else f"rules:\n{indented(item, 2)}"
    if rules.flow_style and rules.value:
        raise Invalid(_("The rules stand in brackets on one line. Write the new one into the text yourself."))
    rows = text.splitlines(keepends=True)
    if not rules.value:  # rules: []
        rows[key.start_mark.line : rules.end_mark.line + 1] = ["rules:\n", indented(item, 2)]
        return "".join(rows)
    indent = rules.start_mark.column
    last = rules.value[-1].end_mark
    at = rules.start_mark.line if first else last.line + (1 if last.column else 0)
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += "\n"
    rows.insert(at, indented(item, indent))
    return "".join(rows)


def rules_in(text: str) -> tuple[Any, Any]:
    """The nodes of the key `rules` and of its list; None and None where there is none."""
    node = yaml.compose(text)
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    found = next(((key, value) for key, value in pairs if key.value == "rules"), (None, None))
    return found if isinstance(found[1], yaml.SequenceNode) else (None, None)


def indented(item: str, columns: int) -> str:
    """Each row so many columns to the right."""
    return "".join(f"{' ' * columns}{row}" for row in item.splitlines(keepends=True))
