"""The settings of one installation, read once from the environment; a wrong one stops the start and is named."""

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from ldap.dn import is_dn
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from govdesk.complaints import complaint

PREFIX = "GOVDESK_"
ELSEWHERE = {"GOVDESK_VAR", "GOVDESK_TEST_DATABASE_URL"}
"""Names with our prefix that other programs of the project read."""
CHATS = {
    "discord",
    "gchat",
    "matrix",
    "matrixs",
    "mmost",
    "mmosts",
    "msteams",
    "rocket",
    "rockets",
    "slack",
    "tgram",
    "webexteams",
    "workflows",
    "zulip",
}
"""Of Apprise's many services, those that are rooms people work in; others could be made to reach any address."""
_MAIL_ADDRESS = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+")


class SettingsError(Exception):
    """The settings cannot be used; the text names each wrong one and says why."""


class LdapKind(StrEnum):
    OPENLDAP = "openldap"
    AD = "ad"
    DIRSRV = "389ds"


class LdapTls(StrEnum):
    DEMAND = "demand"
    OFF = "off"


class OidcMatch(StrEnum):
    """What of a person a token's claim is compared with."""

    LOGIN = "login"
    ID = "id"
    """The directory's immutable id."""


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


def database_address(url: str) -> URL:
    """A database's address for SQLAlchemy, which wants several hosts in the query.

    `postgresql://u:p@one:5432,two:5432/name`. Raises ValueError or ArgumentError when it is none.
    """
    scheme, _, rest = url.partition("://")
    netloc, slash, path = rest.partition("/")
    credentials, at, hosts = netloc.rpartition("@")
    if scheme.startswith("sqlite") or "," not in hosts:
        return make_url(url)
    one = make_url(f"{scheme}://{credentials}{at}{slash}{path}")
    return one.update_query_dict({"host": tuple(hosts.split(","))}, append=True)


def _server(value: str, *schemes: str) -> SplitResult | None:
    """The parts of an address with one of these schemes and a host; None when it is not one."""
    try:
        parts = urlsplit(value)
        has_host = bool(parts.hostname) and (parts.port or 1) > 0  # a port that is no number raises
    except ValueError:
        return None
    return parts if parts.scheme in schemes and has_host else None


def is_on_this_machine(host: str) -> bool:
    """Whether nothing sent to this host leaves the machine."""
    return host in ("localhost", "127.0.0.1", "::1")


def _words(value: Any) -> Any:
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _zone(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (OSError, LookupError, ValueError) as error:
        raise ValueError("is not a time zone such as Europe/Vienna") from error


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_words)]


