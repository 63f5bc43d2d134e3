"""Where the directory servers are: what GOVDESK_LDAP_URI means, down to single addresses."""

import socket
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import unquote, urlsplit

from govdesk.directory.ldap.endpoint import Endpoint, Sealing
from govdesk.settings import LdapTls


def endpoints(uri: str, tls: LdapTls, seconds: float) -> list[Endpoint]:
    """All addresses of one server, in the order to try them. Raises OSError when its name leads nowhere."""
    if uri.startswith("ldapi:"):
        path = unquote(uri.removeprefix("ldapi://").rstrip("/"))
        return [Endpoint(uri, path, path, 0, Sealing.NONE)]
    parts = urlsplit(uri)
    host, sealing = parts.hostname or "localhost", _sealing(parts.scheme, tls)
    port = parts.port or (636 if sealing is Sealing.LDAPS else 389)
    return [Endpoint(uri, host, address, port, sealing) for address in _addresses(host, port, seconds)]


def _sealing(scheme: str, tls: LdapTls) -> Sealing:
    if scheme == "ldaps":
        return Sealing.LDAPS
    return Sealing.START_TLS if tls is LdapTls.DEMAND else Sealing.NONE


def _addresses(host: str, port: int, seconds: float) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:
        return _looked_up(host, port, seconds)


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """Addresses of a name, in time: the resolver has no limit that could be set, so it works in a thread."""
    answers: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(address[0]) for *_rest, address in found)))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else socket.gaierror(str(error)))

    Thread(target=look_up, name="look up a directory server", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise socket.gaierror("the name servers do not answer") from None
    if isinstance(answer, OSError):
        raise answer
    return answer
