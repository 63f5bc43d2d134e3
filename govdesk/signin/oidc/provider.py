"""The company's OpenID provider: where to send people, and who it says came back.

Authlib's own Flask client is not used: it keeps discovery for ever, asks for the keys again at every unknown one, and
leaves the list of signatures, the provider's name in the answer and the limits of a request to the caller.
"""

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Any, Generic, TypeVar
from urllib.parse import quote_plus

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from govdesk.settings import Settings
from govdesk.signin.oidc.attempts import Attempt
from govdesk.signin.oidc.line import ProviderUnreachable, open_line
from govdesk.signin.oidc.metadata import PATH, Metadata
from govdesk.signin.oidc.tokens import Expected, NotBelieved, UnknownKey, believed

CALLBACK = "/signin/oidc/callback"
SCOPE = "openid profile"
GOOD_FOR = timedelta(hours=1)
"""How long discovery and keys are believed before they are read again."""
KEYS_AGAIN_AFTER = timedelta(minutes=3)
"""An unknown key makes us look for new ones at most this often, whoever sends it."""
MOST_AT_ONCE = 4
"""Errands of one process at the same time: a provider that hangs must not take every thread with it."""
WAIT_SECONDS = 2

T = TypeVar("T")


@dataclass(frozen=True)
class _Kept(Generic[T]):
    value: T
    read_at: datetime

    def is_older_than(self, age: timedelta, now: datetime) -> bool:
        return now - self.read_at > age


class Provider:
    """One provider, as this installation is known to it."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.issuer = settings, settings.oidc_issuer
        self.redirect_uri = f"{settings.base_url}{CALLBACK}"
        self._lines = BoundedSemaphore(MOST_AT_ONCE)
        self._metadata: _Kept[Metadata] | None = None
        self._keys: _Kept[KeySet] | None = None

    def address_for(self, attempt: Attempt, *, now: datetime) -> str:
        """Where the browser goes to sign in. Raises ProviderUnreachable."""
        endpoint = self.metadata(now=now).authorization_endpoint
        with self._line(code_challenge_method="S256", redirect_uri=self.redirect_uri, scope=SCOPE) as line:
            address, _state = line.create_authorization_url(
                endpoint, state=attempt.state, code_verifier=attempt.verifier, nonce=attempt.nonce
            )
        return str(address)

    def claims_of(self, answer: Mapping[str, str], attempt: Attempt, *, now: datetime) -> dict[str, Any]:
        """Who came back with this answer, as proved by the provider: the claims of the ID token.

        Where they lack the claim that we match by, those of the user info endpoint are added. Raises NotBelieved or
        ProviderUnreachable.
        """
        metadata = self.metadata(now=now)
        _check_sender(answer, metadata)
        if error := answer.get("error"):
            raise NotBelieved(f"the provider answered {error[:100]!a}")
        token = self._redeem(answer.get("code", ""), attempt, metadata)
        claims = self._believed(token, attempt, metadata, now)
        if self.settings.oidc_claim not in claims and metadata.userinfo_endpoint:
            claims = {**self._more(metadata.userinfo_endpoint, token, claims["sub"]), **claims}
        return claims

    def metadata(self, *, now: datetime) -> Metadata:
        """The provider's own description, read at most once in `GOOD_FOR`. Raises ProviderUnreachable."""
        kept = self._metadata
        if kept is None or kept.is_older_than(GOOD_FOR, now):
            document = self._read(self.issuer.rstrip("/") + PATH)
            kept = self._metadata = _Kept(Metadata.of(document, self.issuer), now)
        return kept.value

    def _keys_of(self, metadata: Metadata, now: datetime, *, at_most: timedelta) -> KeySet:
        kept = self._keys
        if kept is None or kept.is_older_than(at_most, now):
            try:
                keys = KeySet.import_key_set(self._read(metadata.jwks_uri))
            except (JoseError, KeyError, TypeError, ValueError) as error:
                raise ProviderUnreachable(f"its keys cannot be used: {type(error).__name__}") from error
            kept = self._keys = _Kept(keys, now)
        return kept.value

    def _believed(self, token: dict[str, Any], attempt: Attempt, metadata: Metadata, now: datetime) -> dict[str, Any]:
        algorithms = metadata.id_token_signing_alg_values_supported
        expected = Expected(self.issuer, self.settings.oidc_client_id, attempt.nonce, algorithms)
        try:
            return believed(token, self._keys_of(metadata, now, at_most=GOOD_FOR), expected, now=now)
        except UnknownKey:
            keys = self._keys_of(metadata, now, at_most=KEYS_AGAIN_AFTER)
            return believed(token, keys, expected, now=now)

    def _redeem(self, code: str, attempt: Attempt, metadata: Metadata) -> dict[str, Any]:
        """The tokens for a code, which is worth something once, to us, and with the verifier."""
        secret = self.settings.oidc_client_secret.get_secret_value()
        offered = metadata.token_endpoint_auth_methods_supported
        is_posted = "client_secret_basic" not in offered and "client_secret_post" in offered
        way = ("client_secret_post" if is_posted else "client_secret_basic") if secret else "none"
        with self._line(client_secret=secret, token_endpoint_auth_method=way) as line:
            line.register_client_auth_method(("client_secret_basic", _basic))
            token: dict[str, Any] = line.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                redirect_uri=self.redirect_uri,
                code_verifier=attempt.verifier,
            )
        return token

    def _more(self, endpoint: str, token: dict[str, Any], subject: str) -> dict[str, Any]:
        """The claims of the user info endpoint, which have to be about the same person."""
        claims = self._read(endpoint, {"Authorization": f"Bearer {token.get('access_token', '')}"})
        if not isinstance(claims, dict) or claims.get("sub") != subject:
            raise NotBelieved("the user info is about somebody else")
        return claims

    def _read(self, address: str, headers: Mapping[str, str] | None = None) -> Any:
        with self._line() as line:
            answer = line.get(address, headers=headers, withhold_token=True)
            answer.raise_for_status()
            return answer.json()

    @contextmanager
    def _line(self, **client: Any) -> Iterator[OAuth2Session]:
        if not self._lines.acquire(timeout=WAIT_SECONDS):
            raise ProviderUnreachable(f"{MOST_AT_ONCE} errands wait for it already")
        try:
            with open_line(self.settings, client_id=self.settings.oidc_client_id, **client) as line:
                yield line
        except AuthlibBaseError as error:
            if error.error == "invalid_grant":
                raise NotBelieved("the provider does not take the code") from error
            raise ProviderUnreachable(f"it refuses us: {str(error.error)[:100]!a}") from error
        except (RequestException, ValueError) as error:
            raise ProviderUnreachable(f"{type(error).__name__}: {str(error)[:300]!a}") from error
        finally:
            self._lines.release()


def _check_sender(answer: Mapping[str, str], metadata: Metadata) -> None:
    """Whether the answer comes from this provider, where that can be told. Source: RFC 9207, 2.4."""
    sender = answer.get("iss")
    is_missing = sender is None and metadata.authorization_response_iss_parameter_supported
    if is_missing or (sender is not None and sender != metadata.issuer):
        raise NotBelieved("the answer comes from another provider")


def _basic(
    client: Any, _method: str, uri: str, headers: dict[str, str], body: Any
) -> tuple[str, dict[str, str], Any]:
    """Id and secret as RFC 6749, 2.3.1 wants them: each form-encoded first, which Authlib leaves out."""
    words = f"{quote_plus(client.client_id)}:{quote_plus(client.client_secret)}"
    headers["Authorization"] = f"Basic {base64.b64encode(words.encode()).decode()}"
    return uri, headers, body
