"""The same directory as the directory's own tests use."""

from tests.directory.conftest import directory, door, ldap_settings, own_policies, slapd  # noqa: F401 - fixtures
from tests.signin.oidc_fixtures import at_forger, forged_settings, forger  # noqa: F401 - likewise
