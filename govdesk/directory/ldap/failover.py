"""Which server to try first: one that failed a moment ago is left in peace for a while."""

import time
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Server = TypeVar("Server")

REST_SECONDS = 30


class Resting(Generic[Server]):
    """The servers that failed lately, in this process."""

    def __init__(self, seconds: float = REST_SECONDS) -> None:
        self._seconds = seconds
        self._until: dict[Server, float] = {}

    def put_to_rest(self, server: Server) -> None:
        self._until[server] = time.monotonic() + self._seconds

    def wake(self, server: Server) -> None:
        self._until.pop(server, None)

    def end_all(self) -> None:
        """As if the time of all had passed."""
        self._until = dict.fromkeys(self._until, 0.0)

    def in_order(self, servers: Iterable[Server]) -> Iterator[Server]:
        """The awake ones as they come, then the others: when all have failed, any may have recovered."""
        late = []
        for server in servers:
            if self._rests(server):
                late.append(server)
            else:
                yield server
        yield from late

    def _rests(self, server: Server) -> bool:
        until = self._until.get(server)
        if until is None:
            return False
        if time.monotonic() < until:
            return True
        # Its time is up: whoever asks first tries it, the others go past it until that is done.
        self.put_to_rest(server)
        return False
