"""What a pasted address may stand for: the keys under which it would be on record, the closest first. Pure."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from govdesk.accounts.platforms.address import LONGEST, NotAnAddress, parse
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import LONGEST_HANDLE, SITE, Identity, identify

DEEPEST = 12
"""Parts of a site's path that are looked at: whoever pastes more asks for no more work."""
LOOKALIKE = "lookalike"
"""Kind of a place on a host that poses as a platform: the list of impostors takes what the register refuses."""


@dataclass(frozen=True)
class Meant:
    """What a pasted address may stand for."""

    keys: tuple[str, ...] = ()
    """Under which it would be on record, the closest first; none for what is no address."""
    is_seen_elsewhere: bool = False
    """Whether a server of somebody else shows the account: it shows there what it likes."""
    stable: tuple[str, str] | None = None
    """Platform and the platform's own id, where the address holds it: there an account is found under any handle."""


def meant_by(text: str, platforms: Catalogue) -> Meant:
    """The account that `text` means and, on a site, what stands above it."""
    meant = identify(text, platforms)
    if not isinstance(meant, Identity):
        posing = lookalike(text, platforms)
        return Meant(_upwards(posing.key)) if posing else Meant()
    if meant.kind == SITE:
        return Meant(_upwards(meant.key))
    if is_seen_elsewhere(text, meant, platforms) and (shown_at := lookalike(text, platforms)):
        return Meant((meant.key, *_upwards(shown_at.key)), is_seen_elsewhere=True)
    return Meant((meant.key,), stable=(meant.platform, meant.platform_id) if meant.platform_id else None)


def is_seen_elsewhere(text: str, meant: Identity, platforms: Catalogue) -> bool:
    """Whether `text`, which means the account `meant`, is an address on a server of somebody else."""
    host, home = parse(text).host, urlsplit(meant.url).hostname
    return host != home and platforms.holder_of(host) is not platforms[meant.platform]


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
