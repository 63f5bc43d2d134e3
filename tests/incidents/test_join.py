"""What is put on an access list while an incident goes on is part of the incident, without anybody thinking of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Person
from govdesk.exposure.actions import add_line, change_line, grant_access
from govdesk.exposure.models import (
    AccessGrant,
    ConnectedTool,
    Line,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
    VaultEntry,
)
from govdesk.exposure.rules import Belongs, FactorKind, Known, MeansKind, Way
from govdesk.incidents.closing import Outcome, end
from govdesk.incidents.models import Incident
from govdesk.incidents.queries import entries_of, losses_of
from govdesk.incidents.words import told
from govdesk.rotation.actions import record_rotation
from govdesk.rotation.models import RotationLoss, RotationReason
from govdesk.rotation.office import Office
from tests.conftest import NOW
from tests.incidents.conftest import Begin, Register
from tests.pages import Page, PageClient

LATER, TODAY = NOW + timedelta(hours=2), NOW.date()
MAILBOX = {"kind": MeansKind.MAILBOX, "belongs": Belongs.ORGANISATION, "sent_to": "new@noaa.example"}
PUT: list[tuple[type[Line], dict[str, Any], str]] = [
    (ConnectedTool, {"name": "Buffer"}, "connected_tool"),
    (RecoveryMeans, MAILBOX, "recovery_mailbox"),
    (RecoveryMeans, {**MAILBOX, "kind": MeansKind.PHONE, "sent_to": "+12025550199"}, "recovery_phone"),
    (SecondFactor, {"kind": FactorKind.SMS}, "second_factor"),
    (TrustedDevice, {"name": "Duty laptop"}, "trusted_device"),
    (AccessGrant, {"way": Way.OWN_LOGIN, "agency": "Other Media"}, "own_login"),
    (AccessGrant, {"way": Way.TOOL_SEAT, "agency": "Other Media"}, "tool_seat"),
    (AccessGrant, {"way": Way.API_TOKEN, "agency": "Other Media"}, "api_token"),
]
OPENS_NOTHING: list[tuple[type[Line], dict[str, Any]]] = [
    (VaultEntry, {"pointer": "Company vault, Noaa"}),
    (RecoveryMeans, {"kind": MeansKind.NONE, "belongs": Belongs.UNKNOWN}),
    (SecondFactor, {"kind": FactorKind.OFF}),
]
Put = Callable[..., None]


@pytest.fixture
def put(session: Session, sam: Person) -> Put:
    """`put(noaa, ConnectedTool, {"name": …})`, two hours after it began."""

    def go(account: SocialAccount, kind: type[Line], values: dict[str, Any]) -> None:
        add_line(session, account, kind, values, by=sam, now=LATER, today=TODAY)
        session.commit()
        session.expire_all()

    return go


def owed(session: Session, incident: Incident, account: SocialAccount, credential: str) -> list[RotationLoss]:
    """What stands open of it in the incident, the oldest first."""
    losses = (loss for loss in losses_of(session, incident) if loss.schedule.account_id == account.id)
    return [loss for loss in losses if loss.schedule.credential == credential and loss.cleared_by_id is None]


def log(session: Session, incident: Incident) -> list[str]:
    return [line.what for line in told(session, entries_of(session, incident))[1:]]


@pytest.mark.parametrize(("kind", "values", "credential"), PUT)
@pytest.mark.parametrize("handle", ["noaa", "storms"])
def test_what_comes_onto_the_list_is_due_today_in_the_same_event_and_stands_in_the_log(
    session: Session, begun: Begin, noaa: SocialAccount, storms: SocialAccount, put: Put, kind: type[Line],
    values: dict[str, Any], credential: str, handle: str,
) -> None:  # fmt: skip
    incident, account = begun(), {"noaa": noaa, "storms": storms}[handle]
    before = len(owed(session, incident, account, credential))
    put(account, kind, values)
    found = owed(session, incident, account, credential)
    assert len(found) == before + 1
    schedule = found[-1].schedule
    assert (schedule.due_on, schedule.reason) == (TODAY, RotationReason.COMPROMISE)
    assert schedule.remind_at == LATER
    [line] = log(session, incident)
    assert line.endswith(f"came onto the access list of {handle}, and is to be changed, too")


@pytest.mark.parametrize(("kind", "values"), OPENS_NOTHING)
def test_what_opens_nothing_changes_nothing(
    session: Session, begun: Begin, noaa: SocialAccount, put: Put, kind: type[Line], values: dict[str, Any]
) -> None:
    incident = begun()
    before = len(losses_of(session, incident))
    put(noaa, kind, values)
    assert (len(losses_of(session, incident)), log(session, incident)) == (before, [])


def test_nothing_follows_where_no_incident_goes_on_or_the_account_was_left_out(
    session: Session, begun: Begin, noaa: SocialAccount, fish: SocialAccount, sam: Person, office: Office, put: Put
) -> None:
    incident = begun({fish.id: "Nobody reads that mailbox"})
    before = len(losses_of(session, incident))
    put(fish, ConnectedTool, {"name": "Buffer"})
    end(session, incident, Outcome(AccountState.ACTIVE, "Over", "Later"), by=sam, now=LATER, office=office)
    put(noaa, ConnectedTool, {"name": "Buffer"})
    assert len(losses_of(session, incident)) == before
    assert not any("access list" in line for line in log(session, incident))


@pytest.mark.parametrize("is_changed", [False, True])
def test_who_is_given_the_password_stands_in_the_log_and_what_was_changed_stays_changed(
    session: Session, begun: Begin, noaa: SocialAccount, sam: Person, olu: Person, ada: Person, office: Office,
    is_changed: bool,
) -> None:  # fmt: skip
    incident = begun()
    [loss] = owed(session, incident, noaa, "password")
    if is_changed:
        at = NOW + timedelta(hours=1)
        record_rotation(
            session, loss.schedule, rotated_on=TODAY, rotated_at=at, by=ada, form_key=None, now=at, office=office
        )
    values = {
        "way": Way.SHARED_SECRET, "person_id": olu.id, "agency": None, "role": None, "administers": Known.UNKNOWN,
        "since_on": None, "ends_on": None, "evidence": None,
    }  # fmt: skip
    grant_access(session, noaa, values, by=sam, now=LATER, today=TODAY)
    session.expire_all()
    assert bool(owed(session, incident, noaa, "password")) is not is_changed
    assert log(session, incident)[-1] == "somebody was given the password of noaa"


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_line_in_other_hands_is_to_be_changed_once_more_and_another_day_of_it_is_not(
    session: Session, begun: Begin, noaa: SocialAccount, sam: Person, olu: Person, office: Office, is_changed: bool
) -> None:
    incident = begun()
    [loss] = owed(session, incident, noaa, "second_factor")
    if is_changed:
        at = NOW + timedelta(hours=1)
        record_rotation(
            session, loss.schedule, rotated_on=TODAY, rotated_at=at, by=sam, form_key=None, now=at, office=office
        )
    factor = session.scalars(select(SecondFactor)).one()
    change_line(session, factor, {"holder_id": olu.id}, by=sam, now=LATER, today=TODAY)
    session.expire_all()
    [again] = owed(session, incident, noaa, "second_factor")
    assert (again.id, again.lost_at, again.schedule.due_on) == (loss.id, LATER if is_changed else NOW, TODAY)
    assert len(log(session, incident)) == 1 + is_changed
    tool = session.scalars(select(ConnectedTool).where(ConnectedTool.account_id == noaa.id)).one()
    change_line(session, tool, {"is_lasting": True}, by=sam, now=LATER, today=TODAY)
    assert len(log(session, incident)) == 1 + is_changed


def test_an_account_that_is_linked_by_it_is_shown_and_can_be_taken_in(
    client: PageClient, session: Session, begun: Begin, register: Register, noaa: SocialAccount, mei: Person,
    sam: Person, put: Put,
) -> None:  # fmt: skip
    incident, wind = begun(), register("wind", mei)
    here = f"/incidents/{incident.id}"
    assert "linked since it began" not in client.sign_in(sam).get(here).text
    put(noaa, AccessGrant, {"way": Way.OWN_LOGIN, "person_id": mei.id})
    assert "linked since it began" in client.get(here).text
    values = Page(client.get(here).text).form(f"{here}/accounts").values
    assert [client.post(f"{here}/accounts", data=values).status_code for _again in range(2)] == [303, 409]
    session.expire_all()
    assert wind.id in incident.in_it
    assert len(owed(session, incident, wind, "password")) == 1
    shown = client.get(here).text
    assert "linked since it began" not in shown
    assert "wind was taken in after all" in shown
