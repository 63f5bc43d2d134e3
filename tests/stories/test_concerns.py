"""What administrators should look at though a synchronisation went through."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from govdesk.concerns import CONCERN, tell_concerns
from govdesk.directory.models import Person, RunState
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.runs import run_at
from tests.stories.conftest import notices, written

TEXT = "the group cn=govdesk-comms is not found: who has a role from it keeps it"


def look(sessions: Callable[[], Session], settings: Settings, session: Session) -> list[str]:
    tell_concerns(sessions, settings)
    session.expire_all()
    return [notice.person.login for notice in notices(session, CONCERN) if notice.person]


def test_r8_administrators_hear_of_a_vanished_role_group_once(
    session: Session, sessions: Callable[[], Session], settings: Settings, root: Person, grace: Person
) -> None:
    session.add_all([run_at(NOW, report={"alarms": [TEXT]}), run_at(NOW, report={"alarms": [TEXT]})])
    session.commit()
    assert look(sessions, settings, session) == ["root"]
    assert look(sessions, settings, session) == ["root"]
    text = written(session, notices(session, CONCERN)[0])
    assert text is not None
    assert TEXT in text.plain
    assert "/settings/access" in text.html


def test_what_was_only_rehearsed_or_stopped_is_no_concern(
    session: Session, sessions: Callable[[], Session], settings: Settings, root: Person
) -> None:
    alarm = {"alarms": [TEXT]}
    session.add_all([run_at(NOW, is_rehearsal=True, report=alarm), run_at(NOW, state=RunState.STOPPED, report=alarm)])
    session.commit()
    assert look(sessions, settings, session) == []


def test_who_is_no_administrator_any_more_gets_no_mail(
    session: Session, sessions: Callable[[], Session], settings: Settings, root: Person
) -> None:
    session.add(run_at(NOW, report={"alarms": [TEXT]}))
    session.commit()
    look(sessions, settings, session)
    root.granted.clear()
    session.commit()
    assert written(session, notices(session, CONCERN)[0]) is None
