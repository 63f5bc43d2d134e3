"""A mail as it goes over the wire.

Written by hand: the email package takes ten times as long, longer than everything else about a mail together.
"""

import binascii
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from itertools import groupby

from govdesk.notify.letters import Text
from govdesk.notify.recipients import Address
from govdesk.notify.rules import header_name

LONGEST_LINE = 900
"""A mail server may refuse lines of 1,000 characters."""
FOLDED_AT, FIRST_WORD = 76, len("Subject: ")

_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/^_`{|}~-]+")
"""A word that needs neither quotes nor encoding beside an address."""
_ASCII = re.compile(r"(?!.*=\?)[!-~]+")
"""A word that means itself in a header of words."""


def mail_of(text: Text, *, message_id: str, headers: Iterable[str], sender: str, to: Address, now: datetime) -> bytes:
    """The mail that tells `to` this text; `headers` are whole lines of ASCII."""
    boundary = f"=_{uuid.uuid4().hex}"
    lines = [
        f"From: Govdesk <{sender}>",
        f"To: {_name(header_name(to.display_name))}<{to.addr_spec}>",
        f"Subject: {_words(text.subject)}",
        f"Date: {format_datetime(now)}",
        f"Message-ID: {message_id}",
        *headers,
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"',
        "",
        *_part(boundary, "plain", text.plain),
        *_part(boundary, "html", text.html),
        f"--{boundary}--",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _name(name: str) -> str:
    """`name` before an address, with a blank behind it; "" stays "". It has been made one line already."""
    return f"{_words(name, _ATOM)} " if name else ""


def _words(text: str, plain: re.Pattern[str] = _ASCII) -> str:
    """Words of a header, folded at blanks, the `plain` ones as they are. It has been made one line already."""
    tokens: list[str] = []
    for is_plain, words in groupby(text.split(" "), lambda word: bool(plain.fullmatch(word))):
        # Neighbours together: a blank between two encoded words would be lost.
        several = list(words)
        tokens += several if is_plain else [_encoded(" ".join(several))]
    lines = [""]
    for token in tokens:
        if lines[-1] and len(lines[-1]) + len(token) >= FOLDED_AT - FIRST_WORD:
            lines.append(token)
        else:
            lines[-1] = f"{lines[-1]} {token}".lstrip()
    return "\r\n ".join(lines)


def _encoded(text: str) -> str:
    """In encoded words (RFC 2047), of which nothing can be taken for an address or a header."""
    return Header(text, "utf-8", maxlinelen=FOLDED_AT).encode(linesep="\r\n")


def _part(boundary: str, subtype: str, text: str) -> Iterator[str]:
    content = "\r\n".join(text.splitlines()) + "\r\n"
    is_plain = content.isascii() and all(len(line) < LONGEST_LINE for line in content.split("\r\n"))
    yield f"--{boundary}"
    yield f'Content-Type: text/{subtype}; charset="utf-8"'
    yield f"Content-Transfer-Encoding: {'7bit' if is_plain else 'quoted-printable'}"
    yield ""
    yield content if is_plain else binascii.b2a_qp(content.encode(), istext=True).decode("ascii")
