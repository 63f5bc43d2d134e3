"""Which person a claim stands for: somebody the directory knows, found by login or id, never by mail or name."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.directory.actions.people import keep_person
from govdesk.directory.company import Company
from govdesk.directory.ldap.entries import PersonFacts, person_facts
from govdesk.directory.ldap.server import DirectoryServer
from govdesk.directory.models import Person, PersonState
from govdesk.directory.queries import active_by_login
from govdesk.directory.rules import LONGEST_LOGIN, login_key
from govdesk.settings import OidcMatch
from govdesk.signin.oidc.tokens import NotBelieved


def text_of(claims: dict[str, Any], name: str) -> str:
    """The claim that people are matched by. Raises NotBelieved when there is no usable one."""
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_LOGIN or not value.isprintable():
        raise NotBelieved(f"the provider sent no usable claim {name!a}")
    return value.strip()


def known_as(session: Session, value: str, matches: OidcMatch) -> Person | None:
    """The active person whose row fits the claim exactly; None when nobody's does."""
    if matches is OidcMatch.LOGIN:
        return active_by_login(session, value)
    return session.scalar(
        select(Person).where(Person.directory_id == value.lower(), Person.state == PersonState.ACTIVE)
    )


def entry_of(server: DirectoryServer, login: str) -> PersonFacts:
    """What the directory says of the one entry with exactly this login; nobody signs in there for it.

    Raises NotBelieved when it does not let this person in, DirectoryUnreachable when it does not answer.
    """
    found = server.find(login)
    if len(found) != 1:
        raise NotBelieved(f"{len(found)} entries have this login")
    try:
        facts = person_facts(found[0], server.meaning)
    except ValueError as error:
        raise NotBelieved(f"{found[0].dn} cannot be used: {error}") from error
    # A directory may take for equal what we do not, such as letters with and without accents.
    if login_key(facts.login) != login_key(login):
        raise NotBelieved(f"{facts.dn} has another login")
    if facts.is_disabled:
        raise NotBelieved(f"{facts.dn} is disabled in the directory")
    return facts


def person_of(
    session: Session, company: Company, facts: PersonFacts, directory_id: str | None, *, now: datetime, tz: ZoneInfo
) -> Person:
    """The row of an entry, brought up to date as at any other sign-in. Raises NotBelieved.

    With `directory_id`, the entry has to be the one with this id.
    """
    if directory_id is not None and facts.directory_id != directory_id:
        raise NotBelieved(f"{facts.dn} is somebody else's; the next synchronisation will tell whose")
    person, _changed = keep_person(session, facts, company.roles, now=now, today=clock.local_date(now, tz))
    return person
