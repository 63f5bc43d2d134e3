"""Who is told is settled right before the mail leaves: whoever answers for it now, and nobody else."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.directory.models import Department, Person, PersonState
from govdesk.notify import outbox
from govdesk.notify.checking import LastLook
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.outcomes import sent
from govdesk.rotation import letters  # noqa: F401 - registers the words
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.reminding import remind_one
from govdesk.settings import Settings
from tests.conftest import NOW, VIENNA

GoOut = Callable[[], list[str]]


@pytest.fixture
def owed(session: Session, schedule: RotationSchedule, press_office: Department, office: Office) -> RotationSchedule:
    """The reminder of 14 days before is recorded, and not sent yet."""
    press_office.mailbox = "press@noaa.example"
    remind_one(session, schedule, now=NOW, office=office)
    session.commit()
    return schedule


@pytest.fixture
def go_out(session: Session, settings: Settings) -> GoOut:
    """Send all that is owed; the addresses of the mails, in order."""

    def send() -> list[str]:
        session.commit()
        session.expire_all()
        packed = []
        while claims := outbox.claim(session, NOW, VIENNA, 20):
            packed += LastLook(session, settings, NOW).at(claims)
            for claim in claims:
                outbox.settle(session, claim, sent(NOW), NOW)
            session.commit()
        session.expire_all()
        return sorted(one.to for one in packed)

    return send


def hand_to(session: Session, account: SocialAccount, person: Person) -> None:
    for custodianship in account.custodianships:
        custodianship.ended_on = date(2027, 3, 1)
    session.add(Custodianship(account_id=account.id, person_id=person.id, since_on=date(2027, 3, 1)))
    session.flush()
    session.expire(account)


def states(session: Session) -> dict[str, NoticeState]:
    """By whom it goes to, of those that were to be told."""
    told = select(Notice).where(Notice.state != NoticeState.SUPERSEDED)
    return {(n.person or n.department).name: n.state for n in session.scalars(told)}  # type: ignore[union-attr]


def test_another_custodian_is_told_in_place_of_who_was_one(
    session: Session, owed: RotationSchedule, olu: Person, go_out: GoOut
) -> None:
    hand_to(session, owed.account, olu)
    assert go_out() == ["olu@commerce.example", "press@noaa.example"]
    assert states(session) == {
        "Ada Sørensen": NoticeState.CANCELLED,
        "Olu Adeyemi": NoticeState.SENT,
        "NOAA Press Office": NoticeState.SENT,
    }


def test_their_row_stands_when_the_others_is_cancelled(
    session: Session, owed: RotationSchedule, olu: Person, settings: Settings
) -> None:
    hand_to(session, owed.account, olu)
    session.commit()
    LastLook(session, settings, NOW).at(outbox.claim(session, NOW, VIENNA, 20))
    assert states(session)["Ada Sørensen"] is NoticeState.CANCELLED
    assert states(session)["Olu Adeyemi"] is NoticeState.OWED


def test_who_has_left_is_followed_by_security_when_nobody_else_answers(
    session: Session, owed: RotationSchedule, ada: Person, sam: Person, go_out: GoOut
) -> None:
    ada.state = PersonState.LEFT
    assert go_out() == ["press@noaa.example", sam.mail]


def test_a_department_that_no_longer_answers_is_followed_by_the_one_that_does(
    session: Session, owed: RotationSchedule, census: Department, go_out: GoOut
) -> None:
    census.mailbox = "census@commerce.example"
    owed.account.ownerships[0].department = census
    assert go_out() == ["ada@commerce.example", "census@commerce.example"]


def test_who_was_told_of_this_stage_already_is_not_told_again(
    session: Session, owed: RotationSchedule, olu: Person, ada: Person, go_out: GoOut
) -> None:
    hand_to(session, owed.account, olu)
    go_out()
    hand_to(session, owed.account, ada)
    assert go_out() == []


def test_what_was_done_meanwhile_is_asked_of_nobody(
    session: Session, owed: RotationSchedule, olu: Person, go_out: GoOut
) -> None:
    hand_to(session, owed.account, olu)
    owed.due_on = date(2027, 6, 1)
    assert go_out() == []
    assert set(states(session).values()) == {NoticeState.CANCELLED}
