"""The log is fed by what happens and by hand, and nothing in it is ever changed."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.custody import end_custodianship
from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.exposure.actions import end_line
from govdesk.exposure.models import ConnectedTool
from govdesk.incidents import logbook
from govdesk.incidents.models import IncidentEntry
from govdesk.incidents.queries import entries_of
from govdesk.incidents.rules import Step
from govdesk.incidents.words import told
from govdesk.rotation.actions import record_rotation
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from tests.conftest import NOW
from tests.incidents.conftest import Begin
from tests.pages import PageClient

HOUR = timedelta(hours=1)


def test_what_happens_on_its_accounts_is_told_in_the_order_of_time(
    session: Session,
    begun: Begin,
    noaa: SocialAccount,
    storms: SocialAccount,
    sam: Person,
    ada: Person,
    office: Office,
) -> None:
    incident, today = begun(), NOW.date()
    password = session.scalars(
        select(RotationSchedule).where(
            RotationSchedule.account_id == storms.id, RotationSchedule.credential == "password"
        )
    ).one()
    record_rotation(
        session,
        password,
        rotated_on=today,
        rotated_at=NOW + HOUR,
        by=ada,
        form_key=None,
        now=NOW + HOUR,
        office=office,
    )
    end_custodianship(session, noaa.custodianships[0], by=sam, now=NOW + 2 * HOUR, today=today)
    tool = session.scalars(select(ConnectedTool).where(ConnectedTool.account_id == noaa.id)).one()
    end_line(session, tool, by=sam, now=NOW + 3 * HOUR, today=today)
    change_state(session, noaa, AccountState.FROZEN, reason="Quiet now", by=sam, now=NOW + 4 * HOUR, today=today)
    logbook.tick(session, incident, Step.EVIDENCE, by=sam, now=NOW + 5 * HOUR)
    logbook.note(session, incident, "The platform called", by=sam, form_key="k", now=NOW + 6 * HOUR)
    logbook.note(session, incident, "The platform called", by=sam, form_key="k", now=NOW + 7 * HOUR)
    lines = [(line.who, line.what) for line in told(session, entries_of(session, incident))]
    assert lines == [
        ("Sam Lindqvist", "Incident mode began: 11 credentials to change on 4 accounts"),
        ("Ada Sørensen", "Password of storms was changed"),
        ("Sam Lindqvist", "somebody's access to noaa was ended"),
        ("Sam Lindqvist", "somebody's access to noaa was ended"),
        ("Sam Lindqvist", "noaa is frozen from now on"),
        ("Sam Lindqvist", str(Step.EVIDENCE.label)),
        ("Sam Lindqvist", "The platform called"),
    ]


def test_a_step_is_ticked_once_and_a_line_never_changed(session: Session, begun: Begin, sam: Person) -> None:
    incident = begun()
    logbook.tick(session, incident, Step.PUBLIC, by=sam, now=NOW)
    with pytest.raises(Conflict, match="ticked this step meanwhile"):
        logbook.tick(session, incident, Step.PUBLIC, by=sam, now=NOW + HOUR)
    entry = session.scalars(select(IncidentEntry)).first()
    assert entry is not None
    entry.text = "Never happened"
    with pytest.raises(RuntimeError, match="written once"):
        session.flush()
    session.rollback()


def test_by_hand_it_takes_no_secret(client: PageClient, session: Session, begun: Begin, sam: Person) -> None:
    here = f"/incidents/{begun().id}"
    client.sign_in(sam)
    answer = client.submit(here, to=f"{here}/notes", text="the password is sunflower")
    assert answer.status_code == 422
    assert "sunflower" not in answer.text
    assert client.submit(here, to=f"{here}/notes", text="The platform called").status_code == 303
    assert client.post(f"{here}/steps", data={"step": "nothing"}).status_code == 400
    assert "The platform called" in client.get(here).text


def test_it_can_be_taken_along_with_times_in_office_time_and_their_zone(
    client: PageClient, session: Session, begun: Begin, sam: Person
) -> None:
    incident = begun()
    logbook.note(session, incident, "=1+1", by=sam, form_key=None, now=NOW)
    session.commit()
    client.sign_in(sam)
    text = client.get(f"/incidents/{incident.id}/log.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["When", "Zone", "Who", "Kind", "What"]
    assert rows[1][:4] == ["2027-03-01 10:30:00", "CET (+0100)", "Sam Lindqvist", "Incident mode began"]
    assert rows[2][4] == "'=1+1"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/incidents/{incident.id}/log.xlsx").data))
    assert [cell.value for cell in book["Log"][2]][:2] == ["2027-03-01 10:30:00", "CET (+0100)"]


def test_taking_the_sheet_stands_in_it_once(
    client: PageClient, session: Session, begun: Begin, sam: Person, noor: Person
) -> None:
    incident = begun()
    for by, at in ((sam, NOW), (sam, NOW + timedelta(seconds=20)), (noor, NOW), (sam, NOW + HOUR)):
        logbook.note_sheet(session, incident, by=by, now=at)
    session.commit()
    assert [entry.by_id for entry in entries_of(session, incident)[1:]] == [sam.id, noor.id, sam.id]
    assert client.sign_in(sam).get(f"/incidents/{incident.id}/sheet").status_code == 200
    assert str(entries_of(session, incident)[-1].kind) == "sheet"
