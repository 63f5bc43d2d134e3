"""The folder of files in which an organisation decides: its own laid over the shipped one, file by file."""

from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import ValidationError

from govdesk import paths


class FileError(Exception):
    """A file of `policies/` cannot be used; the text names file, line where known, and reason."""

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        self.name, self.reason, self.line = name, reason, line
        super().__init__(f"{name}:{line}: {reason}" if line else f"{name}: {reason}")

    @classmethod
    def of(cls, name: str, error: ValidationError) -> Self:
        """The first fault that pydantic found, with the key it stands under."""
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        return cls(name, f"{key}: {first['msg']}")


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


def read_yaml(path: Path, name: str) -> Any:
    """The content of one YAML file. Raises FileError, with the line where the parser knows it."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 - a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise FileError(name, str(error.problem), mark.line + 1 if mark else None) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FileError(name, str(error)) from None


class _StrictLoader(yaml.SafeLoader):
    """A safe loader to which a key written twice is a mistake, not a last word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"{key!r} stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)
