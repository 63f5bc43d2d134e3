"""Sam reminds everybody of different passwords for different purposes, monthly from Monday, 1 March 2027."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.rotation.audience.actions import Wish, make
from govdesk.rotation.audience.models import Audience, AudienceReminder
from govdesk.rotation.audience.rules import Rhythm, Unit
from tests.conftest import NOW, VIENNA


@pytest.fixture
def wish() -> Wish:
    rhythm = Rhythm(date(2027, 3, 1), Unit.MONTHS)
    return Wish(
        "One password, one purpose", "Use each for one thing.\n\nThank you.", Audience.EVERYBODY, None, rhythm
    )


@pytest.fixture
def reminder(session: Session, wish: Wish, sam: Person) -> AudienceReminder:
    made = make(session, wish, by=sam, form_key="k1", now=NOW, tz=VIENNA)
    session.commit()
    return made
