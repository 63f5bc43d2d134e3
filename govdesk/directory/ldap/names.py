"""Distinguished names: one spelling of each, so that they can be compared."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

from ldap.dn import dn2str, str2dn

_PLAIN = r"""[A-Za-z][A-Za-z0-9-]*=[^\s,+"\\<>;=#\0](?:[^,+"\\<>;=\0]*[^\s,+"\\<>;=\0])?"""
_FIRST = re.compile(rf"({_PLAIN})(?:,(?=.)|\Z)", re.DOTALL)
"""The first part of a name, where parsing would not change it."""


def dn_key(dn: str) -> str:
    """A distinguished name in one spelling: parsed, in lower case, escapes alike. Raises ValueError.

    Lower case, not case-folded: to a directory server ß and ss are two names.
    """
    first = _FIRST.match(dn)
    try:
        if first is None:
            return _parsed(dn)
        rest = dn[first.end() :]
        return f"{first[1].lower()},{_parsed(rest)}" if rest else first[1].lower()
    except Exception as error:  # python-ldap raises ldap.DECODING_ERROR, which has no types
        raise ValueError(f"{dn!r} is not a distinguished name such as cn=comms,ou=groups") from error


@lru_cache(4096)  # thousands lie in the same place
def _parsed(dn: str) -> str:
    return str(dn2str(str2dn(dn))).lower()


def common_base(dns: Iterable[str]) -> str:
    """The nearest name above (or at) all of these; "" when there is none. Raises ValueError."""
    paths = [str2dn(dn)[::-1] for dn in dns if dn_key(dn)]
    common = takewhile(
        lambda parts: len({dn2str([part]).casefold() for part in parts}) == 1, zip(*paths, strict=False)
    )
    return str(dn2str([parts[0] for parts in common][::-1]))
