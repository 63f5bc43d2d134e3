"""What a pasted address may stand for: the keys under which it would be on record, the closest first. Pure."""

from urllib.parse import quote, urlsplit

from govdesk.accounts.address import LONGEST, NotAnAddress, parse
from govdesk.accounts.identity import LONGEST_HANDLE, SITE, Identity, identify
from govdesk.accounts.platforms import Catalogue

DEEPEST = 12
"""Parts of a site's path that are looked at: whoever pastes more asks for no more work."""
LOOKALIKE = "lookalike"
"""Kind of a place on a host that poses as a platform: the list of impostors takes what the register refuses."""


def places(text: str, platforms: Catalogue) -> tuple[str, ...]:
    """Keys of the account that `text` means and, on a site, of what stands above it; none for what is no address."""
    meant = identify(text, platforms)
    if not isinstance(meant, Identity):
        posing = lookalike(text, platforms)
        return _upwards(posing.key) if posing else ()
    if meant.kind == SITE:
        return _upwards(meant.key)
    shown_at = lookalike(text, platforms) if is_seen_elsewhere(text, platforms) else None
    return (meant.key, *_upwards(shown_at.key)) if shown_at else (meant.key,)


def is_seen_elsewhere(text: str, platforms: Catalogue) -> bool:
    """Whether a server of somebody else shows the account that `text` means: it shows there what it likes."""
    meant = identify(text, platforms)
    if not isinstance(meant, Identity) or meant.kind == SITE:
        return False
    host, home = parse(text).host, urlsplit(meant.url).hostname
    return host != home and platforms.holder_of(host) is not platforms[meant.platform]


def stable_place(text: str, platforms: Catalogue) -> tuple[str, str] | None:
    """Platform and the platform's own id, where the address holds it: there an account is found under any handle."""
    meant = identify(text, platforms)
    if isinstance(meant, Identity) and meant.platform_id:
        return meant.platform, meant.platform_id
    return None


def lookalike(text: str, platforms: Catalogue) -> Identity | None:
    """A place on a host that is no platform's own and that the register refuses; None for any other text."""
    try:
        address = parse(text)
    except NotAnAddress:
        return None
    owned = (domain for platform in platforms for domain in (*platform.domains, *platform.short_links))
    if any(f".{address.host}".endswith(f".{domain}") for domain in owned):
        return None
    place = "/".join(filter(None, (address.host.removeprefix("www."), address.path)))
    url = f"https://{'/'.join(filter(None, (address.host, quote(address.path, safe='/@:~'))))}"
    key = f"{LOOKALIKE}:{place.casefold()}"
    if max(len(key), len(url)) > LONGEST or len(place) > LONGEST_HANDLE:
        return None
    return Identity("website", LOOKALIKE, place, key, url)


def _upwards(key: str) -> tuple[str, ...]:
    """`a:b/c/d` gives itself, `a:b/c` and `a:b`."""
    first, *parts = key.split("/")
    shallow = parts[:DEEPEST]
    above = ["/".join((first, *shallow[:n])) for n in range(len(shallow), -1, -1)]
    return tuple(dict.fromkeys((key, *above)))
