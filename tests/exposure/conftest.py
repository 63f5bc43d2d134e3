"""@noaa: owned by Grace, in Ada's hands; security asks and approves."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person
from govdesk.exposure.models import AccountExposure, Line
from govdesk.exposure.reckoning import reckon
from tests.conftest import NOW

TODAY = date(2027, 3, 1)

AddLine = Callable[..., Any]


@pytest.fixture
def noaa(session: Session, press_office: Department, olu: Person, ada: Person) -> SocialAccount:
    """Olu owns it, Ada knows its password; nothing else was told."""
    account = SocialAccount(
        identity="x:noaa", platform="x", kind="profile", handle="noaa", url="https://x.com/noaa", name="NOAA",
        owner=olu, registered_at=NOW, ownerships=[Ownership(department=press_office, position=0)],
    )  # fmt: skip
    session.add(account)
    session.flush()
    session.add(Custodianship(account_id=account.id, person_id=ada.id, since_on=date(2026, 1, 1)))
    session.commit()
    session.expire(account)
    return account


@pytest.fixture
def line(session: Session, noaa: SocialAccount) -> AddLine:
    """`line(SecondFactor, kind=…)` puts a line on the list, as it stands in the table."""

    def add(table: type[Line], /, **values: Any) -> Any:
        made = table(account_id=noaa.id, **values)
        session.add(made)
        session.flush()
        reckon(session, [noaa.id], TODAY)
        session.commit()
        return made

    return add


def numbers(session: Session, account: SocialAccount) -> AccountExposure:
    """The row that lists read, as it is now."""
    query = select(AccountExposure).where(AccountExposure.account_id == account.id)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def trail(session: Session) -> list[str]:
    """What was done to lists and exceptions, the oldest first."""
    about = AuditEvent.subject_type == "account_exposure"
    return [e.action for e in session.scalars(select(AuditEvent).where(about).order_by(AuditEvent.id))]
