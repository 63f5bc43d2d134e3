"""What python-ldap alone needs to read everybody in pages, keeping nothing: the floor of a synchronisation.

`python -m tools.bench.raw`, in a process of its own with the settings of the directory in its environment.
"""

import time

import ldap
from ldap.controls import SimplePagedResultsControl
from ldap.ldapobject import SimpleLDAPObject

from govdesk.directory.ldap.meaning import Meaning
from govdesk.files import PolicyFiles
from govdesk.settings import Settings

PAGE = 1000


def connected(settings: Settings) -> SimpleLDAPObject:
    """libldap with its own TLS."""
    connection = ldap.initialize(settings.ldap_uri[0])
    connection.set_option(ldap.OPT_X_TLS_CACERTFILE, str(settings.ldap_ca_file))
    connection.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
    connection.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
    connection.start_tls_s()
    return connection


def as_service(settings: Settings) -> SimpleLDAPObject:
    connection = connected(settings)
    connection.simple_bind_s(settings.ldap_bind_dn, settings.ldap_bind_password.get_secret_value())
    return connection


def main() -> None:
    settings = Settings.read()
    meaning = Meaning.read(PolicyFiles(), settings.ldap_kind)
    wanted = [*meaning.own_attributes, "modifyTimestamp"]
    began = time.perf_counter()
    connection, control = as_service(settings), SimplePagedResultsControl(True, size=PAGE, cookie="")
    while True:
        message = connection.search_ext(
            settings.ldap_base_dn, ldap.SCOPE_SUBTREE, meaning.people, wanted, serverctrls=[control]
        )
        *_found, controls = connection.result3(message)
        control.cookie = next(c.cookie for c in controls if c.controlType == control.controlType)
        if not control.cookie:
            break
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
