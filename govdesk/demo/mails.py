"""Reading what the local mail sink stored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from markupsafe import Markup, escape

SHOWN = 200

_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


@dataclass(frozen=True)
class ReceivedMail:
    """One mail, as far as the page shows it."""

    name: str
    subject: str
    to: str
    at: datetime | None
    text: str


def newest(folder: Path) -> list[ReceivedMail]:
    """The latest mails in `folder`, newest first; none while the folder does not exist."""
    paths = sorted(folder.glob("*.eml"), reverse=True)[:SHOWN]
    return [_read(path) for path in paths]


def find(folder: Path, name: str) -> ReceivedMail | None:
    """The mail of this name. The name is compared with those in the folder and never made into a path."""
    return next((_read(path) for path in folder.glob("*.eml") if path.name == name), None)


def linkified(text: str) -> Markup:
    """`text` escaped, with its web addresses as links."""
    return Markup("").join(_pieces(text))


def _pieces(text: str) -> Iterator[Markup]:
    done = 0
    for found in _LINK.finditer(text):
        yield escape(text[done : found.start()])
        yield Markup('<a href="{0}">{0}</a>').format(found.group())
        done = found.end()
    yield escape(text[done:])


def _read(path: Path) -> ReceivedMail:
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("plain",))
    sent = mail["Date"]
    return ReceivedMail(
        name=path.name,
        subject=str(mail["Subject"] or ""),
        to=str(mail["To"] or ""),
        at=parsedate_to_datetime(sent) if sent else None,
        text=part.get_content() if part else "",
    )
