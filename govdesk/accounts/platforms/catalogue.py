"""The platforms an account can live on: facts from `policies/platforms/*.yml`, read once and checked."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path

from pydantic import ValidationError

from govdesk.accounts.platforms.lookalikes import outline
from govdesk.accounts.platforms.platform import Platform
from govdesk.files import FileError, PolicyFiles, line_of, read_yaml

MOST_HOSTS = 10_000
"""Remembered before all are forgotten."""


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
        holder = self._holder_of(host)
        if len(known) >= MOST_HOSTS:
            # A new one, as another thread may be reading the old.
            known = self._holders = {}
        known[host] = holder
        return holder

    def _holder_of(self, host: str) -> Platform | None:
        """The first that holds it, of those whose domain it is or ends in, or whose hosts have a pattern."""
        near = {self._domains[end].key for end in _ends(host) if end in self._domains} | self._with_patterns
        return next((platform for platform in self if platform.key in near and platform.holds(host)), None)

    @cached_property
    def _domains(self) -> dict[str, Platform]:
        return {domain: platform for platform in self for domain in platform.domains}

    @cached_property
    def _with_patterns(self) -> set[str]:
        return {platform.key for platform in self if any(form.host for form in platform.addresses)}

    def near(self, host: str, reads: str) -> Iterable[Platform]:
        """The platforms of which something stands in a host, or in what it reads like; none for most."""
        is_near = self._in_hosts.search(f".{host}.") or self._in_words.search(reads)
        return self if is_near else ()

    @cached_property
    def _in_hosts(self) -> re.Pattern[str]:
        return _any_of(f".{domain}." for domain in self._domains)

    @cached_property
    def _in_words(self) -> re.Pattern[str]:
        return _any_of(word for platform in self for word in platform.imitations)

    @cached_property
    def on_any_server(self) -> list[Platform]:
        """Those that live on servers of anyone."""
        return [platform for platform in self if platform.any_server]

    @cached_property
    def website(self) -> Platform | None:
        """The one that takes whatever has an address."""
        return next((platform for platform in self.on_any_server if not platform.addresses), None)

    @cached_property
    def _short_links(self) -> frozenset[str]:
        return frozenset(host for platform in self for host in platform.short_links)

    @cached_property
    def _below_short_links(self) -> tuple[str, ...]:
        return tuple(f".{host}" for host in self._short_links)

    def is_short_link(self, host: str) -> bool:
        """Whether addresses on `host` only lead elsewhere."""
        return host in self._short_links or host.endswith(self._below_short_links)

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


def _ends(host: str) -> Iterator[str]:
    """`m.x.com`, `x.com`, `com`."""
    while host:
        yield host
        host = host.partition(".")[2]


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """What finds any of `texts`; it finds nothing where there are none."""
    return re.compile("|".join(map(re.escape, texts)) or r"(?!)")


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
