"""What the provider's discovery document says of it. Source: OpenID Connect Discovery 1.0, 3 and 4.3."""

from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from govdesk.settings import is_on_this_machine
from govdesk.signin.oidc.line import ProviderUnreachable

PATH = "/.well-known/openid-configuration"


class Metadata(BaseModel):
    """The parts of the document that we act on; defaults are those of the standard."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False

    @classmethod
    def of(cls, document: Any, issuer: str) -> "Metadata":
        """The document of exactly this issuer. Raises ProviderUnreachable."""
        try:
            found = cls.model_validate(document)
        except ValidationError as error:
            wrong = ", ".join(sorted({".".join(map(str, one["loc"])) or "all of it" for one in error.errors()}))
            raise ProviderUnreachable(f"its discovery document cannot be used: {wrong}") from None
        if found.issuer != issuer:
            raise ProviderUnreachable(f"it calls itself {found.issuer!a}, not {issuer!a} as GOVDESK_OIDC_ISSUER says")
        for endpoint in found.endpoints:
            if not _is_safe(endpoint, issuer):
                raise ProviderUnreachable(f"its endpoint {endpoint!a} is not reached over https")
        return found

    @property
    def endpoints(self) -> list[str]:
        named = (self.authorization_endpoint, self.token_endpoint, self.jwks_uri, self.userinfo_endpoint)
        return [endpoint for endpoint in named if endpoint is not None]


def _is_safe(endpoint: str, issuer: str) -> bool:
    try:
        parts = urlsplit(endpoint)
    except ValueError:
        return False
    if not endpoint.isascii() or not endpoint.isprintable() or not parts.hostname:
        return False
    return parts.scheme == "https" or (
        issuer.startswith("http:") and parts.scheme == "http" and is_on_this_machine(parts.hostname)
    )
