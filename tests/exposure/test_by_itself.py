"""What changes without anybody opening the list: imports, planned ends, leavers; and whose day it becomes."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.changes import tell_all
from govdesk.directory.models import ChangeKind, Department, Person, PersonChange, PersonState
from govdesk.exposure.actions import end_line
from govdesk.exposure.forecast import Outlook
from govdesk.exposure.jobs import keep_all
from govdesk.exposure.models import AccessGrant, AccountExposure, RecoveryMeans, SecondFactor
from govdesk.exposure.queries import to_settle
from govdesk.exposure.reckoning import reckon
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.rotation.models import RotationEvent, RotationReason
from govdesk.rotation.office import Office
from govdesk.rotation.rules import Reminders
from tests.conftest import NOW, VIENNA
from tests.exposure.conftest import TODAY, AddLine, numbers, trail
from tests.pages import PageClient

Sessions = Callable[[], Session]


def test_an_account_that_nobody_reckoned_is_unknown_and_soon_reckoned(
    sessions: Sessions, session: Session, noaa: SocialAccount
) -> None:
    session.execute(delete(AccountExposure))
    session.commit()
    keep_all(sessions, now=NOW, today=TODAY, tz=VIENNA)
    now = numbers(session, noaa)
    assert (now.outlook, now.sign_in, now.sign_in_is_open) == (Outlook.UNKNOWN, 0, True)
    assert now.questions == 3, "second factor, recovery, vault"


def test_a_planned_end_is_over_the_day_after_and_a_task(
    sessions: Sessions, session: Session, noaa: SocialAccount, line: AddLine
) -> None:
    line(SecondFactor, kind=FactorKind.OFF)
    line(AccessGrant, agency="Acme", way=Way.OWN_LOGIN, administers="no", since_on=TODAY, ends_on=TODAY)
    before = numbers(session, noaa)
    assert (before.sign_in, before.recheck_on) == (2, TODAY + timedelta(days=1))
    questions = before.questions
    keep_all(sessions, now=NOW, today=TODAY + timedelta(days=1), tz=VIENNA)
    after = numbers(session, noaa)
    assert (after.sign_in, after.questions, after.recheck_on) == (1, questions + 1, None)


def test_what_was_known_until_a_planned_end_is_to_be_changed_once_and_not_again_when_it_is_put_on_record(
    sessions: Sessions, session: Session, noaa: SocialAccount, line: AddLine, grace: Person
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    line(AccessGrant, agency="Acme", way=Way.OWN_LOGIN, since_on=TODAY, ends_on=TODAY)
    grant = line(AccessGrant, agency="Acme", way=Way.SHARED_SECRET, since_on=TODAY, ends_on=TODAY)
    session.commit()
    for _again in range(2):
        keep_all(sessions, now=NOW + timedelta(days=1), today=tomorrow, tz=VIENNA)
    end_line(session, grant, by=grace, now=NOW + timedelta(days=2), today=tomorrow)
    events = session.scalars(select(RotationEvent).order_by(RotationEvent.id)).all()
    told = [(one.kind, one.thing, [loss.schedule.credential for loss in one.losses]) for one in events]
    assert told == [
        (RotationReason.REMOVED, "Acme", ["own_login"]),
        (RotationReason.REMOVED, "Acme", ["password"]),
    ]
    assert events[0].happened_at == clock.office_moment(tomorrow, time.min, VIENNA), "the end of its last day"


def test_a_leaver_gets_in_no_more_and_what_they_held_is_a_task(
    sessions: Sessions, session: Session, noaa: SocialAccount, line: AddLine, ada: Person, mei: Person
) -> None:
    grant = line(AccessGrant, person=ada, way=Way.OWN_LOGIN, administers="yes", since_on=TODAY)
    line(SecondFactor, kind=FactorKind.APP, holder=ada)
    line(RecoveryMeans, kind=MeansKind.MAILBOX, belongs=Belongs.ORGANISATION, holder=mei, backup=ada)
    ada.state, ada.left_on = PersonState.LEFT, TODAY
    session.add(PersonChange(person=ada, kind=ChangeKind.LEFT, changed_at=NOW, tell_at=NOW))
    session.commit()
    tell_all(sessions, now=NOW, office=Office(VIENNA, Reminders()))
    session.refresh(grant)
    now = numbers(session, noaa)
    assert grant.ended_on == TODAY
    assert (now.sign_in, now.recover, now.outlook) == (0, 1, Outlook.BLACK)
    assert trail(session).count("exposure:access_grant:left") == 1
    assert trail(session).count("exposure:held:left") == 2


@pytest.mark.parametrize("whose", ["owner", "deputy", "head", "nobody"])
def test_open_questions_are_the_day_of_whoever_is_responsible(
    client: PageClient, session: Session, noaa: SocialAccount, line: AddLine, press_office: Department,
    olu: Person, mei: Person, root: Person, sam: Person, whose: str,
) -> None:  # fmt: skip
    line(SecondFactor, kind=FactorKind.UNKNOWN)
    noaa.deputy, press_office.head = mei, root
    if whose != "owner":
        noaa.owner = None
    if whose in ("head", "nobody"):
        mei.state = PersonState.LEFT
    if whose == "nobody":
        press_office.head = None
    session.commit()
    reader = {"owner": olu, "deputy": mei, "head": root, "nobody": sam}[whose]
    shown = client.sign_in(reader).get("/").text
    if whose == "nobody":
        assert "1 account has open questions and nobody responsible" in shown
        assert "hangs by one person" not in shown
    else:
        assert f"/accounts/{noaa.id}/access" in shown
    others = [person for person in (olu, mei, root) if person is not reader and person.is_employed]
    assert [session.scalars(to_settle(person)).all() for person in others] == [[]] * len(others)


def test_the_list_is_narrowed_by_the_forecast_to_those_who_may_know_it(
    client: PageClient, session: Session, noaa: SocialAccount, line: AddLine, ada: Person, sam: Person, root: Person
) -> None:
    line(SecondFactor, kind=FactorKind.APP, holder=ada)
    line(RecoveryMeans, kind=MeansKind.PHONE, belongs=Belongs.ORGANISATION, holder=ada)
    red, black, unknown = (f"/accounts?access={outlook}" for outlook in ("red", "black", "unknown"))
    client.sign_in(sam)
    assert "NOAA" in client.get(red).text
    assert "No account matches" in client.get(black).text
    assert "1 account hangs by one person" in client.get("/").text
    session.execute(delete(AccountExposure))
    session.commit()
    assert "NOAA" in client.get(unknown).text
    assert "NOAA" in client.sign_in(root).get(black).text, "who may not know it is not answered by a filter"


def test_reckoning_many_accounts_takes_as_many_statements_as_reckoning_one(
    session: Session, noaa: SocialAccount
) -> None:
    more = [
        SocialAccount(
            identity=f"x:n{n}", platform="x", kind="profile", handle=f"n{n}", url=f"https://x.com/n{n}", name="N",
            registered_at=NOW,
        )
        for n in range(40)
    ]  # fmt: skip
    session.add_all(more)
    session.commit()
    assert _statements(session, [noaa.id]) == _statements(session, [noaa.id, *(account.id for account in more)]) > 0


def _statements(session: Session, account_ids: list[int]) -> int:
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", hear)
    reckon(session, account_ids, TODAY)
    event.remove(session.get_bind(), "before_cursor_execute", hear)
    return len(said)
