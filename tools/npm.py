"""npm as it came with the locked packages; it keeps quiet and runs no scripts of others."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


def npm(*words: str, folder: Path = ROOT) -> None:
    """Run npm on the package.json of `folder`."""
    beside = Path(sys.executable).parent
    subprocess.run(
        [beside / "npm", *words, *_QUIET],
        cwd=folder,
        # npm looks for its node on the PATH; another one there may be too old for it.
        env={**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
