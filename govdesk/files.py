"""The folder of files in which an organisation decides: its own laid over the shipped one, file by file."""

from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import ValidationError

from govdesk import paths
from govdesk.complaints import complaint


class FileError(Exception):
    """A file of `policies/` cannot be used; the text names file, line where known, and reason."""

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        self.name, self.reason, self.line = name, reason, line
        super().__init__(f"{name}:{line}: {reason}" if line else f"{name}: {reason}")

    @classmethod
    def of(cls, name: str, error: ValidationError, text: str) -> Self:
        """The first fault that pydantic found in `text`, with the key and the line it stands at."""
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "file"
        return cls(name, f"{key}: {complaint(first)}", line_of(text, first["loc"]))


class PolicyFiles:
    """Reads `policies/`; `own` is the organisation's folder, or None."""

    def __init__(self, own: Path | None = None, shipped: Path = paths.POLICIES) -> None:
        self.folders = [folder for folder in (own, shipped) if folder]

    def find(self, name: str) -> Path | None:
        """The file called `name` that counts; None when neither folder has it."""
        return next((path for folder in self.folders if (path := folder / name).is_file()), None)

    def glob(self, pattern: str) -> dict[str, Path]:
        """All files that match, by name relative to the folder; the organisation's own win."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            found.update({str(p.relative_to(folder)): p for p in folder.glob(pattern) if p.is_file()})
        return dict(sorted(found.items()))

    def yaml(self, name: str) -> Any:
        """The content of a YAML file; None when it does not exist. Raises FileError."""
        path = self.find(name)
        return None if path is None else read_yaml(path, name)

    def where(self, name: str) -> str:
        """Of which folder the file called `name` is, for people."""
        path = self.find(name)
        folder = next((folder for folder in self.folders if path == folder / name), self.folders[0])
        return "the folder that comes with Govdesk" if folder == self.folders[-1] else str(folder)

    def text(self, name: str) -> str:
        """The file as it is written; "" when it does not exist. Raises FileError."""
        path = self.find(name)
        return _text(path, name) if path else ""


def read_yaml(path: Path, name: str) -> Any:
    """The content of one YAML file. Raises FileError, with the line where the parser knows it."""
    return parse_yaml(_text(path, name), name)


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(name, str(error)) from None


def parse_yaml(text: str, name: str, *, first_line: int = 1) -> Any:
    """The content of YAML text that begins at `first_line` of the file `name`. Raises FileError."""
    try:
        return _loaded(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else None
        raise FileError(name, str(error.problem), line) from None
    except yaml.YAMLError as error:
        raise FileError(name, str(error)) from None


def line_of(text: str, location: tuple[Any, ...]) -> int:
    """The line where the value at `location` stands, or the nearest thing round it that exists."""
    node = yaml.compose(text, Loader=_QuickLoader)
    for part in location:
        inner = _inside(node, part)
        if inner is None:
            break
        node = inner
    return node.start_mark.line + 1 if node else 1


def _inside(node: yaml.Node | None, part: Any) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found: yaml.Node = node.value[part]
        return found
    return None


class _Strict:
    """Makes a safe loader one to which a key written twice is a mistake, not a last word."""

    def construct_mapping(self: Any, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"{key!r} stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        content: dict[Any, Any] = yaml.SafeLoader.construct_mapping(self, node, deep)
        return content


class _PatientLoader(_Strict, yaml.SafeLoader):
    """Knows the line of every mistake."""


class _QuickLoader(_Strict, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A sixth of the time; every command reads some forty files at its start."""


def _loaded(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_QuickLoader)  # noqa: S506 - a safe loader, made stricter
    except yaml.YAMLError:
        return yaml.load(text, Loader=_PatientLoader)  # noqa: S506 - the same
