"""What becomes known of an account out of use is recorded, hidden while it is so, and stands when it comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Person
from govdesk.rotation.bundles import bundles, changed_within, events_for
from govdesk.rotation.models import RotationEvent, RotationReason
from govdesk.rotation.queries import owed
from tests.conftest import NOW
from tests.pages import PageClient
from tests.stories.conftest import OFFICE, TODAY, Leave, Register, Tell, notices, remind, schedules, written

A_MONTH = timedelta(days=30)


def turn(session: Session, account: SocialAccount, after: AccountState, by: Person, days: int = 0) -> None:
    at = NOW + timedelta(days=days)
    change_state(session, account, after, reason="Not needed", by=by, now=at, today=OFFICE.today(at))
    session.commit()


@pytest.fixture
def old(session: Session, register: Register, ada: Person, olu: Person, grace: Person) -> SocialAccount:
    """Ada and Olu know its password; it is used no more since a month ago."""
    account = register("old", ada, olu)
    turn(session, account, AccountState.RETIRED, grace, days=-30)
    return account


def test_it_is_due_once_the_account_is_used_again(
    session: Session, old: SocialAccount, leave: Leave, tell: Tell, ada: Person, olu: Person, grace: Person
) -> None:
    leave(ada)
    tell()
    assert session.scalars(owed()).all() == [], "hidden for now"
    remind(session)
    assert notices(session, "rotation_reminder") == []
    turn(session, old, AccountState.ACTIVE, grace)
    [schedule] = session.scalars(owed())
    assert (schedule.due_on, schedule.reason, schedule.answerable) == (TODAY, RotationReason.LEAVER, [olu])
    remind(session)
    assert [notice.person for notice in notices(session, "rotation_reminder")] == [olu, None]


def test_it_is_asked_of_somebody_who_works_here_by_then(
    session: Session, old: SocialAccount, leave: Leave, tell: Tell, ada: Person, olu: Person, grace: Person
) -> None:
    for person in (ada, olu):
        leave(person)
        tell()
    old.owner = grace
    turn(session, old, AccountState.ACTIVE, grace, days=30)
    [schedule] = session.scalars(owed())
    assert (schedule.due_on, schedule.answerable) == (TODAY, [grace])


def test_what_was_only_asked_for_has_no_password_that_anybody_could_know(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person
) -> None:
    register("wish", owner=ada).state = AccountState.REQUESTED
    leave(ada)
    tell()
    assert schedules(session) == []


def test_the_bundle_says_so_and_does_not_wait_for_it(
    session: Session, old: SocialAccount, leave: Leave, tell: Tell, ada: Person, sam: Person, client: PageClient
) -> None:
    leave(ada)
    tell()
    event = session.scalars(select(RotationEvent)).one()
    [bundle] = bundles(session, sam, [event])
    assert (bundle.done, bundle.total, changed_within(event)) == (1, 1, None)
    assert session.scalars(events_for(sam, open_only=True)).all() == []
    assert "Account used no more" in client.sign_in(sam).get(f"/rotations/events/{event.id}").text
    [mail] = notices(session, "leaver_exposure")
    text = written(session, mail)
    assert text is not None
    assert "used no more: what they knew is to be changed if it comes back" in text.plain
