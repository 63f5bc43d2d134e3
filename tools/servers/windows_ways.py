"""What only Active Directory on Windows does, done to the answers of Samba: a relay that reads LDAP.

Three ways, with Microsoft's defaults: an empty password is welcome (and makes the caller anonymous); a page holds
1,000 entries at most, and an answer without pages is cut there; an attribute gives 1,500 values at a time, under a
name that says which. Rows that point at other servers Samba has by itself.
"""

import re
from typing import Any

from pyasn1.codec.ber import decoder, encoder
from pyasn1.type import univ
from pyasn1_modules import rfc2251

MAX_PAGE_SIZE = 1_000
MAX_VALUES = 1_500
PAGED = "1.2.840.113556.1.4.319"
SIZE_LIMIT_EXCEEDED = 4
_RANGED = re.compile(r"(?P<name>[^;]+);range=(?P<first>\d+)-")

Message = Any
"""pyasn1's LDAPMessage, which has no types."""


def read(raw: bytes) -> Message:
    return decoder.decode(raw, asn1Spec=rfc2251.LDAPMessage())[0]


def written(message: Message) -> bytes:
    return bytes(encoder.encode(message))


class Conversation:
    """One connection: questions go through `asked`, answers through `answered`."""

    def __init__(self) -> None:
        self._given: dict[int, int] = {}
        """Entries so far, by the number of the question, where nobody asked for pages."""

    def asked(self, raw: bytes) -> bytes:
        """What to ask the server."""
        message = read(raw)
        kind = message["protocolOp"].getName()
        if kind == "bindRequest":
            _forget_name(message["protocolOp"]["bindRequest"])
        if kind == "searchRequest" and not _shorten_pages(message):
            self._given[int(message["messageID"])] = 0
        return written(message)

    def answered(self, raw: bytes) -> bytes:
        """What to tell the caller; nothing for an entry too many."""
        message = read(raw)
        kind, number = message["protocolOp"].getName(), int(message["messageID"])
        if kind == "searchResEntry":
            if number in self._given:
                self._given[number] += 1
            if self._given.get(number, 0) > MAX_PAGE_SIZE:
                return b""
            return written(_in_ranges(message))
        if kind == "searchResDone" and self._given.pop(number, 0) > MAX_PAGE_SIZE:
            message["protocolOp"]["searchResDone"]["resultCode"] = SIZE_LIMIT_EXCEEDED
        return written(message)


def _forget_name(bind: Message) -> None:
    """Who has no password is let in as nobody, whatever name was given."""
    if bind["authentication"].getName() == "simple" and not bind["authentication"]["simple"]:
        bind["name"] = ""


def _shorten_pages(question: Message) -> bool:
    """Whether pages are asked for; of more entries than are given at a time, no more are asked of the server."""
    for control in question["controls"] if question["controls"].isValue else ():
        if str(control["controlType"]) == PAGED:
            wanted = decoder.decode(bytes(control["controlValue"]))[0]
            wanted[0] = univ.Integer(min(int(wanted[0]), MAX_PAGE_SIZE))
            control["controlValue"] = encoder.encode(wanted)
            return True
    return False


def _in_ranges(message: Message) -> Message:
    attributes = message["protocolOp"]["searchResEntry"]["attributes"]
    for attribute in list(attributes):
        name = str(attribute["type"])
        ranged = _RANGED.match(name)
        values = [bytes(value) for value in attribute["vals"]]
        if len(values) > MAX_VALUES:
            first = int(ranged["first"]) if ranged else 0
            plain = ranged["name"] if ranged else name
            _set(attribute, f"{plain};range={first}-{first + MAX_VALUES - 1}", values[:MAX_VALUES])
            if not ranged:
                _set(attributes[len(attributes)], plain, [])
    return message


def _set(attribute: Message, name: str, values: list[bytes]) -> None:
    attribute["type"] = name
    attribute["vals"].clear()
    attribute["vals"].extend(values)
