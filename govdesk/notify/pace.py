"""How fast mails go out at present, and so how many to take in hand: about what can be sent while it stays true."""

from dataclasses import dataclass

A_CLAIM, MOST_CLAIMED = 1.0, 200
"""Seconds of sending in one claim: little is held up when a worker dies, and many workers share evenly."""
A_LOOK, MOST_LOOKED_AT = 0.25, 100
"""Seconds of sending for which what a last look has found is taken to be so."""


@dataclass
class Pace:
    """Learns from what the mail server takes for each mail; what we take ourselves is no reason to take less."""

    seconds_each: float = 0.2
    """Careful at first: on a slow server a large claim would leave nothing for other workers."""

    @property
    def to_claim(self) -> int:
        return self._in(A_CLAIM, MOST_CLAIMED)

    @property
    def to_look_at(self) -> int:
        return self._in(A_LOOK, MOST_LOOKED_AT)

    def learn(self, seconds: float) -> None:
        """So long one mail took."""
        self.seconds_each = (self.seconds_each + seconds) / 2

    def _in(self, seconds: float, most: int) -> int:
        return max(1, min(most, round(seconds / max(self.seconds_each, 0.001))))
