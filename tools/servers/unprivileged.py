"""Who runs the servers: ourselves, or `nobody` when we are root."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

USER = "nobody"


def drop_to() -> dict[str, Any]:
    """Arguments for subprocess that run a program without root's rights; none when we have no such rights."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(USER)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def user_id() -> int:
    """The numeric id that the servers run as."""
    return int(drop_to().get("user", os.geteuid()))


def group_id() -> int:
    return int(drop_to().get("group", os.getegid()))


def give(path: Path, mode: int = 0o600) -> Path:
    """Make `path` the property of the servers' user, closed to everybody else."""
    os.chown(path, user_id(), group_id())
    path.chmod(mode)
    return path


def write(path: Path, text: str) -> Path:
    """A file that only the servers' user (and root) can read."""
    path.write_text(text, encoding="utf-8")
    return give(path)


def private_folder(var: Path, name: str) -> Path:
    """The folder `name` of `var`, owned by the servers' user and closed to others.

    Where that user cannot reach `var` (a checkout under /root), a folder of its own in the system's temporary
    folder, whose place `var/<name>.place` remembers for the next run.
    """
    var.mkdir(parents=True, exist_ok=True)
    place = var / f"{name}.place"
    if place.exists() and _is_ours(remembered := Path(place.read_text(encoding="utf-8").strip())):
        return remembered
    folder = var.resolve() / name
    folder.mkdir(exist_ok=True)
    give(folder, 0o700)
    if _can_write(folder):
        return folder
    shutil.rmtree(folder)
    elsewhere = _new_folder(f"govdesk-{name}-")
    place.write_text(f"{elsewhere}\n", encoding="utf-8")
    return elsewhere


@contextmanager
def passing_folder(name: str) -> Iterator[Path]:
    """Like `private_folder`, but gone with all it holds at the end; its path is short enough for a socket."""
    folder = _new_folder(f"govdesk-{name}-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _new_folder(prefix: str) -> Path:
    return give(Path(tempfile.mkdtemp(prefix=prefix)), 0o700)


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can have put it there: anybody may write to the system's temporary folder."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == user_id() and stat.S_IMODE(found.st_mode) == 0o700


def _can_write(folder: Path) -> bool:
    """Asked of the system as that user, since any folder above may be closed to it."""
    return subprocess.run(["test", "-w", str(folder)], check=False, **drop_to()).returncode == 0
