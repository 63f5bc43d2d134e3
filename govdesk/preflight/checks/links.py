"""Links that people should be able to trust."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import regex

from govdesk.accounts.platforms.address import NotAnAddress
from govdesk.accounts.platforms.lookalikes import as_it_reads
from govdesk.i18n import _
from govdesk.preflight.counting.addresses import Address
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import CONFIDENTIAL, Finding, Fix, Gate, Severity

SHORTENERS = frozenset({
    "bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly", "tiny.cc",
    "shorturl.at", "rb.gy", "t.ly", "lnkd.in",
})  # fmt: skip
_INSIDE = regex.compile(
    r"\bhttps?://(?P<host>localhost|[\w-]+|(?:[\w-]+\.)+(?:local|internal|intranet|corp|lan|home\.arpa)|[\d.]+|\[[\da-f:.]+\])"
    r"(?=[:/?#\s]|\Z)(?::\d+)?[^\s]*",
    regex.IGNORECASE,
)
_NOT_PUBLIC = regex.compile(r"(?:\A|\.)(?:intranet|staging|stage|internal|preprod|uat)(?=[.-])", regex.IGNORECASE)
_FOLLOWS = regex.compile(
    r"utm_\w+|fbclid|gclid|msclkid|igshid|igsh|mc_eid|mc_cid|yclid|twclid|ttclid|_hsenc|_hsmi", regex.I
)


def check_links(draft: Draft) -> list[Finding]:
    inside = list(_inside(draft))
    found = [finding for address in draft.addresses for finding in _of(draft, address)]
    return inside + [one for one in found if not any(one.start < two.end and two.start < one.end for two in inside)]


def _inside(draft: Draft) -> Iterator[Finding]:
    message = _("This link leads into our own network: nobody outside can open it, and it tells what we have.")
    if "://" not in draft.text:
        return
    for found in _INSIDE.finditer(draft.text):
        if not _is_public(found["host"]):
            yield Finding("links.inside", Gate.BLOCK, *found.span(), message, CONFIDENTIAL, severity=Severity.ERROR)


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return False


def _of(draft: Draft, address: Address) -> Iterator[Finding]:
    text = draft.part(address.start, address.end)
    try:
        parts = urlsplit(text if address.has_scheme else f"https://{text}")
    except ValueError:
        return
    host = (parts.hostname or "").removeprefix("www.")
    place = address.start, address.end
    if _NOT_PUBLIC.search(host):
        message = _("This link leads to a place that is not meant for the public.")
        yield Finding("links.inside", Gate.BLOCK, *place, message, CONFIDENTIAL, severity=Severity.ERROR)
    if host in SHORTENERS:
        message = _("A short link hides where it leads. Use the address itself.")
        yield Finding("links.short", Gate.ACKNOWLEDGE, *place, message)
    if parts.scheme.lower() == "http":
        fix = Fix(address.start, address.start + len("http"), "https")
        yield Finding(
            "links.http",
            Gate.ACKNOWLEDGE,
            *place,
            _("Use https, so that nobody can change the page on its way."),
            fix=fix,
        )
    if _deceives(host):
        message = _(
            "The name of this host is written with foreign letters, as imitations do. Look twice where it leads."
        )
        yield Finding("links.letters", Gate.ACKNOWLEDGE, *place, message)
    bare = _without_followers(text)
    if bare != text:
        message = _("This link carries marks that tell who followed it. It works without.")
        yield Finding("links.followed", Gate.ACKNOWLEDGE, *place, message, fix=Fix(*place, bare))


def _deceives(host: str) -> bool:
    try:
        as_it_reads(host)
    except NotAnAddress:
        return True
    return any(label.startswith("xn--") for label in host.split("."))


def _without_followers(address: str) -> str:
    parts = urlsplit(address)
    fields = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in fields if not _FOLLOWS.fullmatch(name)]
    return address if kept == fields else urlunsplit(parts._replace(query=urlencode(kept)))
