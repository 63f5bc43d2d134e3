"""A folder of styles as it lies on disk: rule files by style, vocabularies, settings."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from govdesk.voice.styles import settings as vale_ini
from govdesk.voice.styles.settings import Settings

NOT_STYLES = frozenset({"config", "Vocab", "node_modules"})
VOCABULARIES = ("config/vocabularies", "Vocab")


@dataclass(frozen=True)
class RuleFile:
    """`path` as people are told it."""

    name: str
    path: str
    text: str


@dataclass(frozen=True)
class Styles:
    """`settings` None: the folder has none, and all its rules look at all texts."""

    files: tuple[RuleFile, ...]
    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    settings: Settings | None = None
    missing: tuple[tuple[str, str], ...] = field(default=())
    """Files that name what is not there, and what."""

    @property
    def digest(self) -> str:
        """The same for the same rules, words and settings."""
        told = hashlib.sha256()
        for part in (*((file.name, file.text) for file in self.files), self.accepted, self.rejected, self.settings):
            told.update(repr(part).encode("utf-8", "surrogatepass"))
        return told.hexdigest()


def read_folder(folder: Path, only: Sequence[str] = ()) -> Styles:
    """`only`: these styles, or single rules, whatever the settings are based on. Raises OSError."""
    found = vale_ini.find(folder) or _beside(folder)
    settings = vale_ini.read(found.read_text(encoding="utf-8")) if found else None
    base = _styles_path(found, settings, folder)
    if _is_style(base) and not (settings and settings.sections):
        base, only = base.parent, only or [base.name]
    wanted = [name.partition(".")[0] for name in only] or _wanted(base, settings)
    names = list(dict.fromkeys(wanted))
    files = [file for name in names if (base / name).is_dir() for file in _rule_files(base / name, name)]
    if only:
        files = [file for file in files if any(f"{file.name}.".startswith(f"{name}.") for name in only)]
    missing = [name for name in names if name != "Vale" and not (base / name).is_dir()]
    if only and settings:
        settings.ask_for(names)
    accepted, rejected, unknown = _words(base, settings)
    return Styles(
        tuple(files), accepted, rejected, settings,
        tuple((str(found or folder), name) for name in [*missing, *unknown]),
    )  # fmt: skip


def _beside(folder: Path) -> Path | None:
    """Settings beside the folder, when they mean it."""
    found = vale_ini.find(folder.resolve().parent)
    said = vale_ini.read(found.read_text(encoding="utf-8")).core.get("StylesPath") if found else None
    if found is None or said is None:
        return None
    return found if (found.parent / said).resolve() == folder.resolve() else None


def _styles_path(found: Path | None, settings: Settings | None, folder: Path) -> Path:
    said = settings.core.get("StylesPath") if settings else None
    path = found.parent / said if found and said else folder
    return path if path.is_dir() else folder


def _wanted(base: Path, settings: Settings | None) -> list[str]:
    if settings and settings.sections:
        return [*settings.styles(), *(name.partition(".")[0] for name in settings.named())]
    return [path.name for path in sorted(base.iterdir()) if path.name not in NOT_STYLES and _is_style(path)]


def _is_style(path: Path) -> bool:
    """Whether rule files lie in it, and not just somewhere below."""
    if not path.is_dir() or path.name.startswith((".", "_")):
        return False
    return any("extends:" in file.read_text(encoding="utf-8", errors="replace") for file in path.glob("*.yml"))


def _rule_files(folder: Path, name: str) -> Iterator[RuleFile]:
    """Folders inside a style join its rules' names, but for those that begin with a dot or an underscore."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith((".", "_")):
            yield from _rule_files(path, f"{name}.{path.name}")
        elif path.suffix == ".yml" and not path.name.endswith(".test.yml"):
            text = path.read_text(encoding="utf-8-sig", errors="replace")
            yield RuleFile(f"{name}.{path.stem}", str(path), text)


def _words(base: Path, settings: Settings | None) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    """Accepted and rejected words of the vocabularies in force, and the vocabularies that are not there."""
    roots = [base / root for root in VOCABULARIES]
    present = {path.name: path for root in reversed(roots) if root.is_dir() for path in sorted(root.iterdir())}
    names = settings.vocabularies if settings else sorted(present)
    words: dict[str, list[str]] = {"accept.txt": [], "reject.txt": []}
    for path in (present[name] for name in names if name in present):
        for file in sorted(path.rglob("*.txt")):
            if file.name in words:
                words[file.name] += _listed(file.read_text(encoding="utf-8-sig", errors="replace"))
    return tuple(words["accept.txt"]), tuple(words["reject.txt"]), [name for name in names if name not in present]


def _listed(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("# ")]
