"""One errand to the provider: verified TLS, no redirects, no cookies, a few seconds, a small answer."""

import ssl
import time
from collections.abc import Iterator
from typing import Any

from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as LineError
from requests.utils import get_environ_proxies

from govdesk.settings import Settings

CONNECT_SECONDS = 3
SILENCE_SECONDS = 4
"""How long the provider may say nothing."""
ANSWER_SECONDS = 8
"""How long it may take to say all, however steadily it drips."""
LARGEST_ANSWER = 512 * 1024
PIECE = 64 * 1024


class ProviderUnreachable(Exception):
    """The provider does not answer, or not as one that can be used; the text is for the operator."""


def open_line(settings: Settings, **client: Any) -> OAuth2Session:
    """A client for one errand, to be closed after it. It asks as nobody unless `client` says who we are."""
    # Nothing of the machine's own settings but its proxies: no .netrc, no other authority.
    session = OAuth2Session(**client, trust_env=False, max_redirects=0)
    session.headers["Accept-Encoding"] = "identity"
    bounded = _Bounded(_authority(settings))
    session.mount("https://", bounded)
    session.mount("http://", bounded)
    return session


def _authority(settings: Settings) -> str | bool:
    """Whose certificates count: the file of the settings, else the system's."""
    system = ssl.get_default_verify_paths()
    return str(settings.oidc_ca_file or system.cafile or system.capath or "") or True


class _Bounded(HTTPAdapter):
    """Gives every request the same limits, whoever makes it."""

    def __init__(self, authority: str | bool) -> None:
        super().__init__()
        self._authority = authority

    def send(self, request: PreparedRequest, **_others: Any) -> Response:  # type: ignore[override] # ours count
        until = time.monotonic() + ANSWER_SECONDS
        response = super().send(
            request,
            stream=True,
            timeout=(CONNECT_SECONDS, SILENCE_SECONDS),
            verify=self._authority,
            proxies=get_environ_proxies(request.url or ""),
        )
        response.raw = _Body(response.raw, until)
        return response


class _Body:
    """The body of an answer, which ends in an error when it is too long or too slow."""

    def __init__(self, raw: Any, until: float) -> None:
        self._raw, self._until = raw, until

    def stream(self, _size: int, decode_content: bool) -> Iterator[bytes]:
        """What requests reads a body by."""
        seen = 0
        while piece := self._raw.read1(PIECE, decode_content=decode_content):
            seen += len(piece)
            if seen > LARGEST_ANSWER or time.monotonic() > self._until:
                raise LineError("its answer is too long or too slow")
            yield piece

    def close(self) -> None:
        self._raw.close()

    def release_conn(self) -> None:
        self._raw.release_conn()
