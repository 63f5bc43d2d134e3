"""Calling a server by its name at an address that was looked at: the name cannot lead elsewhere in between."""

import ipaddress
import socket
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy

SECONDS = 5.0
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""An address of IPv4 in its last 32 bits, which a gateway calls in our place (RFC 6052)."""


class Answer(NamedTuple):
    """The status, and in how many seconds to try again, as it says it."""

    status: int
    retry_after: str = ""


class NotPosted(Exception):
    """It was not taken; the text says why, and names no address."""


class Unwanted(NotPosted):
    """Nor will it be: whoever took it is gone."""


class Busy(NotPosted):
    """It asks for some time."""

    def __init__(self, reason: str, pause: timedelta) -> None:
        super().__init__(reason)
        self.pause = pause


def post(url: str, body: bytes, headers: Mapping[str, str], *, is_private: bool) -> Answer:
    """What it answered; redirections are not followed, since they could lead anywhere.

    The name is looked up once and all of its addresses must be public, unless `is_private`; they are tried in turn.
    Behind a proxy that the environment names, that looks the name up again. Raises NotPosted.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not is_private:
        raise NotPosted("only https is called unless GOVDESK_WEBHOOK_PRIVATE allows more")
    found = _addresses(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    if not is_private and not all(_is_public(address) for address in found):
        raise NotPosted("its address is not public, and GOVDESK_WEBHOOK_PRIVATE does not allow that")
    named = {**headers, "Host": parts.netloc.rpartition("@")[2]}
    reason = "it has no address"
    for address in found:
        try:
            return _post_to(address, url, body, named)
        except requests.RequestException as error:
            reason = type(error).__name__  # its words hold the address
            if not isinstance(error, requests.ConnectionError):
                break
    raise NotPosted(reason)


class _Pinned(HTTPAdapter):
    """Connects to `address`, whatever the name in an URL leads to; the certificate must be that of the name."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        if select_proxy(request.url, proxies):
            return super().get_connection_with_tls_context(request, verify, proxies, cert)
        where, trusted = self.build_connection_pool_key_attributes(request, verify, cert)
        how: dict[str, Any] = dict(trusted)
        if where["scheme"] == "https":
            how |= {"server_hostname": where["host"], "assert_hostname": where["host"]}
        return self.poolmanager.connection_from_host(**{**where, "host": self._address}, pool_kwargs=how)


def _post_to(address: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    with requests.Session() as session:
        session.mount(f"{urlsplit(url).scheme}://", _Pinned(address))
        answer = session.post(
            url, data=body, headers=headers, timeout=SECONDS, allow_redirects=False, stream=True
        )  # what it says besides is not read
        return Answer(answer.status_code, answer.headers.get("Retry-After", ""))


def _addresses(host: str, port: int) -> list[str]:
    """All that the name has, of both families. Raises NotPosted."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise NotPosted("its name cannot be found") from None
    return list(dict.fromkeys(str(address[0]) for *_rest, address in found))


def _is_public(address: str) -> bool:
    """Also what an address of IPv6 stands for behind a gateway has to be."""
    return all(
        one.is_global and not one.is_multicast for one in _meant(ipaddress.ip_address(address.partition("%")[0]))
    )


def _meant(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> Iterator[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    yield address
    if isinstance(address, ipaddress.IPv6Address):
        if address in TRANSLATED:
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        for inner in (address.sixtofour, address.ipv4_mapped, *(address.teredo or ())):
            if inner is not None:
                yield inner
