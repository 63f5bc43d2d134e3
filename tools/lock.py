"""Write requirements/*.lock and both package-lock.json anew, with hashes and no trace of their places."""

import subprocess
import sys
from pathlib import Path

from tools import pip_settings
from tools.environment import LOCKS, ROOT
from tools.npm import npm
from tools.servers.oidc_provider import HOME as PROVIDER

_QUIET_ABOUT_PLACES = ("--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock")
_FOR_EVERY_PYTHON = ("--universal", "--python-version", "3.11", "--generate-hashes")
# What people build on is what the main index serves, not what one machine has beside it.
_OF_THIS_MACHINE = ("UV_INDEX", "UV_FIND_LINKS")


def main() -> None:
    test = LOCKS / "test.lock"
    compile_lock(test, "setup.cfg", "--extra", "demo", "--extra", "build", "--extra", "dev")
    same = ("--constraint", str(test.relative_to(ROOT)))
    compile_lock(LOCKS / "run.lock", "setup.cfg", "--extra", "demo", "--extra", "build", *same)
    compile_lock(LOCKS / "build.lock", "-", *same, source="setuptools")
    compile_lock(LOCKS / "uv.lock", "-", source="uv>=0.13")
    for folder in (ROOT, PROVIDER):
        npm("update", "--package-lock-only", "--omit-lockfile-registry-resolved", folder=folder)


def compile_lock(lock: Path, *arguments: str, source: str | None = None) -> None:
    python = Path(sys.executable)
    settings = {k: v for k, v in pip_settings.for_uv(python).items() if k not in _OF_THIS_MACHINE}
    command = ["pip", "compile", "--quiet", "--upgrade", *_FOR_EVERY_PYTHON, *_QUIET_ABOUT_PLACES]
    subprocess.run(
        [python.with_name("uv"), *command, "--output-file", lock, *arguments],
        check=True,
        cwd=ROOT,
        env=settings,
        input=source,
        text=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
