"""Who moves away and had only a part of getting in leaves changes of that part, as a leaver does."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.history import history_of
from govdesk.directory.models import ChangeKind, Department, Person
from govdesk.exposure.models import (
    AccessGrant,
    AccountExposure,
    ConnectedTool,
    Line,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
)
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.rotation.models import Rotation, RotationReason, RotationSchedule
from tests.conftest import NOW
from tests.stories.conftest import TODAY, Register, Tell, changed, notices, remind

PARTS: list[tuple[type[Line], str, dict[str, Any], str]] = [
    (SecondFactor, "backup_id", {"kind": FactorKind.APP}, "second_factor"),
    (RecoveryMeans, "holder_id", {"kind": MeansKind.PHONE, "belongs": Belongs.ORGANISATION}, "recovery_phone"),
    (TrustedDevice, "holder_id", {"name": "Phone"}, "trusted_device"),
    (ConnectedTool, "holder_id", {"name": "Planner"}, "connected_tool"),
    (AccessGrant, "person_id", {"way": Way.OWN_LOGIN}, "own_login"),
    (AccessGrant, "person_id", {"way": Way.TOOL_SEAT}, "tool_seat"),
    (AccessGrant, "person_id", {"way": Way.API_TOKEN}, "api_token"),
]


def move(session: Session, person: Person, to: Department) -> None:
    before, person.department = person.department, to
    changed(session, person, ChangeKind.MOVED, before=before)


def owed(session: Session) -> list[tuple[str, date | None, RotationReason]]:
    return [(one.credential, one.due_on, one.reason) for one in session.scalars(select(RotationSchedule))]


@pytest.mark.parametrize(("kind", "column", "values", "credential"), PARTS)
def test_a_mover_with_one_part_leaves_a_change_of_exactly_that(
    session: Session, register: Register, tell: Tell, ada: Person, olu: Person, census: Department,
    kind: type[Line], column: str, values: dict[str, Any], credential: str,
) -> None:  # fmt: skip
    noaa = register("noaa", owner=olu)
    line = kind(account_id=noaa.id, **{column: ada.id}, **values)
    session.add(line)
    move(session, ada, census)
    tell()
    assert owed(session) == [(credential, TODAY, RotationReason.MOVER)]
    [schedule] = session.scalars(select(RotationSchedule))
    assert (schedule.responsible, line.ended_on) == (olu, None), "people end the line"
    [told] = history_of(session, AccountExposure(account_id=noaa.id))
    assert told.sentence == "noted that who has it works elsewhere now"
    remind(session)
    told_of_it = [notice.person or notice.department for notice in notices(session, "rotation_reminder")]
    assert told_of_it == [olu, noaa.departments[0]]


@pytest.mark.parametrize("why", ["owner", "still ours", "changed since"])
def test_nothing_falls_due(
    session: Session, register: Register, tell: Tell, ada: Person, olu: Person, census: Department, why: str
) -> None:
    noaa = register("noaa", owner=ada if why == "owner" else olu)
    session.add(SecondFactor(account_id=noaa.id, kind=FactorKind.APP, holder=ada))
    if why == "still ours":
        census.parent = ada.department
    elif why == "changed since":
        since = TODAY + timedelta(days=1)
        schedule = RotationSchedule(account=noaa, credential="second_factor", rotated_on=since)
        session.add(schedule)
        session.add(
            Rotation(schedule=schedule, rotated_on=since, recorded_at=NOW, by=olu, reason=RotationReason.SCHEDULED)
        )
    session.commit()
    move(session, ada, census)
    tell()
    assert [due_on for _what, due_on, _reason in owed(session) if due_on] == []


def test_a_mover_who_was_to_change_it_is_not_asked_any_more(
    session: Session, register: Register, tell: Tell, ada: Person, olu: Person, census: Department
) -> None:
    noaa = register("noaa", owner=olu)
    session.add(SecondFactor(account_id=noaa.id, kind=FactorKind.APP, holder=ada))
    session.add(RotationSchedule(account=noaa, credential="second_factor", responsible=ada))
    session.commit()
    move(session, ada, census)
    tell()
    [schedule] = session.scalars(select(RotationSchedule))
    assert (schedule.responsible, schedule.due_on) == (olu, TODAY)
