"""Each change is told once and in order; one that cannot be told waits, and others go on."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import changes
from govdesk.audit.history import history_of
from govdesk.changes import FIRST_PAUSE, LONGEST_PAUSE, pause_after
from govdesk.directory.models import ChangeKind, Person, PersonChange
from govdesk.leavers import tell_of_leaver
from tests.conftest import NOW
from tests.stories.conftest import Leave, Register, Tell, changed, notices, trail


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Ids of people of whom nobody can be told: it raises in the middle, after much was written."""
    refused: set[int] = set()

    def tell_or_refuse(session: Session, change: PersonChange, *more: Any) -> None:
        tell_of_leaver(session, change, *more)
        if change.person_id in refused:
            raise ArithmeticError("cannot be told")

    monkeypatch.setitem(changes.STORIES, ChangeKind.LEFT, tell_or_refuse)
    return refused


def test_what_is_told_is_told_once(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, sam: Person
) -> None:
    noaa = register("noaa", ada)
    leave(ada)
    tell()
    before = trail(session, noaa)
    tell(NOW + timedelta(days=1))
    assert trail(session, noaa) == before
    assert len(notices(session, "leaver_exposure")) == 1


def test_what_fails_leaves_nothing_behind_waits_longer_each_time_and_others_go_on(
    session: Session, register: Register, leave: Leave, tell: Tell, refusing: set[int], ada: Person, olu: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    noaa, census = register("noaa", ada), register("census", olu)
    bad, good = leave(ada), leave(olu)
    refusing.add(ada.id)
    waits = []
    for _ in range(6):
        asked_at = bad.tell_at
        tell(asked_at)
        waits.append((bad.tell_at - asked_at) // timedelta(minutes=1))
    assert waits == [5, 10, 20, 40, 60, 60]
    assert (bad.told_at, noaa.custodians, trail(session, noaa)) == (None, [ada], [])
    assert (good.told_at, census.custodians) == (NOW, [])
    assert len([record for record in caplog.records if "could not be told" in record.message]) == 6
    refusing.clear()
    tell(bad.tell_at)
    assert noaa.custodians == []


def test_a_change_found_late_does_not_wait_as_long_as_it_lay(session: Session, leave: Leave, ada: Person) -> None:
    change = leave(ada, NOW - timedelta(days=30))
    assert pause_after(change) == FIRST_PAUSE
    change.tell_at = NOW
    assert pause_after(change) == LONGEST_PAUSE


def test_of_one_person_nothing_is_told_before_what_came_earlier(
    session: Session, leave: Leave, tell: Tell, ada: Person, olu: Person, refusing: set[int]
) -> None:
    leave(ada)
    refusing.add(ada.id)
    changed(session, ada, ChangeKind.RETURNED)
    leave(olu)
    tell()
    tell(NOW + timedelta(minutes=4))
    kinds = session.scalars(select(PersonChange.kind).where(PersonChange.told_at.is_(None)).order_by(PersonChange.id))
    assert kinds.all() == [ChangeKind.LEFT, ChangeKind.RETURNED]


def test_who_is_back_gets_nothing_back_and_the_trail_says_what_they_held(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person
) -> None:
    noaa = register("noaa", ada)
    leave(ada)
    changed(session, ada, ChangeKind.RETURNED)
    tell()
    assert noaa.custodians == []
    [line] = history_of(session, ada)
    assert line.sentence == "gave nothing back of what this person held before"
    assert line.details == [("Accounts", None, "noaa")]


def test_who_leaves_a_second_time_is_told_of_again(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, sam: Person
) -> None:
    noaa = register("noaa", owner=ada)
    for number in (1, 2):
        leave(ada, NOW + timedelta(days=number))
        changed(session, ada, ChangeKind.RETURNED, NOW + timedelta(days=number, hours=1))
        tell(NOW + timedelta(days=number, hours=2))
    assert trail(session, noaa).count("accounts:owner:left") == 2
    assert len(notices(session, "leaver_exposure")) == 2
