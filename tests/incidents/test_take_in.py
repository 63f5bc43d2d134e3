"""What was left out is taken in after all, into the same event and with all that follows."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.incidents.queries import at_rest, losses_of
from govdesk.incidents.widening import take_in
from govdesk.rotation.models import RotationEvent
from govdesk.rotation.office import Office
from tests.conftest import NOW
from tests.incidents.conftest import Begin
from tests.pages import PageClient


def test_its_credentials_fall_due_in_the_same_event_and_its_ordinary_reminders_rest(
    client: PageClient, session: Session, begun: Begin, fish: SocialAccount, sam: Person
) -> None:
    incident = begun({fish.id: "Nobody reads that mailbox"})
    here = f"/incidents/{incident.id}"
    assert "Nobody reads that mailbox" in client.sign_in(sam).get(here).text
    assert at_rest(session, [fish.id]) == set()
    assert client.submit(here, to=f"{here}/accounts").status_code == 303
    session.expire_all()
    assert len(session.scalars(select(RotationEvent)).all()) == 1
    due = {loss.schedule.credential for loss in losses_of(session, incident) if loss.schedule.account_id == fish.id}
    assert due == {"password", "recovery_mailbox"}
    assert at_rest(session, [fish.id]) == {fish.id}
    shown = client.get(here).text
    assert "fish was taken in after all" in shown
    assert "Take it in" not in shown


def test_what_is_in_already_is_not_taken_in_twice(
    session: Session, begun: Begin, fish: SocialAccount, noaa: SocialAccount, sam: Person, office: Office
) -> None:
    incident = begun()
    before = len(losses_of(session, incident))
    for account_id in (fish.id, noaa.id, 987_654, None):
        with pytest.raises(Conflict, match="in already"):
            take_in(session, incident, account_id, by=sam, now=NOW, office=office)
    assert len(losses_of(session, incident)) == before
