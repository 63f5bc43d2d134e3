"""The kinds of notices: each room says of its own what fills the text, and whether it may wait for the digest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from govdesk.notify.models import Notice

Row = dict[str, Any]
Letter = Callable[[Session, Notice], dict[str, Any] | None]
"""The names for a notice's templates; None when it no longer matters."""
Successors = Callable[[Session, Notice], Sequence[Row]]
"""Rows (of `notify.notice_row`) for who is to be told in place of a recipient who is not answerable any more."""
Loads = Callable[[Session, Sequence[Notice]], object]
"""Reads at once what the letters of these notices will ask for one by one; whatever it returns is held until then."""


@dataclass(frozen=True)
class Digested:
    """Notices of this kind that are owed to one reader at one time go out in one mail."""

    under: str
    """The heading that stands over them."""
    place: int
    """Order of the headings."""
    waits: bool = True
    """What comes after today's digest has left goes into the next, unless the notice itself is urgent."""
    apart: bool = False
    """It leaves at once, whatever the hour, in a mail with its like only, and never among what can wait."""


@dataclass(frozen=True)
class Kind:
    """What a room said about one kind of notice."""

    letter: Letter
    why: str
    """Why its readers get it, in the words that follow “Why you get this:”."""
    digested: Digested | None
    """None for a kind that leaves at once in a mail of its own."""
    successors: Successors
    loads: Loads


def writes(
    kind: str,
    letter: Letter,
    *,
    why: str = "",
    digested: Digested | None = None,
    successors: Successors = lambda *_: (),
    loads: Loads = lambda *_: None,
) -> None:
    """Let `letter` give the names for `templates/mail/<kind>.subject.txt`, `<kind>.txt` and `<kind>.html`.

    The templates also know `_`, `link(path)`, `today` (office day of sending) and `addressee` (a name). Among the
    names is `path`: the one page to open. What goes into a digest also has `<kind>.line.txt`, which says in a
    sentence or two what happened and what to do. Below each mail stands `why` its reader gets it.
    """
    _KINDS[kind] = Kind(letter, why, digested, successors, loads)


def kind_of(notice: Notice) -> Kind:
    """Raises LookupError when no room has told of it."""
    return _KINDS[notice.kind]


def digested(kind: str) -> Digested | None:
    """How it goes into a digest; None when it leaves in a mail of its own, or no room has told of it."""
    known = _KINDS.get(kind)
    return known.digested if known else None


def why_of(kind: str) -> str:
    """Why its readers get it."""
    known = _KINDS.get(kind)
    return known.why if known else ""


_KINDS: dict[str, Kind] = {}
