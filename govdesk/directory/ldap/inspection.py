"""What a server has for Govdesk, looked at with the rights of the service account."""

from collections.abc import Callable, Iterator
from itertools import islice

import ldap

from govdesk.access import Role
from govdesk.directory.company import Company
from govdesk.directory.ldap.entries import directory_id
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.limits import Deadline
from govdesk.directory.ldap.line import Line
from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.ldap.membership import GROUPS
from govdesk.directory.ldap.reasons import why
from govdesk.directory.ldap.steps import Step, failed, fine, worrying
from govdesk.settings import LdapKind

COUNTING_SECONDS = 8
SAMPLE = 3
PAGED = "1.2.840.113556.1.4.319"
"""The control by which a server gives a large answer in pages. Source: RFC 2696."""
_ACTIVE_DIRECTORY = "1.2.840.113556.1.4.800"
"""A capability that only Active Directory, and Samba in its place, has."""


def inspect(line: Line, company: Company) -> Iterator[Step]:
    """Kind, base, people, attributes and groups. Ends early where nothing more can be said."""
    looks: list[Callable[[Line, Company], Iterator[Step]]] = [_kind, _base, _people, _groups]
    for look in looks:
        try:
            found = list(look(line, company))
        except (ldap.LDAPError, TimeoutError) as error:
            yield failed("Reading", why(error))
            return
        yield from found
        if look is _base and any(step.state == "failed" for step in found):
            return


def _kind(line: Line, company: Company) -> Iterator[Step]:
    root = line.entry("", ["vendorName", "supportedCapabilities", "supportedControl", "objectClass"])
    if root is None:
        return
    said, seen = company.server.settings.ldap_kind, _seen_kind(root)
    if seen is not None and seen is not said:
        yield worrying("Kind of server", f"it looks like {seen}; GOVDESK_LDAP_KIND says {said}")
    if PAGED not in root.texts("supportedControl"):
        yield worrying("Pages", "the server gives no large answers in pages: people past its size limit are not seen")


def _seen_kind(root: Entry) -> LdapKind | None:
    if _ACTIVE_DIRECTORY in root.texts("supportedCapabilities"):
        return LdapKind.AD
    if "389" in root.text("vendorName"):
        return LdapKind.DIRSRV
    return LdapKind.OPENLDAP if "OpenLDAProotDSE" in root.texts("objectClass") else None


def _base(line: Line, company: Company) -> Iterator[Step]:
    base = company.server.settings.ldap_base_dn
    if base and line.entry(base, ["1.1"]) is not None:
        yield fine("Base", base)
        return
    root = line.entry("", ["namingContexts"])
    known = ", ".join(root.texts("namingContexts")) if root else ""
    told = f"; the server holds {known}" if known else ""
    yield failed("Base", f"GOVDESK_LDAP_BASE_DN names nothing that the service account may read: {base!r}{told}")


def _people(line: Line, company: Company) -> Iterator[Step]:
    meaning, base = company.server.meaning, company.server.settings.ldap_base_dn
    first: list[Entry] = []
    pages, count = line.pages(base, meaning.people, meaning.attributes), 0
    deadline, more = Deadline(COUNTING_SECONDS), ""
    try:
        for page in pages:
            first, count = first or page, count + len(page)
            if deadline.is_over:
                more = "more than "
                break
    except ldap.LDAPError as error:
        yield failed("People", f"after {count} people: {why(error)}" if count else why(error))
        return
    if not count:
        yield failed("People", _nobody(meaning))
        return
    yield fine("People", f"{more}{count} below {base}, such as {', '.join(_samples(first, meaning))}")
    yield from _attributes(first, meaning)


def _nobody(meaning: Meaning) -> str:
    return (
        f"nobody is found by {meaning.people}; may the service account read people, is GOVDESK_LDAP_KIND right, "
        "or does directory.yml need another `people`?"
    )


def _samples(page: list[Entry], meaning: Meaning) -> list[str]:
    return [f"{entry.text(meaning.login)} ({entry.text(*meaning.name)})" for entry in islice(page, SAMPLE)]


def _attributes(page: list[Entry], meaning: Meaning) -> Iterator[Step]:
    """Whether what a person cannot do without is there, told by the first page."""
    readers: dict[str, tuple[str, Callable[[Entry], object]]] = {
        "login": (meaning.login, lambda entry: entry.text(meaning.login)),
        "id": (meaning.id, lambda entry: directory_id(entry, meaning.id)),
        "name": (", ".join(meaning.name), lambda entry: entry.text(*meaning.name)),
        "mail": (meaning.mail, lambda entry: entry.mail(meaning.mail)),
        "department": (", ".join(meaning.department), lambda entry: entry.text(*meaning.department)),
    }
    for key, (attribute, read) in readers.items():
        name, lacking = f"Attribute for {key}", sum(not read(entry) for entry in page)
        if lacking == len(page) and key in ("login", "id"):
            yield failed(
                name, f"no entry has {attribute}; is GOVDESK_LDAP_KIND right, or `{key}` in directory.yml wrong?"
            )
        elif lacking == len(page):
            yield worrying(name, f"no entry has {attribute}; name another as `{key}` in directory.yml")
        elif lacking:
            yield worrying(name, f"{lacking} of {len(page)} entries have no {attribute}")
        else:
            yield fine(name, attribute)


def _groups(line: Line, company: Company) -> Iterator[Step]:
    if Role.ADMIN not in {role for roles in company.roles.groups.values() for role in roles}:
        yield worrying("Roles", "roles.yml gives no group the role admin: nobody administers Govdesk")
    if (heads := company.server.meaning.heads) and line.entry(heads, ["1.1"]) is None:
        yield worrying(f"Group {heads}", "directory.yml names it as `heads`, but there is no such group")
    for dn, roles in company.roles.groups.items():
        name, given = f"Group {dn}", ", ".join(roles)
        try:
            is_there = bool(line.search(dn, GROUPS, ["1.1"], scope=ldap.SCOPE_BASE))
        except (ldap.NO_SUCH_OBJECT, ldap.INVALID_DN_SYNTAX):
            is_there = False
        if is_there:
            yield fine(name, f"gives the role {given}")
        else:
            yield worrying(name, f"roles.yml gives it the role {given}, but there is no such group: nobody gets it")
