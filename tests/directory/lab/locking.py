"""Locking an account as it happens: by too many wrong passwords, which only the server itself can count."""

import contextlib
from collections.abc import Mapping

import ldap

from tests.servers.directory import connect


def lock(settings: Mapping[str, str], dn: str, tries: int) -> None:
    connection = connect(settings)
    for _ in range(tries):
        with contextlib.suppress(ldap.INVALID_CREDENTIALS):
            connection.simple_bind_s(dn, "not the password")
    connection.unbind_s()
