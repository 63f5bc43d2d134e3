"""The platforms an account can live on: facts from `policies/platforms/*.yml`, read once and checked."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from govdesk.accounts.address import Address
from govdesk.accounts.address_forms import AddressForm, Found
from govdesk.accounts.lookalikes import outline
from govdesk.accounts.patterns import PatternText
from govdesk.accounts.platform_facts import (
    Checked,
    Facts,
    Help,
    Key,
    Limits,
    Retired,
    Roles,
    SecondFactor,
    StableId,
)
from govdesk.files import FileError, PolicyFiles, line_of, read_yaml

Host = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]

MOST_HOSTS = 10_000
"""Remembered before all are forgotten."""


class Platform(Facts):
    """One platform; `policies/platforms/README.md` tells the fields."""

    key: Key
    name: str = Field(min_length=1)
    aliases: tuple[Key, ...] = ()
    domains: tuple[Host, ...] = ()
    subdomains: PatternText = ""
    any_server: bool = False
    on_own_site: bool = False
    """May live on a website of one's own, where no address tells it: a blog is one because somebody says so."""
    imitations: tuple[str, ...] = ()
    short_links: tuple[Host, ...] = ()
    reserved: frozenset[str] = frozenset()
    addresses: tuple[AddressForm, ...] = ()
    checked: Checked
    """Of all the above: how addresses are read."""
    retired: Retired | None = None
    stable_id: StableId | None = None
    roles: Roles | None = None
    second_factor: SecondFactor | None = None
    recovery: Help | None = None
    impersonation: Help | None = None
    limits: Limits | None = None

    @model_validator(mode="after")
    def _lives_somewhere(self) -> "Platform":
        if bool(self.domains) == self.any_server:
            raise ValueError("needs either domains or any_server: true")
        return self

    @model_validator(mode="after")
    def _forms_keep_to_its_domains(self) -> "Platform":
        foreign = {domain for form in self.addresses for domain in form.domains} - set(self.domains)
        if foreign:
            raise ValueError(f"addresses name domains that are not among its own: {', '.join(sorted(foreign))}")
        return self

    @property
    def retired_on(self) -> date | None:
        """The day the platform ended."""
        return self.retired.since if self.retired else None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of account that its addresses tell apart."""
        return tuple(dict.fromkeys(form.kind for form in self.addresses))

    def stable(self, kind: str, number: str) -> str:
        """The platform's own id as the register keeps it, for an account of `kind`."""
        form = self._form_of_ids(kind)
        return (form.platform_id(number) if form else None) or number

    def shown_id(self, kind: str, kept: str) -> str:
        """The id as people know it, of one that the register keeps: the other way round."""
        form = self._form_of_ids(kind)
        return kept.removeprefix(form.id.partition("{handle}")[0]) if form else kept

    def _form_of_ids(self, kind: str) -> AddressForm | None:
        return next((form for form in self.addresses if form.id and form.kind == kind), None)

    def is_stable_id(self, text: str) -> bool:
        """Whether `text` has the shape of the platform's own id."""
        return self.stable_id is not None and re.fullmatch(self.stable_id.pattern, text) is not None

    def holds(self, host: str) -> bool:
        """Whether `host` is the platform's own: exactly, or with one of its known prefixes."""
        return any(host == domain or self._has_prefix(host, domain) for domain in self.domains) or any(
            form.host and not self.any_server and form.find(Address(host=host, path="", query={}), self.reserved)
            for form in self.addresses
        )

    def _has_prefix(self, host: str, domain: str) -> bool:
        prefix = host.removesuffix(f".{domain}")
        return prefix != host and re.fullmatch(self.subdomains, prefix) is not None

    def find(self, address: Address) -> tuple[AddressForm, Found] | None:
        """The first form that fits, and what it found."""
        for form in self.addresses:
            if found := form.find(address, self.reserved):
                return form, found
        return None


class Catalogue:
    """All platforms of an installation, by key and by the names other registers use."""

    def __init__(self, platforms: list[Platform]) -> None:
        self.platforms = {platform.key: platform for platform in platforms}
        self._holders: dict[str, Platform | None] = {}
        self._by_name = {
            name.casefold(): platform
            for platform in platforms
            for name in (platform.key, platform.name, *platform.aliases)
        }

    def holder_of(self, host: str) -> Platform | None:
        """The platform whose own `host` is; remembered, as a register names few hosts many times."""
        if host in (known := self._holders):
            return known[host]
        holder = next((platform for platform in self if platform.holds(host)), None)
        if len(known) >= MOST_HOSTS:
            # A new one, as another thread may be reading the old.
            known = self._holders = {}
        known[host] = holder
        return holder

    @cached_property
    def short_links(self) -> frozenset[str]:
        """Hosts of all platforms whose addresses only lead elsewhere."""
        return frozenset(host for platform in self for host in platform.short_links)

    @cached_property
    def outlines(self) -> dict[str, Platform]:
        """Outline of a domain, as `lookalikes.outline` draws it → whose it is."""
        return {outline(domain): platform for platform in self for domain in platform.domains}

    def __iter__(self) -> Iterator[Platform]:
        return iter(self.platforms.values())

    def __getitem__(self, key: str) -> Platform:
        return self.platforms[key]

    def name_of(self, key: str) -> str:
        """What people call a platform; the key itself when its file is gone."""
        return self.platforms[key].name if key in self.platforms else key

    def named(self, name: str) -> Platform | None:
        """The platform that some register calls so: `Twitter`, `google_plus`."""
        return self._by_name.get(name.strip().casefold())


@cache
def catalogue(own: Path | None = None) -> Catalogue:
    """The shipped platforms, with those of the organisation's folder `own` laid over them file by file.

    Read once per process. Raises FileError.
    """
    files = PolicyFiles(own).glob("platforms/*.yml")
    platforms = {name: read(path, name) for name, path in files.items()}
    for fault in disputes(platforms, {name: path.read_text(encoding="utf-8") for name, path in files.items()}):
        raise fault
    return Catalogue(list(platforms.values()))


def disputes(platforms: dict[str, Platform], texts: dict[str, str]) -> Iterator[FileError]:
    """Domains and names that two files claim; of both the later file is named, with the line."""
    holders: dict[str, str] = {}
    for name, platform in platforms.items():
        for claimed, place in _claims(platform):
            holder = holders.setdefault(claimed, name)
            if holder != name:
                key = ".".join(map(str, place))
                yield FileError(name, f"{key}: {claimed} stands in {holder} as well", line_of(texts[name], place))


def _claims(platform: Platform) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """What is a platform's alone, and where its file says so."""
    yield platform.key, ("key",)
    for field in ("domains", "aliases"):
        yield from ((claimed, (field, position)) for position, claimed in enumerate(getattr(platform, field)))


def read(path: Path, name: str) -> Platform:
    """One platform's facts. Raises FileError, with the line of the faulty value."""
    facts = read_yaml(path, name)
    try:
        platform = Platform.model_validate(facts)
    except ValidationError as error:
        raise FileError.of(name, error, path.read_text(encoding="utf-8")) from None
    if platform.key != path.stem:
        raise FileError(name, f"key: is {platform.key}, but the file is called {path.name}", 1)
    return platform
