"""The policies in the organisation's folder: `<slug>/policy.md`, and beside it `rules/*.yml` and `ruleset.yml`."""

from collections.abc import Iterator
from pathlib import Path

from govdesk.files import FileError, PolicyFiles, read_yaml
from govdesk.policies.reading import PolicyText, read_text
from govdesk.policies.rules import RESERVED_NAMES, slug_fault
from govdesk.policies.ruleset import RULESET

TEXT = "policy.md"


def read_policies(files: PolicyFiles) -> list[PolicyText]:
    """All policies by slug, or none: raises FileError for the first that is broken."""
    return [_read(files, name, path) for name, path in _texts(files).items()]


def read_policy(files: PolicyFiles, name: str) -> PolicyText:
    """The policy whose text is the file called `name`, which exists. Raises FileError."""
    return _read(files, name, _texts(files)[name])


def faults(files: PolicyFiles) -> Iterator[FileError]:
    """The first fault of each policy, and rules that belong to none."""
    texts = _texts(files)
    for name, path in texts.items():
        try:
            _read(files, name, path)
        except FileError as error:
            yield error
    for name in files.glob("*/rules/*.yml"):
        slug = _slug(name)
        if slug not in RESERVED_NAMES and f"{slug}/{TEXT}" not in texts:
            yield FileError(name, f"belongs to no policy: there is no {slug}/{TEXT}")


def _texts(files: PolicyFiles) -> dict[str, Path]:
    return files.glob(f"*/{TEXT}")


def _read(files: PolicyFiles, name: str, path: Path) -> PolicyText:
    if fault := slug_fault(_slug(name)):
        raise FileError(name, fault)
    rules = files.glob(f"{_slug(name)}/rules/*.yml")
    for rule_name, rule_path in rules.items():
        read_yaml(rule_path, rule_name)
    rules |= files.glob(f"{_slug(name)}/{RULESET}")
    return read_text(
        _slug(name),
        name,
        _content(path, name),
        {rule_name: _content(rule_path, rule_name) for rule_name, rule_path in rules.items()},
    )


def _slug(name: str) -> str:
    return name.partition("/")[0]


def _content(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(name, str(error)) from None
