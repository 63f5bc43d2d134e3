"""What somebody means to post, and where."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import regex

from govdesk.accounts.platforms.platform import Platform
from govdesk.preflight.counting.addresses import Address, addresses
from govdesk.preflight.findings import Finding

LONGEST = 100_000
"""Code points of a draft that is looked at."""
_TAG = regex.compile(r"(?<![\w&/])[#＃](?P<name>\w*\p{L}\w*)")


@dataclass(frozen=True)
class Tag:
    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Draft:
    """A text; without a platform nothing is said of its length there."""

    text: str
    platform: Platform | None = None
    is_reply: bool = False

    @cached_property
    def addresses(self) -> list[Address]:
        return list(addresses(self.text))

    @cached_property
    def tags(self) -> list[Tag]:
        """Hashtags; what follows `#` within an address is none."""
        found = (Tag(*tag.span(), tag["name"]) for tag in _TAG.finditer(self.text))
        within = {place for address in self.addresses for place in range(address.start, address.end)}
        return [tag for tag in found if tag.start not in within]

    def part(self, start: int, end: int) -> str:
        return self.text[start:end]


class Check(Protocol):
    """Looks at a draft and says what it found, in any order. Pure: the same draft gets the same answer."""

    def __call__(self, draft: Draft) -> list[Finding]: ...
