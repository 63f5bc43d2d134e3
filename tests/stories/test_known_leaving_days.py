"""A leaving day that the directory knows is told a week ahead to those who can hand over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.directory.models import Person, PersonState
from govdesk.leavers import HERALD_BEFORE, herald_leavers
from govdesk.settings import Settings
from tests.conftest import VIENNA
from tests.stories.conftest import Register, notices, written

KIND = "custodian_leaving"
Herald = Callable[[], list[str]]


@pytest.fixture
def herald(session: Session, sessions: Callable[[], Session], settings: Settings) -> Herald:
    """Run the job; gives who is told."""

    def herald() -> list[str]:
        session.commit()
        herald_leavers(sessions, settings)
        session.expire_all()
        return [notice.person.login for notice in notices(session, KIND) if notice.person]

    return herald


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (HERALD_BEFORE.days, True), (8, False)])
def test_security_and_communications_hear_of_it_within_the_week_before(
    herald: Herald, register: Register, cast: dict[str, Person], days: int, is_told: bool
) -> None:
    register("noaa", cast["ada"])
    cast["ada"].leaves_on = clock.local_date(clock.utcnow(), VIENNA) + timedelta(days)
    assert herald() == (["sam", "grace"] if is_told else [])


def test_it_is_told_once_and_again_only_for_another_day(
    session: Session, herald: Herald, register: Register, ada: Person, sam: Person
) -> None:
    register("noaa", ada, owner=ada)
    ada.leaves_on = clock.local_date(clock.utcnow(), VIENNA) + timedelta(3)
    herald()
    assert herald() == ["sam"]
    text = written(session, notices(session, KIND)[0])
    assert text is not None
    assert text.subject.startswith("Ada Sørensen leaves on ")
    assert "NOAA: holds the credential, is its owner" in text.plain
    ada.leaves_on += timedelta(1)
    assert herald() == ["sam", "sam"]
    assert written(session, notices(session, KIND)[0]) is None


def test_who_holds_nothing_or_has_left_already_is_no_news(
    session: Session, herald: Herald, register: Register, ada: Person, olu: Person, sam: Person
) -> None:
    register("noaa", ada)
    for person in (ada, olu):
        person.leaves_on = clock.local_date(clock.utcnow(), VIENNA)
    ada.state = PersonState.LEFT
    assert herald() == []
