"""Talking to a private directory as a person or as the service account would."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ldap

BASE = "dc=commerce,dc=example"
COMMERCE = f"ou=Department of Commerce,ou=people,{BASE}"
GRACE = f"uid=grace,{COMMERCE}"
LARS = f"uid=lars,ou=National Oceanic and Atmospheric Administration (NOAA),ou=people,{BASE}"


def connect(settings: Mapping[str, str], *, authority: Path | None = None, encrypt: bool = True) -> Any:
    connection = ldap.initialize(settings["GOVDESK_LDAP_URI"])
    connection.timeout = 5
    connection.set_option(ldap.OPT_X_TLS_CACERTFILE, str(authority or settings["GOVDESK_LDAP_CA_FILE"]))
    connection.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
    connection.set_option(ldap.OPT_X_TLS_NEWCTX, 0)  # Last: it makes the options above count.
    if encrypt:
        connection.start_tls_s()
    return connection


def as_service(settings: Mapping[str, str]) -> Any:
    connection = connect(settings)
    connection.simple_bind_s(settings["GOVDESK_LDAP_BIND_DN"], settings["GOVDESK_LDAP_BIND_PASSWORD"])
    return connection


def search(connection: Any, text: str, *fields: str) -> list[tuple[str, dict[str, list[bytes]]]]:
    found: list[tuple[str, dict[str, list[bytes]]]] = connection.search_s(
        BASE, ldap.SCOPE_SUBTREE, text, list(fields) or None
    )
    return found
