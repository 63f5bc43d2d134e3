"""One person, looked up by the service account: for whoever has proved elsewhere who they are."""

from collections.abc import Callable
from uuid import UUID

from ldap.filter import escape_filter_chars

from govdesk.directory.ldap.entries import PersonFacts, directory_id, person_facts
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.limits import SIGN_IN
from govdesk.directory.ldap.logins import can_be_login
from govdesk.directory.ldap.membership import groups_of
from govdesk.directory.ldap.server import DirectoryServer
from govdesk.directory.rules import login_key


class NobodyFits(Exception):
    """There is no such person, or none who may come in; the text is for the operator."""


def by_login(server: DirectoryServer, login: str) -> PersonFacts:
    """The one person with exactly this login. Raises NobodyFits or DirectoryUnreachable."""
    if not can_be_login(login):
        raise NobodyFits("no entry can have this login")
    attribute, wanted = server.meaning.login, login_key(login)
    # A directory may take for equal what we do not, such as letters with and without accents.
    return _one(
        server, attribute, escape_filter_chars(login), lambda entry: login_key(entry.text(attribute)) == wanted
    )


def by_id(server: DirectoryServer, identity: str) -> PersonFacts:
    """The one person with this immutable id, as canonical text. Raises NobodyFits or DirectoryUnreachable."""
    attribute = server.meaning.id
    return _one(
        server, attribute, _as_stored(attribute, identity), lambda entry: directory_id(entry, attribute) == identity
    )


def _one(server: DirectoryServer, attribute: str, value: str, fits: Callable[[Entry], bool]) -> PersonFacts:
    meaning, settings = server.meaning, server.settings
    with server.as_service(SIGN_IN) as line:
        wanted = f"(&{meaning.people}({attribute}={value}))"
        found = [entry for entry in line.search(settings.ldap_base_dn, wanted, meaning.attributes) if fits(entry)]
        if len(found) != 1:
            raise NobodyFits(f"{len(found)} entries have this {attribute}")
        facts = _facts(server, found[0])
        groups = groups_of(line, found[0], meaning, base=server.group_base, kind=settings.ldap_kind)
    return facts._replace(group_dns=groups)


def _facts(server: DirectoryServer, entry: Entry) -> PersonFacts:
    try:
        facts = person_facts(entry, server.meaning)
    except ValueError as error:
        raise NobodyFits(f"{entry.dn} cannot be used: {error}") from error
    if facts.is_disabled:
        raise NobodyFits(f"{facts.dn} is disabled in the directory")
    if facts.is_over(server.meaning.today):
        raise NobodyFits(f"the last day of {facts.dn} was {facts.leaves_on}")
    return facts


def _as_stored(attribute: str, identity: str) -> str:
    """An id as a filter wants it: Active Directory's is sixteen bytes, the first three parts little-endian."""
    if attribute.lower() != "objectguid":
        return str(escape_filter_chars(identity))
    try:
        return "".join(f"\\{byte:02x}" for byte in UUID(identity).bytes_le)
    except ValueError:
        raise NobodyFits("the id is no GUID") from None
