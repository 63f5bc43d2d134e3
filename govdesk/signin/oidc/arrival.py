"""From a claim that is believed to a session: what the directory says of the person counts, else their row."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.db import Sessions
from govdesk.directory.actions.people import keep_person
from govdesk.directory.company import Company
from govdesk.directory.ldap.entries import PersonFacts
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.models import Person
from govdesk.settings import Settings
from govdesk.signin.actions import Browser, open_session
from govdesk.signin.oidc.identities import tie
from govdesk.signin.oidc.people import in_directory, in_rows
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
    facts = _looked_up(company, settings, value)
    with sessions() as session:
        person = _person(session, company, settings, value, facts, now)
        is_theirs = tie(session, person, settings.oidc_issuer, subject, now=now)
        token = open_session(session, person, browser=browser, now=now) if is_theirs else ""
        session.commit()
    if not is_theirs:
        raise NotBelieved(f"{person.login} and this name at the provider are not tied to each other")
    return person, token


def _looked_up(company: Company, settings: Settings, value: str) -> PersonFacts | None:
    """What the directory says; None when it does not answer."""
    try:
        return in_directory(company.server, value, settings.oidc_matches)
    except DirectoryUnreachable as error:
        log.warning("the directory cannot be reached, so the last synchronisation counts: %s", error)
        return None


def _person(
    session: Session, company: Company, settings: Settings, value: str, facts: PersonFacts | None, now: datetime
) -> Person:
    """The row, brought up to date as at a sign-in with a password where the directory has answered."""
    if facts is None:
        return in_rows(session, value, settings.oidc_matches)
    today = clock.local_date(now, settings.timezone)
    person, _changed = keep_person(session, facts, company.roles, now=now, today=today)
    return person
