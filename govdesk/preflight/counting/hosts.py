"""Names of hosts as X finds them within words: letters of any script, and at the end a top-level domain."""

import unicodedata
from functools import cache
from typing import NamedTuple

import idna
import regex
from linkify_it.tlds import TLDS  # type: ignore[import-untyped]

_LONGEST_LABEL = 63
_ENDS_HERE = regex.compile(r"[-0-9A-Za-z]*")
_GOES_ON = regex.compile(r"[-0-9A-Za-z@+]")
"""Behind a top-level domain: the word is another."""


class Host(NamedTuple):
    """A place in a text, in code points."""

    start: int
    end: int


@cache
def _endings() -> frozenset[str]:
    """The top-level domains, as people write them: `com`, `de`, `みんな`, `xn--q9jyb4c`."""
    names = {name.lower() for name in TLDS}
    readable = {idna.decode(name) for name in names if name.startswith("xn--")}
    return frozenset(names | {unicodedata.normalize("NFC", name) for name in readable})


@cache
def _foreign_endings() -> tuple[str, ...]:
    return tuple(sorted((name for name in _endings() if not name.isascii()), key=len, reverse=True))


def host_in(text: str, start: int, end: int, *, strict: bool) -> Host | None:
    """The host at the very `start` of a run of letters, dots, hyphens and underscores; as long as can be.

    With `strict`, signs stand only within the parts of it, and underscores only in those before the last two.
    """
    longest, left = None, start
    while left < end:
        dot = text.find(".", left, end)
        if dot < 0 or not _is_label(text[left:dot], signs="-_" if strict else ""):
            break
        takes_ending = not strict or "_" not in text[left:dot]
        if takes_ending and (ending := _ending_at(text, dot + 1, end)):
            longest = Host(start, ending)
        left = dot + 1
    return longest


def _is_label(label: str, *, signs: str) -> bool:
    return bool(label) and label[0] not in signs and label[-1] not in signs if signs else bool(label)


def _ending_at(text: str, start: int, end: int) -> int | None:
    """Where the top-level domain ends that stands at `start`."""
    found = _ENDS_HERE.match(text, start, end)
    name = found[0].lower() if found else ""
    if name in _endings() or (name.startswith("xn--") and len(name) > len("xn--")):
        stop = start + len(name)
    else:
        foreign = next((one for one in _foreign_endings() if text.startswith(one, start)), None)
        if not foreign or name:
            return None
        stop = start + len(foreign)
    return None if stop > end or _GOES_ON.match(text, stop) else stop


def is_possible(host: str) -> bool:
    """Whether each part of a host is short enough once it is written in ASCII."""
    return all(len(_in_ascii(label)) <= _LONGEST_LABEL for label in host.split("."))


def _in_ascii(label: str) -> str:
    return label if label.isascii() else "xn--" + label.lower().encode("punycode", "surrogatepass").decode()
