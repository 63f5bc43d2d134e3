"""Addresses of stylesheets, scripts and the icon sprite; a changed file gets a new address."""

import hashlib
import json
from functools import lru_cache

from flask import url_for

from govdesk import paths

VENDOR = paths.STATIC / "vendor"


@lru_cache
def _digest(name: str) -> str:
    return hashlib.sha256((paths.STATIC / name).read_bytes()).hexdigest()[:12]


@lru_cache
def _manifest() -> dict[str, str]:
    path = VENDOR / "manifest.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def asset(name: str) -> str:
    """Address of one of our own static files."""
    return url_for("static", filename=name, v=_digest(name))


def vendor(name: str) -> str | None:
    """Address of a file that set-up brought from the package registry; None when set-up has not run."""
    file = _manifest().get(name)
    return url_for("static", filename=f"vendor/{file}") if file else None
