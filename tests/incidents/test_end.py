"""An incident ends when all is changed or somebody says why not; then it tells what came of it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid
from govdesk.incidents import logbook
from govdesk.incidents.after import summary_of
from govdesk.incidents.closing import Outcome, end
from govdesk.incidents.models import Incident
from govdesk.incidents.queries import entries_of, losses_of
from govdesk.incidents.rules import Step
from govdesk.rotation.actions import record_rotation
from govdesk.rotation.office import Office
from tests.conftest import NOW
from tests.incidents.conftest import Begin
from tests.pages import PageClient

HOUR = timedelta(hours=1)


def change_all(session: Session, incident: Incident, by: Person, at: datetime, office: Office) -> None:
    for loss in losses_of(session, incident):
        record_rotation(
            session, loss.schedule, rotated_on=at.date(), rotated_at=at, by=by, form_key=None, now=at, office=office
        )
    session.commit()


def test_what_is_not_changed_needs_a_reason_and_stays_due(
    session: Session, begun: Begin, noaa: SocialAccount, sam: Person, office: Office
) -> None:
    incident = begun()
    with pytest.raises(Invalid, match="11 credentials are still to be changed"):
        end(session, incident, Outcome(AccountState.ACTIVE, "Over", ""), by=sam, now=NOW, office=office)
    end(session, incident, Outcome(AccountState.FROZEN, "Over", "The platform helps"), by=sam, now=NOW, office=office)
    assert (incident.left_open, noaa.state) == ("The platform helps", AccountState.FROZEN)
    assert all(loss.schedule.due_on == NOW.date() for loss in losses_of(session, incident))
    with pytest.raises(Conflict, match="has ended meanwhile"):
        logbook.tick(session, incident, Step.PUBLIC, by=sam, now=NOW)


def test_it_tells_how_long_it_took_and_who_did_what(
    session: Session, begun: Begin, sam: Person, ada: Person, office: Office
) -> None:
    incident = begun()
    change_all(session, incident, ada, NOW + 2 * HOUR, office)
    logbook.tick(session, incident, Step.PUBLIC, by=sam, now=NOW + 3 * HOUR)
    end(
        session,
        incident,
        Outcome(AccountState.ACTIVE, "A stolen phone", ""),
        by=sam,
        now=NOW + 5 * HOUR,
        office=office,
    )
    summary = summary_of(incident, losses_of(session, incident), entries_of(session, incident), NOW + 90 * HOUR)
    assert (summary.hours, summary.to_last, summary.total, summary.remaining) == (5, 2, 11, 0)
    assert [(one.name, one.words) for one in summary.doings] == [
        ("Ada Sørensen", "11 credentials changed"),
        ("Sam Lindqvist", "1 step done"),
    ]
    assert incident.left_open is None


def test_the_page_ends_it_and_says_what_came_of_it(
    client: PageClient, session: Session, begun: Begin, noaa: SocialAccount, sam: Person
) -> None:
    here = f"/incidents/{begun().id}"
    client.sign_in(sam)
    for step in ("stop_posts", "public"):
        assert client.post(f"{here}/steps", data={"step": step, "csrf_token": csrf(client, here)}).status_code == 303
    missing = client.submit(here, to=f"{here}/closure", summary="A stolen phone")
    assert missing.status_code == 422
    assert "still to be changed" in missing.text
    assert "A stolen phone" in missing.text, "nothing that was written is lost"
    sent = {"summary": "A stolen phone", "left_open": "The platform helps", "state": "active"}
    assert client.submit(here, to=f"{here}/closure", **sent).status_code == 303
    shown = client.get(here).text
    for text in ("A stolen phone", "The platform helps", "2 steps done", "Ended"):
        assert text in shown, text
    session.expire_all()
    assert noaa.state is AccountState.ACTIVE


def csrf(client: PageClient, url: str) -> str:
    from tests.pages import Page

    return str(Page(client.get(url).text).form(None).values["csrf_token"])
