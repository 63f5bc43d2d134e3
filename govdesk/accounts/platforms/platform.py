"""One platform as its file tells it: where accounts live, how their addresses are read, who helps."""

import re
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import Field, model_validator

from govdesk.accounts.platforms.address import Address
from govdesk.accounts.platforms.facts import (
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
from govdesk.accounts.platforms.forms import AddressForm, Found
from govdesk.accounts.platforms.patterns import PatternText

Host = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]


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
        return self._is_its_own(host) or any(
            form.host and not self.any_server and form.find(Address(host=host, path="", query={}), self.reserved)
            for form in self.addresses
        )

    @cached_property
    def _has_handles_in_hosts(self) -> bool:
        return not self.any_server and any(form.host for form in self.addresses)

    def _is_its_own(self, host: str) -> bool:
        return host in self.domains or any(self._has_prefix(host, domain) for domain in self.domains)

    def _has_prefix(self, host: str, domain: str) -> bool:
        prefix = host.removesuffix(f".{domain}")
        return prefix != host and re.fullmatch(self.subdomains, prefix) is not None

    def find(self, address: Address) -> tuple[AddressForm, Found] | None:
        """The first form that fits, and what it found.

        Where the host holds the handle, the path tells nothing: evil.tumblr.com/noaa is evil's.
        """
        if self._has_handles_in_hosts and not self._is_its_own(address.host):
            address = Address(host=address.host, path="", query={})
        for form in self.addresses:
            if found := form.find(address, self.reserved):
                return form, found
        return None
