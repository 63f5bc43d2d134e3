"""Which proxies may say where a request really came from."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

Wsgi = Callable[..., Any]


class TrustedProxies:
    """Sends requests from known proxies through `believing`, all others through `plain`.

    So a forwarded header counts only when the connection itself comes from a proxy the operator named.
    """

    def __init__(self, plain: Wsgi, believing: Wsgi, networks: Iterable[IPv4Network | IPv6Network]) -> None:
        self.plain, self.believing, self.networks = plain, believing, tuple(networks)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        chosen = self.believing if self._is_known(environ.get("REMOTE_ADDR", "")) else self.plain
        return chosen(environ, start_response)

    def _is_known(self, address: str) -> bool:
        try:
            client = ip_address(address)
        except ValueError:
            return False
        if isinstance(client, IPv6Address):
            client = client.ipv4_mapped or client  # how IPv4 comes to a server that listens on ::
        return any(client in network for network in self.networks)
