"""What a directory was asked, read from the log of an OpenLDAP that logs its operations."""

import re
from collections import Counter

from ldap.dn import dn2str, str2dn

_SIMPLE_BIND = re.compile(r'conn=\d+ op=\d+ BIND dn="(.*)" method=128$', re.MULTILINE)
_SEARCH = re.compile(r'conn=\d+ op=\d+ SRCH base=".*" scope=\d deref=\d filter="(.*)"$', re.MULTILINE)


def binds(log: str) -> Counter[str]:
    """How often each entry tried to sign in with a password, successfully or not; names as `dn_key`."""
    return Counter(dn_key(dn) for dn in _SIMPLE_BIND.findall(log))


def searches(log: str) -> list[str]:
    """The filters of all searches, in order."""
    return _SEARCH.findall(log)


def dn_key(dn: str) -> str:
    """A distinguished name in one spelling."""
    return str(dn2str(str2dn(dn))).casefold()
