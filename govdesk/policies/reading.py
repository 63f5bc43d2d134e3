"""One `policy.md`: front matter between two lines `---`, then Markdown in sections that keep their anchors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from govdesk.complaints import complaint
from govdesk.files import FileError, parse_yaml
from govdesk.policies.prose import Heading, prose
from govdesk.policies.rules import digest_of, normal_text

FENCE = "---"
SHOWN = ("title", "summary", "language", "audience")
"""Front matter that belongs to what is acknowledged; a new day of review, for one, is no new text."""
IDS_OF_THE_PAGE = frozenset({"acknowledge", "content", "form_key", "menu"})


class Checkable(StrEnum):
    """Whether a machine can tell that a draft keeps a section."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class FrontMatter(BaseModel):
    """What stands above the text; `docs/policies.md` tells the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=3, max_length=200)
    summary: str = Field(min_length=10, max_length=400)
    owner: str = Field(min_length=2, max_length=200)
    """The department that answers for the text."""
    language: str = Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")
    audience: Literal["everyone"] = "everyone"
    acknowledge: Literal["yes", "no"] = "yes"
    """Whether the audience is asked to acknowledge it; with no it is there to be looked up."""
    effective: date | None = None
    """First day on which the version binds; the day of publication when it is not given or already past."""
    review_by: date
    materiality: Literal["material", "minor"] = "material"
    summary_of_change: str = Field(min_length=10, max_length=1000)
    """For somebody who knows the version before."""
    checkable: dict[str, Checkable]
    """Anchor of each section → can a machine check it."""

    @field_validator("acknowledge", mode="before")
    @classmethod
    def _is_a_word(cls, value: Any) -> Any:
        return _word(value)

    @field_validator("checkable", mode="before")
    @classmethod
    def _yes_is_a_word(cls, value: Any) -> Any:
        return {key: _word(said) for key, said in value.items()} if isinstance(value, dict) else value


def _word(said: Any) -> Any:
    """YAML reads a bare yes and no as true and false."""
    return ("no", "yes")[said] if isinstance(said, bool) else said


@dataclass(frozen=True)
class PolicyText:
    """A policy as its files tell it, sound and normalised."""

    slug: str
    front: FrontMatter
    text: str
    digest: str

    @property
    def anchors(self) -> frozenset[str]:
        """Of all its headings."""
        return frozenset(heading.anchor for heading in prose(self.text).headings if heading.anchor)


def read_text(slug: str, name: str, content: str, rules: Mapping[str, str]) -> PolicyText:
    """What the file called `name` says; `rules` are the rule files beside it. Raises FileError with the line."""
    lines = normal_text(content).split("\n")
    if lines[0] != FENCE or FENCE not in lines[1:]:
        raise FileError(name, "must begin with front matter between two lines ---", 1)
    end = lines.index(FENCE, 1)
    front = _front_matter(name, lines[1:end])
    body = "\n".join(lines[end + 1 :])
    for line, reason in _faults(prose(body).headings, front.checkable):
        raise FileError(name, reason, line + end + 1)
    if not (text := body.strip("\n")):
        raise FileError(name, "has no text below the front matter", end + 1)
    shown = {field: str(getattr(front, field)) for field in SHOWN}
    if front.acknowledge == "no":
        # Named only when it differs, or every version published before there was a choice would count as changed.
        shown["acknowledge"] = "no"
    digest = digest_of(shown, text, {path: normal_text(rule) for path, rule in rules.items()})
    return PolicyText(slug, front, text, digest)


def _front_matter(name: str, lines: Sequence[str]) -> FrontMatter:
    values = parse_yaml("\n".join(lines), name, first_line=2)
    try:
        return FrontMatter.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "front matter"
        raise FileError(name, f"{key}: {complaint(first)}", _line_of(lines, first["loc"])) from None


def _line_of(lines: Sequence[str], location: Sequence[Any]) -> int:
    """The line of the innermost key that is written; the first of the file when none is."""
    for key in reversed(location):
        for number, line in enumerate(lines, start=2):
            if line.lstrip().startswith(f"{key}:"):
                return number
    return 1


def _faults(headings: Iterable[Heading], checkable: Mapping[str, Checkable]) -> Iterable[tuple[int, str]]:
    """What is wrong with the sections: line of the text below the front matter, reason."""
    seen: set[str] = set()
    for heading in headings:
        if heading.level == 1:
            yield heading.line, "the title stands in the front matter: begin sections with ##"
        if heading.level == 2 and heading.anchor is None:
            yield heading.line, f"the section {heading.title!r} needs an anchor that stays: {{#a-name}} behind it"
        if heading.anchor in seen:
            yield heading.line, f"the anchor {heading.anchor} stands twice"
        if heading.anchor in IDS_OF_THE_PAGE:
            yield heading.line, f"the page itself uses the anchor {heading.anchor}: choose another"
        if heading.level == 2 and heading.anchor and heading.anchor not in checkable:
            yield heading.line, f"checkable does not say yes, partly or no for the section {heading.anchor}"
        seen |= {heading.anchor} if heading.anchor else set()
    for anchor in sorted(checkable.keys() - seen):
        yield 0, f"checkable names the section {anchor}, which the text does not have"
