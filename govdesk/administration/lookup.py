"""What the directory says of one login: the entry, its groups, and the roles that follow. Without a password."""

from dataclasses import dataclass

import ldap

from govdesk.directory.company import Company
from govdesk.directory.ldap.authentication import locate
from govdesk.directory.ldap.entries import PersonFacts, person_facts
from govdesk.directory.ldap.limits import SIGN_IN
from govdesk.directory.ldap.membership import groups_of
from govdesk.directory.ldap.names import dn_key
from govdesk.directory.ldap.reasons import why
from govdesk.directory.ldap.server import DirectoryUnreachable


@dataclass(frozen=True)
class LookedUp:
    """An entry and what would follow from it here; or, in `fault`, why there is nothing to tell."""

    login: str
    """As it was typed."""
    facts: PersonFacts | None = None
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Each group, direct or nested, and the roles it gives."""
    fault: str = ""
    """For operators; without a full stop."""


def look_up(company: Company, login: str) -> LookedUp:
    """Ask once, as the service account; takes seconds at most."""
    try:
        return _looked_up(company, login)
    except DirectoryUnreachable as error:
        return LookedUp(login, fault=f"The directory cannot be used: {error}")
    except (ldap.LDAPError, ValueError) as error:
        return LookedUp(login, fault=f"The entry cannot be used: {why(error)}")


def _looked_up(company: Company, login: str) -> LookedUp:
    server = company.server
    if server.meaning.bind_as:
        return LookedUp(login, fault="directory.yml sets `bind_as`: people are not searched before they sign in")
    located = locate(server, login)
    if located.entry is None:
        return LookedUp(login, fault=located.detail)
    facts, settings = person_facts(located.entry, server.meaning), server.settings
    with server.as_service(SIGN_IN) as line:
        found = groups_of(line, located.entry, server.meaning, base=settings.ldap_base_dn, kind=settings.ldap_kind)
    roles = {dn_key(dn): tuple(role.label for role in given) for dn, given in company.roles.groups.items()}
    groups = [(dn, roles.get(dn_key(dn), ())) for dn in found]
    # Those that give a role first: they are what is looked for.
    return LookedUp(login, facts, tuple(sorted(groups, key=lambda group: (not group[1], group[0].casefold()))))
