"""Scopes: which blocks a rule looks at (`text`, `heading.h2`, `paragraph & ~blockquote`, a list of such)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SIZED = ("raw", "summary")
"""Blocks that hold the whole; a part that is only denied (`~heading`) does not mean them."""


@dataclass(frozen=True)
class Part:
    """One selector: all its sections must be those of a block, or, denied, must not."""

    sections: frozenset[str]
    denied: bool

    def admits(self, sections: frozenset[str]) -> bool:
        if self.denied:
            return not self.sections <= sections and not sections.intersection(SIZED)
        return self.sections <= sections


@dataclass(frozen=True)
class Scope:
    """Alternatives; all parts of one of them must admit a block."""

    alternatives: tuple[tuple[Part, ...], ...]

    def admits(self, sections: frozenset[str]) -> bool:
        return any(all(part.admits(sections) for part in parts) for parts in self.alternatives)

    def names(self) -> Iterator[str]:
        """The sections that its parts name and do not deny."""
        for parts in self.alternatives:
            for part in parts:
                yield from () if part.denied else part.sections

    def asks_for(self, section: str) -> bool:
        return section in self.names()


def read_scope(written: Sequence[str]) -> Scope:
    """Raises ValueError, for people."""
    for scope in written:
        if "&" not in scope and " " in scope.strip().lstrip("~").split(".")[0]:
            raise ValueError(f"the scope {scope!r} contains spaces")
    return Scope(tuple(tuple(_part(part.strip()) for part in scope.split("&")) for scope in written))


def _part(written: str) -> Part:
    sections = [section.strip() for section in written.lstrip("~").split(".")]
    return Part(frozenset(sections), denied=written.startswith("~"))
