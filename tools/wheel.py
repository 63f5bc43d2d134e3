"""Build the package to install elsewhere: `make wheel` leaves dist/govdesk-….whl, browser files included."""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.npm import ROOT
from tools.vendor import VENDOR

_LEFT_OUT = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__", "build", "dist", "node_modules", "var", "shots")
_SOURCE_PACKAGE = "import sys; from setuptools import build_meta; build_meta.build_sdist(sys.argv[1])"


def build(folder: Path) -> Path:
    """The wheel, made in `folder` by way of the source package, so that both are known to be whole.

    Raises FileNotFoundError without the browser files: pages would come out bare.
    """
    if not (VENDOR / "manifest.json").is_file():
        raise FileNotFoundError(f"{VENDOR} has no browser files; “make setup” fetches them")
    with TemporaryDirectory() as work:
        # In a copy, since setuptools leaves its traces, and believes old ones.
        source, packed = Path(work) / "source", Path(work) / "packed"
        shutil.copytree(ROOT, source, ignore=_LEFT_OUT)
        _run("-c", _SOURCE_PACKAGE, str(packed), at=source)
        (archive,) = packed.glob("*.tar.gz")
        options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
        _run("-m", "pip", "wheel", "--quiet", *options, str(archive), at=packed)
    return max(folder.glob("govdesk-*.whl"), key=lambda wheel: wheel.stat().st_mtime)


def _run(*words: str, at: Path) -> None:
    at.mkdir(exist_ok=True)
    subprocess.run([sys.executable, *words], cwd=at, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    print(build(ROOT / "dist").relative_to(ROOT))
