"""The forms in which platforms write the address of an account: templates from files, made into patterns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from govdesk.accounts.platforms.address import Address
from govdesk.accounts.platforms.facts import Facts, Key
from govdesk.accounts.platforms.patterns import PatternText

_PLACEHOLDER = re.compile(r"(\{handle\}|\{server\}|\*)")
_SERVER = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"


@dataclass(frozen=True)
class Found:
    """A handle as it stands in an address, and the server where the address names one."""

    handle: str
    server: str


class AddressForm(Facts):
    """One form of an account's address on a platform; `policies/platforms/README.md` tells the fields."""

    kind: Key
    paths: tuple[str, ...] = ()
    host: str | None = None
    domains: tuple[str, ...] = ()
    """Those of the platform's domains on which the form is in use; empty for all."""
    query: str | None = None
    handle: PatternText
    case: Literal["ignore", "keep"] = "ignore"
    without: str = ""
    url: str = Field(pattern=r"^https://.*\{handle\}")
    id: str = Field(default="", pattern=r"^$|\{handle\}")
    """Template of the platform's own id, where the handle is one: it stays when names change."""

    @model_validator(mode="after")
    def _says_where_the_handle_stands(self) -> "AddressForm":
        templates = [*self.paths, self.host or ""]
        if not self.query and not any("{handle}" in template for template in templates):
            raise ValueError("name {handle} in paths or host, or the query field that holds it")
        return self

    @cached_property
    def _paths(self) -> list[tuple[re.Pattern[str], bool]]:
        # Where the handle is the first word, pages of the platform must not be taken for one.
        return [(self._compiled(path, "(?:/.*)?"), path == "{handle}") for path in self.paths]

    @cached_property
    def _host(self) -> re.Pattern[str] | None:
        return self._compiled(self.host, "") if self.host else None

    @cached_property
    def _handle(self) -> re.Pattern[str]:
        return re.compile(self.handle)

    def _compiled(self, template: str, tail: str) -> re.Pattern[str]:
        parts = {
            "{handle}": f"(?P<handle>(?-i:{self.handle}))",
            "{server}": f"(?P<server>{_SERVER})",
            "*": "[^/]+",
        }
        pieces = (parts.get(piece, re.escape(piece)) for piece in _PLACEHOLDER.split(template))
        return re.compile("".join(pieces) + tail, re.IGNORECASE)

    def find(self, address: Address, reserved: frozenset[str]) -> Found | None:
        """The handle in `address`; None where the address has another form."""
        if not self._is_used_on(address.host):
            return None
        for handle, server in self._candidates(address, reserved):
            return Found(handle, server.lower())
        return None

    def _is_used_on(self, host: str) -> bool:
        return not self.domains or any(host == domain or host.endswith(f".{domain}") for domain in self.domains)

    def _candidates(self, address: Address, reserved: frozenset[str]) -> Iterator[tuple[str, str]]:
        if self._host and (match := self._host.fullmatch(address.host)) and match["handle"] not in reserved:
            yield match["handle"], address.host
        for pattern, is_first_word in self._paths:
            if not (match := pattern.fullmatch(address.path)):
                continue
            named = match.groupdict()
            handle = address.query.get(self.query, "") if self.query else named["handle"]
            if self._handle.fullmatch(handle) and not (is_first_word and handle.lower() in reserved):
                yield handle, named.get("server") or address.host

    def normalise(self, handle: str) -> str:
        """The handle as the platform compares it."""
        kept = handle.translate({ord(letter): None for letter in self.without})
        return kept if self.case == "keep" else kept.casefold()

    def platform_id(self, handle: str) -> str | None:
        """The platform's own id that `handle` is; None where it is a name."""
        return self.id.format(handle=self.normalise(handle)) if self.id else None
