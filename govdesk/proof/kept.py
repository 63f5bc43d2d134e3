"""A long text that is the same for all: made once in a while, not for each who asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class KeptText:
    """The last text made, for `seconds`. Who asks while it is made waits for it instead of making another."""

    seconds: int
    _text: str = ""
    _until: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def get(self, make: Callable[[], str], *, now: float) -> str:
        """The text at the moment `now` (seconds of any steady clock)."""
        with self._lock:
            if now >= self._until:
                self._text, self._until = make(), now + self.seconds
            return self._text
