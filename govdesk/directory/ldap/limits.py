"""How long the directory may take for what."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds one errand may take."""

    opening: float
    """To reach one server: connect, begin TLS, hear its first word."""
    answer: float
    """For one answer, once it has been reached."""
    whole: float
    """For all servers together."""


SIGN_IN = Limits(opening=3, answer=4, whole=10)
READING = Limits(opening=6, answer=60, whole=6 * 60 * 60)
"""For whoever reads everything: the first page of a large Active Directory alone takes ten seconds."""


class Deadline:
    """A moment until which something must be done, by the clock that nobody sets."""

    def __init__(self, seconds: float, within: "Deadline | None" = None) -> None:
        self._until: float = time.monotonic() + (min(seconds, within.seconds) if within else seconds)

    @property
    def is_over(self) -> bool:
        return self.seconds <= 0

    @property
    def seconds(self) -> float:
        """Seconds until then; none or fewer when it is over."""
        return self._until - time.monotonic()

    def left(self) -> float:
        """Seconds until then. Raises TimeoutError when there are none."""
        if (seconds := self.seconds) <= 0:
            raise TimeoutError("timed out")
        return seconds
