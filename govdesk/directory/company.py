"""The directory as this installation has it: its servers, and what its attributes and groups mean."""

import logging
from dataclasses import dataclass

from govdesk.directory.ldap.meaning import Meaning, RoleMap
from govdesk.directory.ldap.names import common_base
from govdesk.directory.ldap.server import DirectoryServer
from govdesk.files import PolicyFiles
from govdesk.settings import LdapTls, Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Company:
    """What sign-in and synchronisation need."""

    server: DirectoryServer
    roles: RoleMap

    @classmethod
    def of(cls, settings: Settings) -> "Company":
        """Read the files that give the directory its meaning. Raises FileError."""
        files = PolicyFiles(settings.policies)
        if not settings.ldap_uri:
            log.warning("GOVDESK_LDAP_URI is not set: nobody can sign in")
        elif settings.ldap_tls is LdapTls.OFF:
            log.warning("GOVDESK_LDAP_TLS=off: PASSWORDS TRAVEL IN CLEAR to the directory")
        roles = RoleMap.read(files, settings.ldap_base_dn)
        group_base = common_base([settings.ldap_base_dn, *roles.groups])
        meaning = Meaning.read(files, settings.ldap_kind).in_office_time(settings.timezone)
        meaning = meaning.below(settings.ldap_base_dn)
        return cls(DirectoryServer(settings, meaning, group_base), roles)
