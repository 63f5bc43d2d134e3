"""The platforms an account can live on: facts from `policies/platforms/*.yml`, read once and checked."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from govdesk.accounts.address import Address
from govdesk.accounts.address_forms import AddressForm, Facts, Found, Key, PatternText
from govdesk.files import FileError, PolicyFiles, read_yaml

Host = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]


class Checked(Facts):
    """How far the facts of a file can be trusted."""

    as_of: date
    source: str = Field(min_length=5)
    confidence: Literal["high", "medium", "low"]


class Platform(Facts):
    """One platform; `policies/platforms/README.md` tells the fields."""

    key: Key
    name: str = Field(min_length=1)
    aliases: tuple[Key, ...] = ()
    domains: tuple[Host, ...] = ()
    subdomains: PatternText = ""
    any_server: bool = False
    imitations: tuple[str, ...] = ()
    short_links: tuple[Host, ...] = ()
    reserved: frozenset[str] = frozenset()
    retired_on: date | None = None
    addresses: tuple[AddressForm, ...] = ()
    checked: Checked

    @model_validator(mode="after")
    def _lives_somewhere(self) -> "Platform":
        if bool(self.domains) == self.any_server:
            raise ValueError("needs either domains or any_server: true")
        return self

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
        self._by_name = {
            name.casefold(): platform
            for platform in platforms
            for name in (platform.key, platform.name, *platform.aliases)
        }

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
    return Catalogue([read(path, name) for name, path in files.items()])


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
