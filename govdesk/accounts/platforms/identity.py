"""Which account an address means: one normalised identity, whatever was pasted. Nothing is fetched."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from govdesk.accounts.platforms.address import LONGEST, Address, NotAnAddress, parse
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.forms import AddressForm, Found
from govdesk.accounts.platforms.lookalikes import as_it_reads, outline
from govdesk.accounts.platforms.platform import Platform
from govdesk.i18n import _

LONGEST_HANDLE = 300
SITE = "site"
"""Kind of an account that is a website: a host and a path."""


@dataclass(frozen=True)
class Identity:
    """Where an account is: `key` is unique in the register, `url` canonical, `handle` as it was spelt."""

    platform: str
    kind: str
    handle: str
    key: str
    url: str
    platform_id: str | None = None
    """The platform's own id, where the address holds it: it stays when the handle changes."""

    def known_as(self, platform_id: str | None) -> "Identity":
        """The same, with an id that somebody found elsewhere; what the address holds is surer."""
        return replace(self, platform_id=self.platform_id or platform_id)


@dataclass(frozen=True)
class Refused:
    """Why no account can be made of an address, in a sentence for people."""

    reason: str


def identify(url: str, platforms: Catalogue, *, called: str = "") -> Identity | Refused:
    """The account that `url` means. Never raises; a link to a post or a tab answers for its account.

    `called` is what a source calls the platform. It counts only where an address cannot tell: it makes a blog,
    newsletter or podcast of a website, and leaves the key as it is.
    """
    try:
        address = parse(url)
        return _fitting(_on_a_platform(address, platforms) or _anywhere(address, platforms, called))
    except NotAnAddress as error:
        return Refused(str(error))


def _fitting(identity: Identity) -> Identity:
    """Refuse what decoding and encoding have made longer than the register keeps."""
    if len(identity.handle) > LONGEST_HANDLE or max(len(identity.key), len(identity.url)) > LONGEST:
        raise NotAnAddress(_("The address is longer than %(n)s characters.", n=LONGEST))
    return identity


def _on_a_platform(address: Address, platforms: Catalogue) -> Identity | None:
    if platforms.is_short_link(address.host):
        raise NotAnAddress(_("This is a short link. Open it and enter the address where it leads."))
    platform = platforms.holder_of(address.host)
    if platform is None:
        return None
    if hit := platform.find(address):
        return _identity(platform, *hit)
    raise NotAnAddress(_("This address of %(platform)s is not an account's page.", platform=platform.name))


def _anywhere(address: Address, platforms: Catalogue, called: str) -> Identity:
    """On a server of anyone, or else a website; but never on a host that poses as a platform."""
    reads = as_it_reads(address.host)
    for platform in platforms.near(address.host, reads):
        _refuse_a_poser(address.host, reads, platform)
    _refuse_a_lookalike(address.host, platforms)
    for platform in platforms.on_any_server:
        if hit := platform.find(address):
            return _at_home(platform, *hit, address, platforms)
    if platforms.website is None:
        raise NotAnAddress(_("This address belongs to no platform that the register knows."))
    site, named = _website(platforms.website, address), platforms.named(called)
    return replace(site, platform=named.key) if named and named.on_own_site else site


def _refuse_a_poser(host: str, reads: str, platform: Platform) -> None:
    own = next((domain for domain in platform.domains if host.endswith(f".{domain}")), None)
    if own:
        raise NotAnAddress(
            _("%(host)s belongs to %(platform)s, but holds no accounts.", host=host, platform=platform.name)
        )
    inside = any(f".{domain}." in f".{host}." for domain in platform.domains)
    if inside or any(word in reads for word in platform.imitations):
        raise _looks_like(host, platform)


def _refuse_a_lookalike(host: str, platforms: Catalogue) -> None:
    labels = outline(host).split(".")
    for start in range(len(labels) - 1):
        if imitated := platforms.outlines.get(".".join(labels[start:])):
            raise _looks_like(host, imitated)


def _looks_like(host: str, platform: Platform) -> NotAnAddress:
    words = _("%(host)s looks like %(platform)s, but does not belong to it.", host=host, platform=platform.name)
    return NotAnAddress(words)


def _identity(platform: Platform, form: AddressForm, found: Found) -> Identity:
    handle, place = found.handle, form.normalise(found.handle)
    if platform.any_server:
        handle, place = f"{handle}@{found.server}", f"{place}@{found.server}"
    url = form.url.format(handle=quote(found.handle, safe="@:.&·"), server=found.server)
    key = f"{platform.key}:{form.kind}:{place}"
    return Identity(platform.key, form.kind, handle, key, url, form.platform_id(found.handle))


def _at_home(platform: Platform, form: AddressForm, found: Found, seen: Address, platforms: Catalogue) -> Identity:
    """An account of another server, seen through this one, is that other server's; which may be a platform's own."""
    if found.server == seen.host:
        return _identity(platform, form, found)
    home = parse(f"https://{found.server}/@{found.handle}")
    return _on_a_platform(home, platforms) or _anywhere(home, platforms, "")


def _website(platform: Platform, address: Address) -> Identity:
    place = "/".join(filter(None, (address.host, address.path)))
    bare = place.removeprefix("www.")
    url = "/".join(filter(None, (f"https://{address.host}", quote(address.path, safe="/@:~,.;=&!$'()*+"))))
    return Identity(platform.key, SITE, bare, f"{platform.key}:{SITE}:{bare}", url)
