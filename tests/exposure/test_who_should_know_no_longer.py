"""Whoever is taken off the list of those who know the shared password still knows it: it has to be changed."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import IN_USE, AccountState, Custodianship, SocialAccount
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessGrant
from govdesk.exposure.rules import Way
from govdesk.rotation.models import RotationReason, RotationSchedule
from tests.conftest import VIENNA
from tests.exposure.conftest import AddLine
from tests.pages import PageClient


def owed(session: Session) -> list[tuple[str, date | None, RotationReason]]:
    found = session.scalars(select(RotationSchedule))
    return [(schedule.credential, schedule.due_on, schedule.reason) for schedule in found]


@pytest.mark.parametrize(
    ("way", "expected"), [(Way.SHARED_SECRET, RotationReason.REMOVED), (Way.TOOL_SEAT, None), (Way.OWN_LOGIN, None)]
)
def test_an_agency_that_ends_leaves_a_stale_password(
    client: PageClient, session: Session, noaa: SocialAccount, olu: Person, line: AddLine, way: Way,
    expected: RotationReason | None,
) -> None:  # fmt: skip
    grant = line(AccessGrant, agency="Acme Media", way=way)
    here = f"/accounts/{noaa.id}/access"
    assert client.sign_in(olu).submit(here, to=f"{here}/grants/{grant.id}/ending").status_code == 303
    today = clock.local_date(clock.utcnow(), VIENNA)
    assert owed(session) == ([("password", today, expected)] if expected else [])


@pytest.mark.parametrize("state", IN_USE)
def test_so_does_a_custodian_who_works_here_still(
    client: PageClient, session: Session, noaa: SocialAccount, olu: Person, state: AccountState
) -> None:
    noaa.state = state
    session.commit()
    held = session.scalars(select(Custodianship)).one()
    here = f"/accounts/{noaa.id}/access"
    client.sign_in(olu).submit(here, to=f"{here}/custodians/{held.id}/ending")
    assert [reason for _what, _due_on, reason in owed(session)] == [RotationReason.REMOVED]
    [schedule] = session.scalars(select(RotationSchedule))
    assert schedule.responsible == olu, "nobody else has it"
