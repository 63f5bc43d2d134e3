"""Which parts of the policies in force speak of some words: an answer before anybody has asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from govdesk.policies.models import PolicyVersion
from govdesk.policies.prose import prose
from govdesk.policies.queries import in_force

MOST = 3
_WORD = re.compile(r"\w{4,}")
_SHORTER = 4
"""Letters that two forms of a word have in common at their beginning, at least."""


@dataclass(frozen=True)
class FoundSection:
    """A section, and where it is read."""

    policy: str
    title: str
    href: str
    score: int


def sections_about(session: Session, words: str, today: date) -> Sequence[FoundSection]:
    """At most `MOST` sections that have the most of these words; a word in the heading counts thrice."""
    wanted = {_stem(word) for word in _WORD.findall(words.casefold())}
    if not wanted:
        return []
    found = [one for version in session.scalars(in_force(today)) for one in _matches(version, wanted)]
    # One word of many that a text happens to have tells nothing.
    enough = [one for one in found if one.score > 1 or len(wanted) == 1]
    return sorted(enough, key=lambda one: (-one.score, one.policy, one.title))[:MOST]


def _matches(version: PolicyVersion, wanted: set[str]) -> Iterator[FoundSection]:
    lines = version.text.split("\n")
    headings = [one for one in prose(version.text).headings if one.level == 2 and one.anchor]
    ends = [one.line - 1 for one in headings[1:]] + [len(lines)]
    for heading, end in zip(headings, ends, strict=True):
        here = _stems(" ".join(lines[heading.line : end]))
        score = len(wanted & here) + 3 * len(wanted & _stems(heading.title))
        if score:
            href = f"/policies/{version.policy.slug}#{heading.anchor}"
            yield FoundSection(version.title, heading.title, href, score)


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text.casefold())}


def _stem(word: str) -> str:
    """Post, posts and posted are one word; a rough rule, but the same for question and text."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTER:
            return word.removesuffix(ending)
    return word
