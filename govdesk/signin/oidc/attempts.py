"""Sign-ins that were begun in this browser and have not come back yet, kept in its signed cookie.

What comes back without one of them was begun by somebody else, and signs nobody in.
"""

import secrets
from collections.abc import MutableMapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

KEY = "oidc"
LIFE_SECONDS = 600
MOST = 3
"""Several tabs may ask at once; the oldest gives way, so that the cookie stays small."""
LONGEST_NEXT = 500


@dataclass(frozen=True)
class Attempt:
    """One way out to the provider and back."""

    state: str
    nonce: str
    verifier: str
    """What proves that whoever brings the code is who began. Source: RFC 7636."""
    next: str
    began: int
    """Seconds since 1970."""

    @classmethod
    def begin(cls, then: str, *, now: datetime) -> Self:
        """A new one that leads to the path `then`."""
        then = then if len(then) <= LONGEST_NEXT else "/"
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, then, began=int(now.timestamp()))


def keep(cookie: MutableMapping[str, Any], attempt: Attempt) -> None:
    """Remember an attempt until it comes back."""
    cookie[KEY] = [*cookie.get(KEY, []), asdict(attempt)][-MOST:]


def take(cookie: MutableMapping[str, Any], state: str, *, now: datetime) -> Attempt | None:
    """The attempt with this state, once; None when it was not begun here, or too long ago."""
    begun = [Attempt(**values) for values in cookie.get(KEY, [])]
    cookie[KEY] = [asdict(one) for one in begun if one.state != state]
    found = next((one for one in begun if one.state == state), None)
    return found if found and now.timestamp() - found.began < LIFE_SECONDS else None
