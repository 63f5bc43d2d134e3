"""The address of an account of which a source gives only the handle or the number, such as `@noaa` under Twitter."""

import re
from collections.abc import Iterator

from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.accounts.platforms.platform import Platform

PLAIN = "name"
"""A handle like any other: a form that takes it says nothing about which form a handle has."""


def is_bare(text: str) -> bool:
    """Whether a text that stands for an account is its handle alone."""
    return "/" not in text and (text.startswith("@") or "." not in text)


def address_of(text: str, platform: Platform, platforms: Catalogue) -> str:
    """The address that `text` stands for on `platform`; `text` itself where it is one, or can be none."""
    if "://" in text or "/" in text:
        return text
    return _first_sound(_candidates(text, platform), platform, platforms) or text


def address_of_number(text: str, platform: Platform, platforms: Catalogue) -> str:
    """The address by the platform's own number, for platforms that have such; else empty."""
    return _first_sound(_by_shape(text, platform), platform, platforms)


def _candidates(text: str, platform: Platform) -> Iterator[str]:
    """What it may mean: a number, what stands behind the host as it is, then every form the platform has."""
    yield from _by_shape(text, platform)
    if platform.any_server:
        yield text
    for domain in platform.domains[:1]:
        yield f"https://{domain}/{text}"
    for form in platform.addresses if not platform.any_server else ():
        yield form.url.format(handle=text.removeprefix("@"), server="")


def _by_shape(text: str, platform: Platform) -> Iterator[str]:
    """Forms that take only what is shaped like this, as YouTube's UC… and Facebook's numbers."""
    for form in platform.addresses if not platform.any_server else ():
        if re.fullmatch(form.handle, text) and not re.fullmatch(form.handle, PLAIN):
            yield form.url.format(handle=text, server="")


def _first_sound(candidates: Iterator[str], platform: Platform, platforms: Catalogue) -> str:
    for candidate in candidates:
        meant = identify(candidate, platforms)
        if isinstance(meant, Identity) and meant.platform == platform.key:
            return candidate
    return ""
