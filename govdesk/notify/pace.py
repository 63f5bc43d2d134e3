"""How fast mails go out at present, and so how many to take in hand: about what can be sent while it stays true."""

from dataclasses import dataclass

A_CLAIM, MOST_CLAIMED = 1.0, 200
"""Seconds of work in one claim: little is held up when a worker dies, and many workers share evenly."""
A_LOOK, MOST_LOOKED_AT = 0.1, 25
"""Seconds from the last look at a mail to its sending."""


@dataclass
class Pace:
    """Learns from each batch."""

    mails_per_second: float = 20.0

    @property
    def to_claim(self) -> int:
        return max(5, min(MOST_CLAIMED, round(self.mails_per_second * A_CLAIM)))

    @property
    def to_look_at(self) -> int:
        return max(1, min(MOST_LOOKED_AT, round(self.mails_per_second * A_LOOK)))

    def learn(self, mails: int, seconds: float) -> None:
        """So many went out in this time."""
        if mails:
            self.mails_per_second = mails / max(seconds, 0.001)
