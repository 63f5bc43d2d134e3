"""YAML as go-yaml reads it: a key stands once, and yes, no, on and off are words.

Scalars stay the text that was written: what they mean is for the rule to say that asked for it.
"""

from dataclasses import dataclass

import yaml

Value = str | None | list["Value"] | dict[str, "Value"]

NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(Exception):
    """A file that is no YAML mapping; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason
        super().__init__(f"line {line}: {reason}")


@dataclass(frozen=True)
class Mapping:
    """The top of a file: its values, and the line of each key."""

    values: dict[str, Value]
    lines: dict[str, int]


def read_mapping(text: str) -> Mapping:
    """Raises YamlError."""
    try:
        node = yaml.compose(text, _LOADER)
        if node is None:
            return Mapping({}, {})
        if not isinstance(node, yaml.MappingNode):
            raise YamlError(node.start_mark.line + 1, "must be a mapping of keys to values")
        return Mapping(_Values().mapping(node), {str(key.value): key.start_mark.line + 1 for key, _ in node.value})
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, str(error.problem or error.context)) from None
    except yaml.YAMLError as error:
        raise YamlError(1, str(error).partition("\n")[0]) from None
    except RecursionError:
        raise YamlError(1, "is nested too deeply") from None


class _Values:
    """What nodes mean. What an alias repeats is made once, however often it stands in the file."""

    def __init__(self) -> None:
        self._made: dict[int, Value] = {}

    def of(self, node: yaml.Node) -> Value:
        if id(node) not in self._made:
            self._made[id(node)] = self._make(node)
        return self._made[id(node)]

    def _make(self, node: yaml.Node) -> Value:
        if isinstance(node, yaml.SequenceNode):
            return [self.of(item) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            return dict(self.mapping(node))
        written = str(node.value)
        is_plain = isinstance(node, yaml.ScalarNode) and not node.style
        return None if is_plain and written in NOTHING else written

    def mapping(self, node: yaml.MappingNode) -> dict[str, Value]:
        values: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise YamlError(key.start_mark.line + 1, "a key must be a word")
            if key.value == "<<" and not key.style:
                merged |= self.mapping(value) if isinstance(value, yaml.MappingNode) else {}
            elif key.value in values:
                raise YamlError(key.start_mark.line + 1, f"the key {key.value!r} stands twice")
            else:
                values[str(key.value)] = self.of(value)
        return merged | values
