"""Bring the browser's third-party files into govdesk/static/vendor/, under names that carry their digest.

manifest.json there maps each logical name to the file's name.
"""

import hashlib
import json
import shutil
from pathlib import Path

from tools.icons import sprite
from tools.npm import ROOT, npm

STATIC = ROOT / "govdesk" / "static"
VENDOR = STATIC / "vendor"
PACKAGES = ROOT / "node_modules"
STAMP = ".digest"

FILES = {
    "basecoat.css": "basecoat-css/dist/basecoat.cdn.min.css",
    "basecoat.js": "basecoat-css/dist/js/all.min.js",
    "htmx.js": "htmx.org/dist/htmx.min.js",
}
LICENSES = {
    "basecoat.LICENSE.txt": "basecoat-css/LICENSE.md",
    "bootstrap-icons.LICENSE.txt": "bootstrap-icons/LICENSE",
    "htmx.LICENSE.txt": "htmx.org/LICENSE",
}
DECIDING = ("package-lock.json", "govdesk/static/icons.txt", "tools/vendor.py", "tools/icons.py")
"""What the folder is made from; while these stay the same it is up to date."""


def main() -> None:
    wanted = digest(*(ROOT.joinpath(name).read_bytes() for name in DECIDING))
    stamp = VENDOR / STAMP
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("Fetching the browser files", flush=True)
    npm("ci")
    # Made beside the old folder and put in its place whole: a page never meets half of it.
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    fill(fresh)
    (fresh / STAMP).write_text(wanted)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def fill(folder: Path) -> None:
    contents = {name: (PACKAGES / source).read_bytes() for name, source in FILES.items()}
    contents["icons.svg"] = sprite(PACKAGES / "bootstrap-icons" / "icons", icon_names())
    manifest = {}
    for name, content in contents.items():
        stem, _, ending = name.rpartition(".")
        manifest[name] = f"{stem}.{digest(content)[:10]}.{ending}"
        (folder / manifest[name]).write_bytes(content)
    for name, source in LICENSES.items():
        shutil.copyfile(PACKAGES / source, folder / name)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def icon_names() -> list[str]:
    lines = (STATIC / "icons.txt").read_text().splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def digest(*contents: bytes) -> str:
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


if __name__ == "__main__":
    main()
