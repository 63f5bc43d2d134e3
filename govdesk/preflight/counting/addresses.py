"""Finds addresses of pages in a post, where X finds them: they weigh the same, however long they are.

The rules are those that X publishes with its library twitter-text (configuration 3); the code is our own. Each letter
is read a fixed number of times, so that a long text takes time that grows with its length alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from govdesk.preflight.counting.hosts import Host, host_in, is_possible

LONGEST = 4_096
"""Of an address; longer ones are none."""
_LONGEST_SHORT = 40
"""Of the code in an address of t.co."""

_PUNCTUATION = r"!'#%&()*+,\\/:;<=>?@\[\]\^{|}~$"
_INVISIBLE = r"\uFFFE\uFEFF\uFFFF\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069"
_BLANKS = r"\s\u0085\u180E"
_ACCENTED = (
    r"\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272\u0289"
    r"\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
_RUN = regex.compile(
    rf"(?P<scheme>https?://)?(?P<run>(?:(?!https?://)[^{_PUNCTUATION}{_INVISIBLE}{_BLANKS}])++)", regex.IGNORECASE
)
_LATIN = rf"[-a-z0-9{_ACCENTED}]"
_LATIN_RUN = regex.compile(rf"{_LATIN}++(?:\.{_LATIN}++)*+", regex.IGNORECASE)
"""Without `https://` before it, only letters of Latin are an address."""
_FORBIDS = regex.compile(r"[A-Za-z0-9@＠$#＃\uFFFE\uFEFF\uFFFF]")
"""Before an address: it would be part of a word, a name or a tag."""
_PART_OF_MORE = ("-", "_", ".", "/")

_GENERAL = rf"[a-z0-9\u0400-\u04FF!*';:=+,.$/%#\[\]\-\u2013_~@|&{_ACCENTED}]"
_NESTED = r"\((?:[^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)?+\))"
_LAST = rf"(?:[+\-a-z0-9\u0400-\u04FF=_#/{_ACCENTED}]|{_NESTED})"
_REST = regex.compile(
    rf"(?::[0-9]+)?(?P<path>/(?:{_GENERAL}*(?:{_NESTED}{_GENERAL}*)*{_LAST}|@{_GENERAL}+/)*)?"
    r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?",
    regex.IGNORECASE,
)
_SHORT = regex.compile(r"https?://t\.co/(?P<code>[a-z0-9]+)(?:\?\S*)?", regex.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """A place in a text, in code points."""

    start: int
    end: int
    has_scheme: bool


def addresses(text: str) -> Iterator[Address]:
    """In their order, never one within another."""
    place = 0
    while "." in text and (run := _RUN.search(text, place)):
        place = run.end()
        if "." not in run["run"]:
            continue
        found = list(_with_scheme(text, run) if run["scheme"] else _without_scheme(text, run))
        yield from found
        place = max([place, *(address.end for address in found)])


def _with_scheme(text: str, run: "regex.Match[str]") -> Iterator[Address]:
    start = run.start()
    host = host_in(text, *run.span("run"), strict=True)
    if not host or _stands_within(text, start) or not is_possible(text[host.start : host.end]):
        return
    end = _end_of(text, host)
    if short := _SHORT.match(text, start, end):
        end = 0 if len(short["code"]) > _LONGEST_SHORT else short.end()
    if 0 < end - start <= LONGEST:
        yield Address(start, end, has_scheme=True)


def _without_scheme(text: str, run: "regex.Match[str]") -> Iterator[Address]:
    """The parts in Latin letters of what looks like a host; the last goes on to the end of the path."""
    start, end = run.span("run")
    start = next((place for place in range(start, end) if not _stands_within(text, place)), end)
    host = host_in(text, start, end, strict=True)
    if not host or text.endswith(_PART_OF_MORE, 0, start):
        return
    latin = _LATIN_RUN.finditer(text, *host)
    parts = [found for run in latin if (found := host_in(text, run.start(), _past_ending(run, host), strict=False))]
    for number, part in enumerate(parts, 1):
        goes_on = number == len(parts) and text.startswith(("/", ":"), host.end)
        stop = _end_of(text, host) if goes_on else part.end
        if stop - part.start <= LONGEST:
            yield Address(part.start, stop, has_scheme=False)


def _past_ending(run: "regex.Match[str]", host: Host) -> int:
    """Behind its last dot a top-level domain of other letters may follow."""
    dot, rest = run.string[run.end() : run.end() + 1], run.string[run.end() + 1 : host.end]
    return host.end if dot == "." and "." not in rest else run.end()


def _stands_within(text: str, start: int) -> bool:
    return start > 0 and _FORBIDS.match(text, start - 1) is not None


def _end_of(text: str, host: Host) -> int:
    """Where an address ends of which the host is known: behind port, path and query.

    Looks no further than the longest address goes; a longer one is none anyway.
    """
    found = _REST.match(text, host.end, host.end + LONGEST + 1)
    return found.end() if found else host.end
