"""An entry as the directory gives it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from govdesk.directory.ldap.names import dn_key
from govdesk.directory.rules import LONGEST_DN, LONGEST_MAIL


class Entry(NamedTuple):
    """One entry: its name and its values as bytes, attribute names in lower case."""

    dn: str
    values: Mapping[str, list[bytes]]

    def texts(self, attribute: str) -> list[str]:
        """All values of an attribute that are not blank, as text."""
        return [text for value in self.values.get(attribute.lower(), ()) if (text := _text(value))]

    def text(self, *attributes: str) -> str:
        """The first value of the first of these attributes that has one; "" when none has."""
        for name in attributes:
            for value in self.values.get(name.lower(), ()):
                if text := _text(value):
                    return text
        return ""

    def dns(self, attribute: str) -> list[str]:
        """The values of an attribute that are distinguished names."""
        return [dn for value in self.values.get(attribute.lower(), ()) if (dn := _dn(value))]

    def first_dn(self, attribute: str) -> str:
        """The first of these; "" when there is none."""
        for value in self.values.get(attribute.lower(), ()):
            if dn := _dn(value):
                return dn
        return ""

    def mail(self, attribute: str) -> str | None:
        """The first value that is short enough to be an address."""
        for value in self.values.get(attribute.lower(), ()):
            if 0 < len(text := _text(value)) <= LONGEST_MAIL:
                return text
        return None


@lru_cache(4096)  # thousands share a manager
def _dn(value: bytes) -> str:
    """A value that is a distinguished name short enough to be stored; "" for any other."""
    dn = _text(value)
    try:
        return dn if len(dn) <= LONGEST_DN and dn_key(dn) else ""
    except ValueError:
        return ""


def _text(value: bytes) -> str:
    """As text: undecodable bytes are replaced, NULs and blanks round it dropped."""
    return value.decode("utf-8", "replace").replace("\0", "").strip()
