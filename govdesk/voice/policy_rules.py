"""The rule files of policies, `policies/<slug>/rules/*.yml`: rules called `slug.Name`, for drafts."""

from collections.abc import Iterator
from pathlib import PurePath

from govdesk.files import FileError, PolicyFiles
from govdesk.voice.ruleset import Ruleset
from govdesk.voice.styles.folder import RuleFile, Styles

RULES = "*/rules/*.yml"


def ruleset_of(files: PolicyFiles) -> Ruleset:
    """All of them, compiled once for the same files."""
    read = [RuleFile(_name(name), name, files.text(name)) for name in files.glob(RULES)]
    return Ruleset.of(Styles(tuple(read)))


def faults(files: PolicyFiles) -> Iterator[FileError]:
    """Rules that cannot be used, for `govdesk policies check`; what is no YAML is told where the policy is read."""
    for problem in ruleset_of(files).problems:
        if _is_yaml(files, problem.path):
            yield FileError(problem.path, problem.reason, problem.line)


def _is_yaml(files: PolicyFiles, name: str) -> bool:
    try:
        files.yaml(name)
    except FileError:
        return False
    return True


def _name(path: str) -> str:
    return f"{PurePath(path).parts[0]}.{PurePath(path).stem}"
