"""From where on to ask a server for changes only.

Active Directory numbers the changes of each server; other servers stamp every entry with the moment of its last
change. A number means something to one server only, so another server, or a restored one, is read whole.
"""

import hashlib
import heapq
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.meaning import Meaning, RoleMap
from govdesk.directory.ldap.moments import generalized_time
from govdesk.directory.ldap.packing import STAMP
from govdesk.directory.ldap.reading import Reading

OVERLAP = timedelta(minutes=5)
"""How far back to look again: a change may reach a replica later than others that were made after it."""
MOST_AGAIN = 500
"""How many entries to read again for that. After a mass change the overlap is shorter, and the next full run finds
what came late."""


@dataclass(frozen=True)
class Server:
    """Who numbers or stamps the changes."""

    uri: str
    identity: str
    """Active Directory's invocationId, which changes when a server is restored from a backup; "" elsewhere."""
    number: int | None
    """Number of the last change, before anything is read; None where changes are stamped."""

    @classmethod
    def of(cls, reading: Reading) -> "Server":
        root = reading.entry("", ["highestCommittedUSN", "dsServiceName"])
        number = root.text("highestCommittedUSN") if root else ""
        if root is None or not number.isdecimal():
            return cls(reading.uri, "", None)
        service = reading.entry(root.text("dsServiceName"), ["invocationId"])
        identity = service.values.get("invocationid", [b""])[0].hex() if service else ""
        return cls(reading.uri, identity or root.text("dsServiceName"), int(number))


@dataclass
class Stamps:
    """The latest stamps of a reading."""

    latest: list[bytes] = field(default_factory=list)
    """A heap: the smallest first."""

    floor: bytes = b""
    """What is not later need not be noted."""

    def note(self, stamp: bytes) -> None:
        if len(self.latest) < MOST_AGAIN:
            heapq.heappush(self.latest, stamp)
        else:
            heapq.heappushpop(self.latest, stamp)
        if len(self.latest) == MOST_AGAIN:
            self.floor = self.latest[0]

    def since(self) -> str:
        """From which stamp on to ask the next time; "" when there were none. Raises ValueError."""
        if not self.latest:
            return ""
        wanted = generalized_time(max(self.latest).decode()) - OVERLAP
        if len(self.latest) == MOST_AGAIN:
            wanted = max(wanted, generalized_time(self.latest[0].decode()) + timedelta(seconds=1))
        return f"{wanted:%Y%m%d%H%M%S}Z"


@dataclass(frozen=True)
class Mark:
    """What one run leaves for the next."""

    server: str
    identity: str
    since: str
    """A number or a stamp."""
    fingerprint: str
    """Of what attributes and groups mean: another meaning wants everybody read again."""
    known: tuple[str, ...] = ()
    """Units and groups within the overlap that were taken in already."""

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Mark | None":
        return cls(**{**stored, "known": tuple(stored["known"])}) if stored else None

    def fits(self, server: Server, fingerprint: str) -> bool:
        same_kind = self.since.isdecimal() == (server.number is not None)
        mine = (self.server, self.identity, self.fingerprint)
        return bool(self.since) and same_kind and mine == (server.uri, server.identity, fingerprint)

    @property
    def filter(self) -> str:
        """Finds what has changed since."""
        return f"(uSNChanged>={int(self.since) + 1})" if self.since.isdecimal() else f"({STAMP}>={self.since})"


def fingerprint(meaning: Meaning, roles: RoleMap) -> str:
    told = [meaning.model_dump(mode="json"), {dn: sorted(given) for dn, given in roles.groups.items()}]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def changed(found: Iterable[Entry]) -> set[str]:
    """Units or groups that have changed, each as a short digest of its name and stamp."""
    told = (f"{entry.dn} {entry.text(STAMP)}" for entry in found)
    return {hashlib.sha256(one.encode()).hexdigest()[:16] for one in told}
