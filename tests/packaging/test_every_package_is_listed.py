"""setup.cfg names its packages one by one, since `find:` cannot be joined with mapped folders."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_setup_cfg_lists_every_package() -> None:
    folders = {init.parent for init in (ROOT / "govdesk").rglob("__init__.py")}
    there = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    listed = {name for name in _packages() if not name.startswith("govdesk._bundled.")}
    assert listed == there


def test_every_folder_with_code_is_a_package() -> None:
    folders = {file.parent for file in (ROOT / "govdesk").rglob("*.py")}
    assert not [str(folder) for folder in folders if not (folder / "__init__.py").exists()]


def _packages() -> list[str]:
    setup = ConfigParser(interpolation=None)
    setup.read(ROOT / "setup.cfg")
    return setup["options"]["packages"].split()
