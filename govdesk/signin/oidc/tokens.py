"""Whether an ID token is to be believed. Source: OpenID Connect Core 1.0, 3.1.3.7."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
"""Signatures that only the provider can make: neither `none` nor a secret that is shared."""
LEEWAY_SECONDS = 60
"""How far the two clocks may be apart."""
LONGEST_SUBJECT = 255
"""The standard's own limit."""


class NotBelieved(Exception):
    """What came back proves nothing; the text is for the operator and holds nothing secret."""


class UnknownKey(NotBelieved):
    """Signed with a key that the provider had not published when we last looked."""


@dataclass(frozen=True)
class Expected:
    """What a token has to say to be for us."""

    issuer: str
    client_id: str
    nonce: str
    algorithms: tuple[str, ...]
    """Those that the provider announces."""


def believed(token: dict[str, Any], keys: KeySet, expected: Expected, *, now: datetime) -> dict[str, Any]:
    """The claims of the ID token in a token response. Raises NotBelieved."""
    written = token.get("id_token")
    if not isinstance(written, str):
        raise NotBelieved("the provider sent no ID token")
    registry = JWSRegistry(algorithms=sorted(ALGORITHMS.intersection(expected.algorithms)), strict_check_header=False)
    try:
        signed = jwt.decode(written, keys, registry=registry)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {"iss": {"value": expected.issuer}, "aud": {"value": expected.client_id}},
            {"nonce": expected.nonce, "client_id": expected.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except InvalidKeyIdError as error:
        raise UnknownKey("the ID token is signed with an unknown key") from error
    except (JoseError, ValueError, TypeError) as error:
        raise NotBelieved(f"the ID token does not hold: {_why(error)}") from error
    if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise NotBelieved("the ID token names no usable subject")
    return dict(claims)


def _why(error: Exception) -> str:
    """What is wrong, in no words of whoever wrote the token."""
    if isinstance(error, ClaimError):
        return f"{error.error} {error.claim}"
    return error.error if isinstance(error, JoseError) else type(error).__name__
