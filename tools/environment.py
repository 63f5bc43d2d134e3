"""Build the virtual environment from the lock: `python -m tools.environment run` (or `test`).

Runs with a bare Python; every package comes from requirements/ with its hash.
"""

import argparse
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from tools import pip_settings

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
# Each level holds the ones before it.
LEVELS = ("run", "test")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("level", choices=LEVELS)
    arguments.add_argument("--folder", type=Path, default=ROOT / ".venv")
    arguments.add_argument("--dependencies-only", action="store_true", help="leave Govdesk itself out")
    chosen = arguments.parse_args()
    build(chosen.folder, chosen.level, with_project=not chosen.dependencies_only)


def build(folder: Path, level: str, *, with_project: bool) -> None:
    python = folder / "bin" / "python"
    if _stamp(folder, "test").exists():
        level = "test"  # What was made for tests stays so: `make run` takes nothing away.
    for name in LEVELS:
        _stamp(folder, name).unlink(missing_ok=True)
    if not _works(python):
        print(f"Making the virtual environment {folder.name}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
    print(f"Installing the locked packages to {level} Govdesk", flush=True)
    _install_locked(python, LOCKS / f"{level}.lock")
    if with_project:
        _pip(python, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    for name in LEVELS[: LEVELS.index(level) + 1]:
        _stamp(folder, name).touch()


def _stamp(folder: Path, level: str) -> Path:
    return folder / f".{level}-stamp"


def _works(python: Path) -> bool:
    """False also where the Python it was made from is gone, or another one is asked for now."""
    same = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    if not python.exists():
        return False
    return subprocess.run([python, "-c", same], check=False, stderr=subprocess.DEVNULL).returncode == 0


def _install_locked(python: Path, lock: Path) -> None:
    # python-ldap has no wheels. It is built with the locked setuptools, which must be there before;
    # a build of its own would fetch one that nobody looked at.
    _pip(python, "--require-hashes", "--requirement", str(LOCKS / "build.lock"))
    try:
        _pip(python, "--require-hashes", "--requirement", str(LOCKS / "uv.lock"))
    except subprocess.CalledProcessError:
        print("uv cannot be had here; pip takes longer", flush=True)
        _pip(python, "--require-hashes", "--no-build-isolation", "--requirement", str(lock))
    else:
        sync(python, lock)


def sync(python: Path, lock: Path) -> None:
    """Make the packages beside `python` those of the lock: no more, no less, no others."""
    uv = python.with_name("uv")
    command = ["pip", "sync", "--quiet", "--require-hashes", "--no-build-isolation", "--compile-bytecode"]
    subprocess.run([uv, *command, "--python", python, lock], check=True, env=pip_settings.for_uv(python))


def _pip(python: Path, *arguments: str) -> None:
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    subprocess.run([python, "-m", "pip", "install", "--quiet", *arguments], check=True, env=quiet)


if __name__ == "__main__":
    main()