class Settings(BaseModel):
    """One installation's settings; each name is `GOVDESK_` and the field in capitals."""

    model_config = ConfigDict(frozen=True, extra="ignore", arbitrary_types_allowed=True)

    database_url: str
    """`sqlite:///path` or `postgresql://…`; PostgreSQL may name several hosts, separated by commas."""
    secret_key: SecretStr
    """Signs cookies. At least 16 characters, kept to this installation."""
    base_url: str | None = None
    """The address people use, such as `https://govdesk.example.org`; links in mails start with it."""
    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("UTC")
    """Office time: due days begin and end in it."""
    policies: Path | None = None
    """The organisation's own folder, laid over the shipped `policies/` file by file."""
    ldap_uri: Words = ()
    """The company directory, several servers allowed; without it nobody can sign in."""
    ldap_base_dn: str = ""
    ldap_bind_dn: str = ""
    ldap_bind_password: SecretStr = SecretStr("")
    ldap_tls: LdapTls = LdapTls.DEMAND
    ldap_ca_file: Path | None = None
    ldap_kind: LdapKind = LdapKind.OPENLDAP
    oidc_issuer: str = ""
    """The company's OpenID provider, written exactly as it calls itself; without it there is one door only."""
    oidc_client_id: str = Field(default="", validate_default=True)
    oidc_client_secret: SecretStr = SecretStr("")
    """Empty for a client without one."""
    oidc_claim: str = "preferred_username"
    """What the provider's token calls the value that `oidc_matches` compares."""
    oidc_matches: OidcMatch = OidcMatch.LOGIN
    oidc_label: str = ""
    """What the button calls the provider; its host when empty."""
    oidc_ca_file: Path | None = None
    smtp_url: str | None = None
    """`smtp://[user:password@]host[:port]` (StartTLS where offered) or `smtps://…`; without it mail waits."""
    smtp_ca_file: Path | None = None
    """Whose certificates a mail server may show, where they are not those the system knows."""
    mail_from: str = "govdesk@localhost"
    bounces_to: str = ""
    """Where mail servers send what cannot be delivered (the envelope's sender); `mail_from` when empty."""
    webhook_url: SecretStr = SecretStr("")
    """Where each notice is announced to another program; it may hold a secret, so it is never shown."""
    webhook_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    """Signs what is sent there (Standard Webhooks); `whsec_…` or any text of 16 characters and more."""
    webhook_private: bool = False
    """Whether that may be http and an address that is not public."""
    chat_urls: SecretStr = SecretStr("")
    """Apprise addresses of chat rooms, separated by blanks; each holds its secret, so they are never shown."""
    public_contact: str | None = None
    """Where anybody may ask about an account: a mail address or a page, told on `/verify` and in trust.txt."""
    log: LogFormat = LogFormat.TEXT
    trusted_proxies: Networks = ()
    """Addresses whose `X-Forwarded-…` headers count."""
    dev_mail: Path | None = None
    """Folder of a local mail sink, shown at `/dev/mail`; for `make run` only."""

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value.partition(":")[0].partition("+")[0] not in ("sqlite", "postgresql"):
            raise ValueError("must start with sqlite:/// or postgresql://")
        try:
            database_address(value).get_dialect()
        except (SQLAlchemyError, ValueError) as error:
            raise ValueError("is not an address such as postgresql://user:password@host:5432/name") from error
        return value

    @field_validator("base_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        parts = _server(value, "http", "https")
        if parts is None or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError("must be an address such as https://govdesk.example.org, without a path")
        return value.rstrip("/")

    @field_validator("ldap_uri")
    @classmethod
    def _ldap_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for uri in value:
            if not uri.startswith("ldapi://") and _server(uri, "ldap", "ldaps") is None:
                raise ValueError("must look like ldaps://ldap.example.org or ldap://ldap.example.org:389")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        if _server(value, "smtp", "smtps") is None:
            raise ValueError("must look like smtp://mail.example.org:25")
        return value

    @field_validator("mail_from", "bounces_to")
    @classmethod
    def _mail_address(cls, value: str) -> str:
        if not _MAIL_ADDRESS.fullmatch(value):
            raise ValueError("must be a mail address such as govdesk@example.org")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and _server(value.get_secret_value(), "http", "https") is None:
            raise ValueError("must be an address such as https://hooks.example.org/govdesk")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _signed(cls, value: SecretStr, others: ValidationInfo) -> SecretStr:
        url = others.data.get("webhook_url")
        if url and url.get_secret_value() and len(value.get_secret_value()) < 16:
            raise ValueError("must have at least 16 characters; GOVDESK_WEBHOOK_URL needs it")
        return value

    @field_validator("chat_urls")
    @classmethod
    def _chats(cls, value: SecretStr) -> SecretStr:
        for url in value.get_secret_value().split():
            if url.partition("://")[0] not in CHATS:
                raise ValueError(f"knows only addresses that start with {', '.join(sorted(CHATS))} and ://")
        return value

    @field_validator("public_contact")
    @classmethod
    def _mail_address_or_page(cls, value: str) -> str:
        is_page = _server(value, "https") is not None and not re.search(r"[\s<>\"]", value)
        if not is_page and not _MAIL_ADDRESS.fullmatch(value):
            raise ValueError("must be a mail address such as press@example.org, or a page that starts with https://")
        return value

    @field_validator("secret_key")
    @classmethod
    def _no_blank_key(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value().strip()) < 16:
            raise ValueError("must have at least 16 characters; openssl rand -base64 48 makes a good one")
        return value

    @field_validator("ldap_base_dn")
    @classmethod
    def _is_name(cls, value: str) -> str:
        if not is_dn(value):
            raise ValueError("must be a distinguished name such as dc=example,dc=org")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _provider(cls, value: str, others: ValidationInfo) -> str:
        parts = _server(value, "http", "https")
        if parts is None or parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError("must be an address such as https://login.example.org, as the provider writes it")
        if parts.scheme == "http" and not is_on_this_machine(parts.hostname or ""):
            raise ValueError("must start with https://, except on this machine")
        if others.data.get("base_url", "") is None:
            raise ValueError("needs GOVDESK_BASE_URL, which is not set")
        return value

    @field_validator("oidc_client_id", "oidc_client_secret", "oidc_label", "oidc_ca_file")
    @classmethod
    def _with_provider(cls, value: Any, others: ValidationInfo) -> Any:
        # A wrong provider is told already, and is then not among the others.
        if value and others.data.get("oidc_issuer") == "":
            raise ValueError("is of no use without GOVDESK_OIDC_ISSUER, which is not set")
        if others.field_name == "oidc_client_id" and not value and others.data.get("oidc_issuer"):
            raise ValueError("is not set; GOVDESK_OIDC_ISSUER needs it")
        return value

    @field_validator("ldap_ca_file", "oidc_ca_file", "smtp_ca_file")
    @classmethod
    def _is_file(cls, value: Path) -> Path:
        if not value.is_file():
            raise ValueError(f"names {value}, which is not a file")
        return value

    @field_validator("policies")
    @classmethod
    def _is_folder(cls, value: Path) -> Path:
        if not value.is_dir():
            raise ValueError(f"names {value}, which is not a folder")
        return value

    @property
    def envelope_from(self) -> str:
        """The sender that mail servers answer to."""
        return self.bounces_to or self.mail_from

    @property
    def oidc_name(self) -> str:
        """What people read on the button; "" where there is no provider."""
        return self.oidc_label or urlsplit(self.oidc_issuer).hostname or ""

    @property
    def is_https(self) -> bool:
        return (self.base_url or "").startswith("https:")

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Self:
        """The settings in `environ` (default: the process's); a value may stand in a file named by `…_FILE`
        instead, never in both.

        Raises SettingsError naming every wrong or missing setting; values are never repeated.
        """
        values = _from_environment(os.environ if environ is None else environ)
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise SettingsError("\n".join(_sentence(e) for e in error.errors())) from None


def unknown_settings(environ: Mapping[str, str]) -> list[str]:
    """Names with our prefix that mean nothing to this version: most often a slip of the pen."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known} | ELSEWHERE
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for field in Settings.model_fields:
        name = PREFIX + field.upper()
        value, path = environ.get(name, ""), environ.get(f"{name}_FILE", "")
        if value and path:
            raise SettingsError(f"{name} and {name}_FILE are both set: which one counts? Take one of them away.")
        if value or path:
            values[field] = value or _content(path, f"{name}_FILE")
    return values


def _content(path: str, name: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name} names a file that cannot be read: {path}") from error


def _sentence(error: Any) -> str:
    name = PREFIX + str(error["loc"][0]).upper()
    if error["type"] == "missing":
        return f"{name} is not set; it is required."
    return f"{name}: {complaint(error)}."
