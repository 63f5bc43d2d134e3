"""An audience is asked anew each time, and each reader once more right before the mail leaves."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, Custodianship, SocialAccount
from govdesk.directory.models import Department, Person, PersonState
from govdesk.exposure.models import AccessGrant
from govdesk.exposure.rules import Way
from govdesk.notify.models import Notice
from govdesk.rotation.audience import letters, reaching
from govdesk.rotation.audience.models import Audience, AudienceReminder
from govdesk.worker import LETTERS
from tests.conftest import NOW

INTRODUCED = LETTERS
"""The worker's imports put the rooms together."""


def logins(session: Session, audience: Audience, department: Department | None = None) -> set[str]:
    found = session.scalars(reaching.people(audience, department.id if department else None)).all()
    assert reaching.number_of(session, audience, department.id if department else None) == len(found)
    return {person.login for person in found}


def test_everybody_is_who_works_here(session: Session, ada: Person, root: Person, lars: Person) -> None:
    root.directory_id = None  # the break-glass administrator
    session.flush()
    assert logins(session, Audience.EVERYBODY) == {"ada"}


def test_a_department_has_all_below_it_also_in_a_circle(
    session: Session, commerce: Department, press_office: Department, ada: Person, sam: Person, olu: Person
) -> None:
    press_office.parent = commerce
    session.flush()
    commerce.parent = press_office
    session.flush()
    assert logins(session, Audience.DEPARTMENT, commerce) == {"ada", "sam"}


def own(_session: Session, account: SocialAccount, person: Person) -> None:
    account.owner = person


def stand_in(_session: Session, account: SocialAccount, person: Person) -> None:
    account.deputy = person


def hold(session: Session, account: SocialAccount, person: Person) -> None:
    session.add(Custodianship(account_id=account.id, person_id=person.id, since_on=date(2027, 1, 1)))


def get_in(session: Session, account: SocialAccount, person: Person) -> None:
    session.add(AccessGrant(account_id=account.id, person_id=person.id, way=Way.OWN_LOGIN))


@pytest.mark.parametrize("way", [own, stand_in, hold, get_in])
def test_who_holds_access_in_any_way_is_reached_while_the_account_is_in_use(
    session: Session, noaa: SocialAccount, olu: Person, way: Callable[[Session, SocialAccount, Person], None]
) -> None:
    assert logins(session, Audience.HOLDERS) == {"ada"}
    way(session, noaa, olu)
    session.flush()
    assert logins(session, Audience.HOLDERS) == {"ada", "olu"}
    noaa.state = AccountState.RETIRED
    session.flush()
    assert logins(session, Audience.HOLDERS) == set()


def test_access_that_has_ended_counts_no_longer(session: Session, noaa: SocialAccount) -> None:
    noaa.custodianships[0].ended_on = date(2027, 2, 1)
    session.flush()
    assert logins(session, Audience.HOLDERS) == set()


def said_to(session: Session, reminder: AudienceReminder, person: Person) -> bool:
    notice = Notice(kind=letters.KIND, subject_id=reminder.id)
    notice.person = person
    with session.no_autoflush:
        return letters.letter(session, notice) is not None


def test_who_has_left_is_told_nothing_any_more(session: Session, reminder: AudienceReminder, ada: Person) -> None:
    assert said_to(session, reminder, ada)
    ada.state = PersonState.LEFT
    assert not said_to(session, reminder, ada)


def test_who_moved_out_of_the_department_is_told_nothing_any_more(
    session: Session, reminder: AudienceReminder, ada: Person, press_office: Department, census: Department
) -> None:
    reminder.audience, reminder.department = Audience.DEPARTMENT, press_office
    session.flush()
    assert said_to(session, reminder, ada)
    ada.department = census
    session.flush()
    assert not said_to(session, reminder, ada)


def test_who_holds_access_no_longer_is_told_nothing_any_more(
    session: Session, reminder: AudienceReminder, noaa: SocialAccount, ada: Person
) -> None:
    reminder.audience = Audience.HOLDERS
    session.flush()
    assert said_to(session, reminder, ada)
    noaa.custodianships[0].ended_on = NOW.date()
    session.flush()
    assert not said_to(session, reminder, ada)


def test_a_paused_reminder_says_nothing(session: Session, reminder: AudienceReminder, ada: Person) -> None:
    reminder.is_paused = True
    assert not said_to(session, reminder, ada)
