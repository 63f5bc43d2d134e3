"""What `policies/notices.yml` decides: the organisation's quiet hours, and which mail people may leave."""

import logging
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from govdesk.files import FileError, PolicyFiles
from govdesk.notify.leaving import leavable
from govdesk.notify.quiet import Hours

log = logging.getLogger(__name__)

FILE = "notices.yml"

_last_good: dict[tuple[Path, ...], "NoticePolicy"] = {}
"""By the folders it was read from."""
_complained: dict[tuple[Path, ...], str] = {}
"""What the log was told, so that it is told once."""


@dataclass(frozen=True)
class NoticePolicy:
    """The content of the file."""

    quiet: Hours | None = None
    may_be_left: frozenset[str] = frozenset()
    """Kinds of which a person may want no mail."""


class _Quiet(BaseModel):
    model_config = ConfigDict(extra="forbid")

    begins: time = Field(alias="from")
    ends: time = Field(alias="to")

    @model_validator(mode="after")
    def _some_are_left(self) -> Self:
        if self.begins == self.ends:
            raise ValueError("from and to are the same: nothing would ever leave")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    quiet_hours: _Quiet | None = None
    may_be_left: tuple[str, ...] = ()


def sound_policy(files: PolicyFiles) -> NoticePolicy:
    """The same where all rooms have told what may be left at all: any other kind is a fault. Raises FileError."""
    policy = read_policy(files)
    for kind in sorted(policy.may_be_left - leavable().keys()):
        known = ", ".join(sorted(leavable()))
        raise FileError(FILE, f"may_be_left: nobody may leave {kind}; it can be any of {known}")
    return policy


def policy_in_force(files: PolicyFiles) -> NoticePolicy:
    """What `notices.yml` says; while it cannot be used, what it said when this process could read it last.

    Raises FileError where it never could.
    """
    folders = tuple(files.folders)
    try:
        policy = read_policy(files)
    except FileError as error:
        if folders not in _last_good:
            raise
        if _complained.get(folders) != str(error):
            log.error("what %s said before holds: %s", FILE, error)
        _complained[folders] = str(error)
        return _last_good[folders]
    _complained.pop(folders, None)
    return policy


def read_policy(files: PolicyFiles) -> NoticePolicy:
    """What `notices.yml` says. Raises FileError."""
    try:
        content = _File.model_validate(files.yaml(FILE) or {})
    except ValidationError as error:
        raise FileError.of(FILE, error, files.text(FILE)) from None
    quiet = content.quiet_hours
    policy = NoticePolicy(Hours(quiet.begins, quiet.ends) if quiet else None, frozenset(content.may_be_left))
    _last_good[tuple(files.folders)] = policy
    return policy
