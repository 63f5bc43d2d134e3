"""What is on the account's list, and who else has to do with it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.exposure.models import ConnectedTool, VaultEntry


@pytest.fixture
def listed(session: Session, noaa: SocialAccount) -> SocialAccount:
    """A tool is connected, and the vault is known."""
    session.add(ConnectedTool(account_id=noaa.id, name="Planner"))
    session.add(VaultEntry(account_id=noaa.id, pointer="Vault, folder Press"))
    session.commit()
    return noaa


@pytest.fixture
def with_olu(session: Session, noaa: SocialAccount, olu: Person) -> Person:
    """A second custodian."""
    session.add(Custodianship(account_id=noaa.id, person_id=olu.id, since_on=date(2026, 1, 1)))
    session.commit()
    session.expire_all()
    return olu


def trail(session: Session) -> list[tuple[str, int | None]]:
    """What was done, and by whom; readings aside."""
    done = ~AuditEvent.action.endswith(":read")
    found = session.scalars(select(AuditEvent).where(done).order_by(AuditEvent.id))
    return [(event.action, event.actor_id) for event in found]
