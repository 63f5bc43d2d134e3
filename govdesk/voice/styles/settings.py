"""`.vale.ini`: which styles and rules look at which files, and how strictly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from govdesk.voice.findings import LEVELS

NAMES = (".vale.ini", "_vale.ini", "vale.ini", ".vale", "_vale")
GLOB = {"*": ".*", "?": ".", "{": "(?:", "}": ")"}
COMMA = re.compile(r"(?<!\\),")


@dataclass
class Section:
    """What holds for the files that `glob` matches; `styles` None: those of the sections before."""

    glob: str
    styles: list[str] | None = None
    checks: dict[str, bool] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def matches(self, path: str) -> bool:
        return self.glob == "*" or re.fullmatch(_regex(self.glob.lstrip("!")), path) is not None != (
            self.glob.startswith("!")
        )


@dataclass
class Settings:
    """Without a file: everything there is, from the mildest level on."""

    sections: list[Section] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)
    core: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)

    @property
    def least(self) -> int:
        """The place in LEVELS from which on findings are told."""
        said = self.core.get("MinAlertLevel", LEVELS[0])
        return LEVELS.index(said) if said in LEVELS else 0

    @property
    def vocabularies(self) -> list[str]:
        return _several(self.core.get("Vocab", ""))

    @property
    def word_template(self) -> str:
        return self.core.get("WordTemplate", "")

    def styles(self) -> list[str]:
        """Every style that some file is held against, in the order of the file."""
        return list(dict.fromkeys(style for section in self.sections for style in section.styles or ()))

    def named(self) -> list[str]:
        """Rules that are switched on by their own name."""
        return [name for section in self.sections for name, is_on in section.checks.items() if is_on and "." in name]

    def _of(self, path: str) -> Iterator[Section]:
        return (section for section in self.sections if section.matches(path))

    def runs(self, rule: str, path: str) -> bool:
        """Whether the rule looks at the file; what is said of it by name goes before what is said of its style."""
        style, based, checks = rule.partition(".")[0], list[str](), dict[str, bool]()
        for section in self._of(path):
            based = based if section.styles is None else section.styles
            checks |= section.checks
        return checks.get(rule, checks.get(style, style in based))

    def ask_for(self, styles: list[str]) -> None:
        """Let these styles look at all files, and no other, unless a rule is switched off by name."""
        for section in self.sections:
            section.styles = None
        self.sections.insert(0, Section("*", styles))

    def runs_somewhere(self, rule: str) -> bool:
        """Whether some section bids the rule to run, and does not switch it off itself."""
        style = rule.partition(".")[0]
        based = [section for section in self.sections if style in (section.styles or ())]
        return any(section.checks.get(rule, True) for section in based) or rule in self.named()

    def level(self, rule: str, own: str) -> str:
        return self.levels.get(rule, self.levels.get(rule.partition(".")[0], own))

    def ignored(self, path: str) -> list[str]:
        """Patterns of what is no prose in the file."""
        return [pattern for section in self._of(path) for pattern in (*section.blocks, *section.tokens)]


def find(folder: Path) -> Path | None:
    """The settings that lie in the folder; None when there are none."""
    return next((path for name in NAMES if (path := folder / name).is_file()), None)


def read(text: str) -> Settings:
    """Unknown keys are left alone, as Vale leaves them."""
    settings, section = Settings(), None
    for key, value, name in _entries(text):
        if name == "":
            settings.core[key] = value
        elif name == "formats":
            settings.formats[key] = value
        else:
            if section is None or section.glob != name:
                section = Section(name)
                settings.sections.append(section)
            _tell(settings, section, key, value)
    settings.sections.sort(key=lambda one: one.glob != "*")
    return settings


def _tell(settings: Settings, section: Section, key: str, value: str) -> None:
    match key:
        case "BasedOnStyles":
            section.styles = _several(value)
        case "TokenIgnores":
            section.tokens = _several(value)
        case "BlockIgnores" | "IgnorePatterns":
            section.blocks = _several(value)
        case _ if value in {"YES", "NO", *LEVELS}:
            section.checks[key] = value != "NO"
            if value in LEVELS:
                settings.levels[key] = value


def _entries(text: str) -> Iterator[tuple[str, str, str]]:
    """Key, value and section of each line that says something; a backslash at its end joins the next."""
    name = ""
    for line in text.replace("\\\n", " ").splitlines():
        said = re.split(r"(?:^|\s)[#;]", line, maxsplit=1)[0].strip()
        if said.startswith("[") and said.endswith("]"):
            name = said[1:-1].strip()
        elif "=" in said:
            key, _, value = said.partition("=")
            yield key.strip(), value.strip().strip("\"'`"), name


def _several(value: str) -> list[str]:
    parts = (part.strip().replace("\\,", ",") for part in COMMA.split(value))
    return list(dict.fromkeys(part for part in parts if part))


def _regex(glob: str) -> str:
    """A glob as Vale reads it: `*` crosses folders, `{a,b}` is one of them."""
    out, depth = "", 0
    for sign in glob:
        depth += (sign == "{") - (sign == "}")
        out += "|" if sign == "," and depth else GLOB.get(sign, re.escape(sign))
    return f"(?:.*/)?{out}"
