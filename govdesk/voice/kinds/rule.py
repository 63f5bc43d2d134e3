"""What every rule has."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from govdesk.voice.findings import Action
from govdesk.voice.kinds.mending import mended
from govdesk.voice.kinds.messages import fill, listed
from govdesk.voice.texts.blocks import Block
from govdesk.voice.texts.scopes import Scope


class Hit(NamedTuple):
    """A match in a block. Without a place (`start` None) it is about the block as a whole."""

    start: int | None
    end: int
    message: str
    action: Action | None


@dataclass(frozen=True)
class Common:
    """What a rule file says whatever its kind. `limit` 0: report all there is."""

    name: str
    level: str
    message: str
    scope: Scope
    link: str = ""
    action: Action | None = None
    limit: int = 0


class Rule(ABC):
    """One rule, ready to look at any number of texts at the same time."""

    def __init__(self, common: Common) -> None:
        self.common = common

    @property
    def name(self) -> str:
        return self.common.name

    @property
    def sees_parts(self) -> bool:
        """Whether it can find in a sentence what it does not find in the paragraph; then it looks at both."""
        return True

    @property
    def measures(self) -> bool:
        """Whether it is about a block as a whole, and so stands where the block begins."""
        return False

    def may_hit(self, block: Block) -> bool:  # noqa: ARG002 - most kinds only know when they have looked
        """A cheap answer before the search."""
        return True

    @abstractmethod
    def hits(self, block: Block) -> Iterator[Hit]:
        """Raises TooSlow."""

    def hit(self, block: Block, start: int, end: int) -> Hit:
        """A match; its message tells what matched and, where an action knows, what would mend it."""
        action, matched = self.common.action, block.text[start:end]
        if action is None:
            return self.told(start, end, matched)
        instead = mended(action, matched)
        return self.told(start, end, matched, listed(instead) if len(instead) > 1 else "".join(instead or [matched]))

    def told(self, start: int | None, end: int, *values: str | int) -> Hit:
        """A hit whose message is filled with `values`."""
        return Hit(start, end, fill(self.common.message, values), self.common.action)
