"""Loading the sample company into an empty database, from its own directory."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock, db
from govdesk.accounts.importing.actions import imports
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.source import Wish, source_of
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.demo.company import company
from govdesk.demo.ldif import SAMPLE_MARK
from govdesk.demo.story import tell
from govdesk.desk.models import Ticket
from govdesk.directory.company import Company
from govdesk.directory.models import Person
from govdesk.directory.sync.run import synchronise
from govdesk.errors import Conflict
from govdesk.policies.models import Policy
from govdesk.settings import Settings

SOURCE = "US Digital Registry"
REGISTER = Path(__file__).parent / "data" / "accounts.json"


@dataclass(frozen=True)
class Loaded:
    """What came in."""

    people: int
    accounts: int
    duplicates: int


def load(session: Session, settings: Settings, *, now: datetime) -> Loaded | None:
    """Bring in people, accounts, policies and a story, in the caller's transaction; None when they are in already.

    Raises Conflict where there is anything else, or where the directory is not the sample's own.
    """
    if _is_loaded(session):
        return None
    directory = Company.of(settings)
    _demand_empty(session)
    _demand_own(directory, settings)
    here = db.within(session)
    people = synchronise(here, directory.server, directory.roles, now=now, tz=settings.timezone).people
    _date_leavers(session)
    report = _import(session, settings, now)
    tell(session, settings, now=now)
    return Loaded(people.new, report["new"], len(report["duplicate_groups"]))


def _is_loaded(session: Session) -> bool:
    """Whether our register was brought in by the machine, which nobody does by hand."""
    digest = hashlib.sha256(REGISTER.read_bytes()).hexdigest()
    ours = select(AccountImport.id).where(AccountImport.digest == digest, AccountImport.by_id.is_(None))
    return session.scalar(ours.where(AccountImport.applied_at.is_not(None)).limit(1)) is not None


def _demand_empty(session: Session) -> None:
    for table in (Person, SocialAccount, Ticket, Policy):
        if session.scalar(select(table.id).limit(1)) is not None:
            raise Conflict("This database holds something already; the sample company goes into an empty one only.")


def _demand_own(directory: Company, settings: Settings) -> None:
    """Real people must never be mixed with invented ones."""
    root = directory.server.entry(settings.ldap_base_dn, ["description"])
    if root is None or root.text("description") != SAMPLE_MARK:
        raise Conflict("This directory is not the sample company's own; it is left alone.")


def _date_leavers(session: Session) -> None:
    """The directory marks leavers without a day; the sample knows it."""
    left: dict[str, date] = {p.login: p.left_on for p in company().people if p.left_on}
    for person in session.scalars(select(Person).where(Person.login.in_(left))):
        person.left_on = left[person.login]


def _import(session: Session, settings: Settings, now: datetime) -> dict[str, Any]:
    platforms = catalogue(settings.policies)
    source = source_of(REGISTER.name, REGISTER.read_bytes(), platforms, wish=Wish(source=SOURCE, is_whole=True))
    today = clock.local_date(now, settings.timezone)
    received, steps = imports.bring(session, source, by=None, now=now, today=today, platforms=platforms)
    for _done in steps:
        session.flush()
    return received.report
