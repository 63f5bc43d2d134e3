"""What has happened in the sample company so far, told through the same actions that people use."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.actions.ownership import assign_owner
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import active_people, person_by_login
from govdesk.settings import Settings

HELD_BY_ADA = 6
"""Accounts of NOAA whose credentials Ada holds."""
LEFT_OPEN = 5
"""Every so many accounts have neither owner nor custodian, so that there is something to settle."""


def tell(session: Session, settings: Settings, *, now: datetime) -> None:
    """Give most accounts their people."""
    grace, ada = person_by_login(session, "grace"), person_by_login(session, "ada")
    today = clock.local_date(now, settings.timezone)
    noaas = 0
    for number, account in enumerate(session.scalars(select(SocialAccount).order_by(SocialAccount.id)).all()):
        home = account.departments[-1] if account.departments else None
        if home is None or number % LEFT_OPEN == 0:
            continue
        staff = _staff(session, home)
        custodian = staff[number % len(staff)]
        if ada.department and ada.department.parent_id == home.id and noaas < HELD_BY_ADA:
            custodian, noaas = ada, noaas + 1
        assign_owner(session, account, home.head, by=grace, now=now)
        add_custodian(session, account, custodian, by=grace, now=now, today=today)


def _staff(session: Session, department: Department) -> list[Person]:
    """Who works in a department; for a department of one, its head alone."""
    return list(session.scalars(active_people().where(Person.department_id == department.id)))


def accounts_of(session: Session, department: Department) -> list[SocialAccount]:
    """The accounts a department owns, by identity."""
    owned = select(SocialAccount).join(Ownership).where(Ownership.department_id == department.id)
    return list(session.scalars(owned.order_by(SocialAccount.identity)))
