"""How often a sign-in may be tried: all figures in one place, each with its reason. Pure.

The rule for operators stands in docs/signing-in.md.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

ADDRESS_TRIES = 100
ADDRESS_WINDOW = timedelta(minutes=10)
"""Wrong tries of one address, whatever the logins. A whole office may stand behind one address, and on a Monday
morning one in twenty mistypes; who tries many logins is through after that many."""

FAMILIAR_FOR = timedelta(days=30)
"""How long a success makes an address familiar to a login: strangers' tries do not slow it."""

TURN_LASTS = timedelta(minutes=10)
"""How long a turn waits for who was given it."""
LONGEST_WAIT = timedelta(hours=2)
"""Nobody is told to wait longer, however many stand in line."""
MOST_IN_LINE = 200
"""Places in one login's line. Whoever fills it has them from few networks, which take turns by network."""

MOST_OF_ONE = 10
"""Wrong tries of one address for one login, where the directory itself locks late or never."""


class Reason(StrEnum):
    """Why a sign-in is not tried just now."""

    ADDRESS = "address"
    """Too many wrong tries from this address."""
    PLACE = "place"
    """Too many wrong tries for this login from this address."""
    TURN = "turn"
    """Too many wrong tries for this login from anywhere: new addresses take turns."""


@dataclass(frozen=True)
class Limits:
    """How many wrong passwords for one login may reach the directory until it has forgotten them.

    Active Directory forgets when none has come for a whole window, OpenLDAP when each is that old: whoever stays
    below the lock-out for the first stays below it for the second.
    """

    total: int
    """From everywhere, strangers stop there; an address that knows the login still has one try."""
    window: timedelta

    @classmethod
    def below(cls, lockout: int, window: timedelta) -> "Limits":
        """For a directory that locks a login at the `lockout`th wrong password."""
        return cls(lockout - 1, window)

    @property
    def strangers(self) -> int:
        """From all unfamiliar addresses together: the rest is kept for the person's own slip of the finger."""
        return _but_a_quarter(self.total)

    @property
    def one_familiar(self) -> int:
        """From one familiar address: a colleague in the same office leaves something for home."""
        return min(MOST_OF_ONE, _but_a_quarter(self.total))

    @property
    def one_stranger(self) -> int:
        """From one unfamiliar address: one attacker does not use up what all strangers have."""
        return min(MOST_OF_ONE, _but_a_quarter(self.strangers))


def _but_a_quarter(number: int) -> int:
    return max(1, number - max(1, number // 4))


def address_key(address: str) -> str:
    """Whom an address stands for: itself, or its /64, of which any IPv6 customer has all."""
    try:
        found = ip_address(_without_port(address).partition("%")[0])
    except ValueError:
        return address[:64]  # a socket has no address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)


def _without_port(address: str) -> str:
    """Some proxies name the port, too: 192.0.2.1:4711, [2001:db8::1]:4711."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


@lru_cache(maxsize=4096)
def network_of(key: str) -> str:
    """The neighbourhood of an `address_key`, /24 or /48: who has many addresses has them side by side."""
    try:
        found = ip_network(key)
    except ValueError:
        return key
    return str(found.supernet(new_prefix=24 if found.version == 4 else 48))


def hidden(secret: str, name: str) -> str:
    """What is stored of a login or an entry's id: people type their password into the wrong field."""
    return hmac.digest(secret.encode(), b"govdesk sign-in:" + name.encode(errors="replace"), "sha256").hex()
