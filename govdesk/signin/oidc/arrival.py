"""From claims that are believed to a session: what the directory says of the person counts, then their row."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.db import Sessions
from govdesk.directory.company import Company
from govdesk.directory.ldap.entries import PersonFacts
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.models import Person
from govdesk.settings import OidcMatch, Settings
from govdesk.signin.actions import Browser, open_session
from govdesk.signin.oidc.identities import tie
from govdesk.signin.oidc.people import entry_of, known_as, person_of
from govdesk.signin.oidc.tokens import NotBelieved

log = logging.getLogger(__name__)


def arrive(
    sessions: Sessions,
    company: Company,
    settings: Settings,
    subject: str,
    value: str,
    *,
    browser: Browser,
    now: datetime,
) -> tuple[Person, str]:
    """Start a session of the one person whom `value` names; returns it with the token for the cookie.

    Commits, since a refusal is on record, too, and no transaction may be open while the directory is asked. Raises
    NotBelieved.
    """
    facts = _looked_up(company, _login_of(sessions, value, settings.oidc_matches))
    with sessions() as session:
        person = _person(session, company, settings, value, facts, now)
        is_theirs = tie(session, person, settings.oidc_issuer, subject, now=now)
        token = open_session(session, person, browser=browser, now=now) if is_theirs else ""
        session.commit()
    if not is_theirs:
        raise NotBelieved(f"{person.login} and this name at the provider are not tied to each other")
    return person, token


def _login_of(sessions: Sessions, value: str, matches: OidcMatch) -> str:
    """The login to look for in the directory."""
    if matches is OidcMatch.LOGIN:
        return value
    with sessions() as session:
        known = known_as(session, value, matches)
    if known is None:
        raise NotBelieved("nobody active has this id")
    return known.login


def _looked_up(company: Company, login: str) -> PersonFacts | None:
    """What the directory says; None when it does not answer."""
    try:
        return entry_of(company.server, login)
    except DirectoryUnreachable as error:
        log.warning("the directory cannot be reached, so the last synchronisation counts: %s", error)
        return None


def _person(
    session: Session, company: Company, settings: Settings, value: str, facts: PersonFacts | None, now: datetime
) -> Person:
    known = known_as(session, value, settings.oidc_matches)
    if facts is not None:
        directory_id = value.lower() if settings.oidc_matches is OidcMatch.ID else None
        return person_of(session, company, facts, directory_id, now=now, tz=settings.timezone)
    if known is None:
        raise NotBelieved("nobody active is known by this claim")
    return known
