"""Which person a claim stands for: somebody the directory knows, found by login or id, never by mail or name."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.directory.ldap.entries import PersonFacts
from govdesk.directory.ldap.lookup import NobodyFits, by_id, by_login
from govdesk.directory.ldap.server import DirectoryServer
from govdesk.directory.models import Person, PersonState
from govdesk.directory.queries import active_by_login
from govdesk.directory.rules import LONGEST_LOGIN
from govdesk.settings import OidcMatch
from govdesk.signin.oidc.tokens import NotBelieved


def value_of(claims: dict[str, Any], name: str, matches: OidcMatch) -> str:
    """The claim that people are matched by, as the directory writes it. Raises NotBelieved."""
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_LOGIN or not value.isprintable():
        raise NotBelieved(f"the provider sent no usable claim {name!a}")
    return value.strip() if matches is OidcMatch.LOGIN else value.strip().lower()


def in_directory(server: DirectoryServer, value: str, matches: OidcMatch) -> PersonFacts:
    """What the directory says of the one whom the claim names. Raises NotBelieved or DirectoryUnreachable."""
    try:
        return by_login(server, value) if matches is OidcMatch.LOGIN else by_id(server, value)
    except NobodyFits as refusal:
        raise NotBelieved(str(refusal)) from refusal


def in_rows(session: Session, value: str, matches: OidcMatch) -> Person:
    """The active person whose row fits the claim exactly. Raises NotBelieved."""
    if matches is OidcMatch.LOGIN:
        found = active_by_login(session, value)
    else:
        found = session.scalar(select(Person).where(Person.directory_id == value, Person.state == PersonState.ACTIVE))
    if found is None:
        raise NotBelieved("nobody active is known by this claim")
    return found
