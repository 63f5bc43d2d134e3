"""The sample company shows what follows when somebody leaves."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.changes import tell_all
from govdesk.demo.story_of_lars import HELD_BY_LARS, leave_as_lars
from govdesk.directory.models import Person
from govdesk.notify.models import Notice
from govdesk.rotation.models import RotationReason, RotationSchedule
from tests.conftest import NOW, VIENNA
from tests.stories.conftest import OFFICE, Register, register

__all__ = ["register"]


def test_what_lars_held_until_february_is_to_be_changed_and_security_hears_of_it(
    session: Session,
    sessions: Callable[[], Session],
    register: Register,
    cast: dict[str, Person],
) -> None:
    held: list[SocialAccount] = [register(f"noaa{n}", cast["ada"]) for n in range(HELD_BY_LARS + 1)]
    leave_as_lars(session, held, now=NOW, tz=VIENNA)
    session.commit()
    assert tell_all(sessions, now=NOW, office=OFFICE) == 1
    session.expire_all()
    of_lars = session.scalars(select(Custodianship).where(Custodianship.person == cast["lars"])).all()
    assert [custody.ended_on for custody in of_lars] == [cast["lars"].left_on] * HELD_BY_LARS
    due = session.scalars(select(RotationSchedule)).all()
    assert [(s.due_on, s.reason, s.answerable) for s in due] == [
        (NOW.date(), RotationReason.LEAVER, [cast["ada"]])
    ] * HELD_BY_LARS
    told = session.scalars(select(Notice.person_id).where(Notice.kind == "leaver_exposure")).all()
    assert told == [cast["sam"].id]
