"""The same directory as the directory's own tests use."""

from tests.directory.conftest import directory, door, ldap_settings, slapd  # noqa: F401 - fixtures
