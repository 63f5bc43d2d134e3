"""Forecasts of many accounts are reckoned from plain values; one account's page reads rows. Both say the same."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.exposure.gathering import gather
from govdesk.exposure.models import AccessGrant, ConnectedTool, RecoveryMeans, SecondFactor, VaultEntry
from govdesk.exposure.reading import facts_of, lines_of
from govdesk.exposure.rules import Belongs, FactorKind, Known, MeansKind, Way
from tests.exposure.conftest import TODAY, AddLine

OVER, LONG_SINCE = date(2027, 2, 1), date(2026, 6, 1)


@pytest.fixture
def full(line: AddLine, ada: Person, mei: Person, lars: Person) -> None:
    """A list with everything that counts otherwise than it looks: leavers, agencies, ends, what nobody knows."""
    own = line(AccessGrant, person_id=mei.id, way=Way.OWN_LOGIN, administers=Known.YES, since_on=LONG_SINCE)
    line(AccessGrant, person_id=lars.id, way=Way.OWN_LOGIN, since_on=LONG_SINCE)
    line(AccessGrant, agency="  Acme   Media ", way=Way.SHARED_SECRET, ends_on=OVER)
    line(AccessGrant, agency="acme media", way=Way.TOOL_SEAT)
    line(AccessGrant, way=Way.UNKNOWN, ended_on=OVER)
    line(SecondFactor, kind=FactorKind.KEY, grant_id=own.id, holder_id=mei.id)
    line(SecondFactor, kind=FactorKind.APP, holder_id=lars.id, backup_id=ada.id)
    line(SecondFactor, kind=FactorKind.OFF)
    line(SecondFactor, kind=FactorKind.SMS, ended_on=OVER)
    line(RecoveryMeans, kind=MeansKind.MAILBOX, belongs=Belongs.UNKNOWN)
    line(RecoveryMeans, kind=MeansKind.MAILBOX, belongs=Belongs.PERSONAL, agency="ACME media")
    line(ConnectedTool, name="Planner")
    line(ConnectedTool, name="Archive", is_lasting=True)
    line(VaultEntry, pointer="Vault, folder Press")


@pytest.mark.usefixtures("full")
def test_both_ways_of_reading_give_the_same_facts(session: Session, noaa: SocialAccount) -> None:
    read = facts_of(lines_of(session, [noaa.id])[noaa.id], TODAY)
    assert gather(session, [noaa.id])[noaa.id].facts(TODAY) == read
    assert len(read.grants) == 3
    assert read.grants_past_their_end == 1


def test_an_account_of_which_nothing_is_known_is_among_them(session: Session, noaa: SocialAccount) -> None:
    assert set(gather(session, [noaa.id, 999])) == {noaa.id, 999}
