"""Where the folders beside the package are: siblings in a checkout, under `_bundled` in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_BUNDLED = PACKAGE / "_bundled"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else PACKAGE.parent

TEMPLATES = _ROOT / "templates"
MIGRATIONS = _ROOT / "migrations"
POLICIES = _ROOT / "policies"
STATIC = PACKAGE / "static"
