"""What people paste as an address, taken apart: host, path and query. Knows no platform."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

import idna

from govdesk.i18n import _

LONGEST = 500
"""What the register keeps of an address."""
LONGEST_PASTED = 2_000
"""With all that newsletters and platforms hang on it to see who followed a link."""
_AROUND = " \t\r\n\u00a0\u200b\u200e\u200f\ufeff<>\"'“”„‘’«»,;"
_AFTER_A_SENTENCE = re.compile(r"(?<![./])[.!]$")
_DISARMED = ("hxxp", "http"), ("[.]", "."), ("(.)", ".")
"""How people write an address of which nobody is to open it by mistake."""
_FEDIVERSE_NAME = re.compile(r"@([\w.-]+)@([\w.-]+)", re.ASCII)
_HANDLE = re.compile(r"@[\w.-]+")
_PLAIN = re.compile(r"https?://([\w.-]+)((?:/[\w.@~-]*)*)", re.ASCII)
"""An address as most are: nothing in it is encoded, and nothing stands before the host or behind the path."""
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_TOP_LABEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+")


class NotAnAddress(Exception):
    """The text cannot be read as a web address; says why, for people."""


@dataclass(frozen=True)
class Address:
    """`host` in ASCII and lower case, `path` decoded and without slashes at its ends."""

    host: str
    path: str
    query: Mapping[str, str]
    """By field what it says; one that says two things says nothing, as nobody knows which of them counts."""


def parse(text: str) -> Address:
    """Raises NotAnAddress."""
    text = _unwrapped(text)
    if plain := _PLAIN.fullmatch(text):
        return Address(_host(plain[1]), _path(plain[2]), {})
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise NotAnAddress(_("This is not a web address.")) from error
    if "@" in parts.netloc:
        raise NotAnAddress(_("An address must not carry a user name or password before its host."))
    if port not in (None, 80, 443):
        raise NotAnAddress(_("An account's address has no port."))
    old_style = parts.fragment.startswith("!") and not parts.path.strip("/")
    path = parts.fragment[1:].partition("?")[0] if old_style else parts.path
    return Address(_host(parts.hostname or ""), _path(path), _query(parts.query))


def _query(raw: str) -> dict[str, str]:
    if not raw:
        return {}
    said: dict[str, set[str]] = {}
    for name, value in parse_qsl(raw):
        said.setdefault(name, set()).add(value)
    return {name: min(values) for name, values in said.items() if len(values) == 1}


def _unwrapped(text: str) -> str:
    """`text` as https://…, without what stands round it when copied."""
    text = _bare(text)
    if not text:
        raise NotAnAddress(_("There is no address."))
    if len(text) > LONGEST_PASTED:
        raise NotAnAddress(_("The address is longer than %(n)s characters.", n=LONGEST_PASTED))
    if "\\" in text or " " in text or not text.isprintable():
        raise NotAnAddress(_("An address has no blanks, backslashes or invisible characters."))
    if name := _FEDIVERSE_NAME.fullmatch(text):
        return f"https://{name[2]}/@{name[1]}"
    if _HANDLE.fullmatch(text):
        raise NotAnAddress(_("A handle does not tell the platform. Enter the whole address, such as x.com/name."))
    return _with_scheme(text)


def _bare(text: str) -> str:
    """`text` without the signs of the sentence it was copied from, and armed again."""
    text = _AFTER_A_SENTENCE.sub("", text.strip(_AROUND))
    for disarmed, armed in _DISARMED:
        text = text.replace(disarmed, armed)
    return text if "(" in text.lstrip("(") else text.strip("()")


def _with_scheme(text: str) -> str:
    if text.startswith("//"):
        return f"https:{text}"
    # "facebook.com:443/…" has no scheme: a scheme holds no dot.
    scheme = _SCHEME.match(text)
    if not scheme:
        return f"https://{text}"
    if scheme[1].lower() not in ("http", "https"):
        raise NotAnAddress(_("An address starts with https:// or http://."))
    if not text[scheme.end() :].startswith("//"):
        raise NotAnAddress(_("After http: or https: two slashes must follow."))
    return text


@lru_cache(maxsize=10_000)
def _host(name: str) -> str:
    """Remembered, as a register names few hosts many times."""
    host = _in_ascii(name).removesuffix(".")
    labels = host.split(".")
    if len(labels) < 2 or not _TOP_LABEL.fullmatch(labels[-1]) or len(host) > 253:
        raise NotAnAddress(_("This is not a web address; it looks like https://example.org/name."))
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise NotAnAddress(_("The host in this address is not a valid name."))
    return host


def _in_ascii(host: str) -> str:
    """As browsers ask for it. IDNA 2008: faß.de is not fass.de. Raises NotAnAddress."""
    if host.isascii() and "xn--" not in host.lower():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise NotAnAddress(_("The host in this address is not a valid name.")) from error


def _path(raw: str) -> str:
    path = unquote(raw)
    if not path.isprintable():
        raise NotAnAddress(_("An address has no blanks, backslashes or invisible characters."))
    words = [word for word in path.split("/") if word.strip() not in ("", ".")]
    if ".." in words:
        raise NotAnAddress(_("An account's address has no .. in it."))
    return "/".join(words).strip()
