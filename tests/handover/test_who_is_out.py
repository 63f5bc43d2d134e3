"""Who handed an account over and has nothing to do with it any more knows its password still: it is to be changed."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.actions.steps import close, confirm, list_items
from govdesk.handover.models import Handover
from govdesk.handover.terms import Terms
from govdesk.rotation.actions import Terms as Days
from govdesk.rotation.actions import schedule_rotation
from govdesk.rotation.models import RotationEvent, RotationReason
from tests.conftest import NOW
from tests.handover.conftest import LIST
from tests.stories.conftest import OFFICE

TODAY = NOW.date()


def hand_over(session: Session, account: SocialAccount, terms: Terms, by: Person) -> Handover:
    """As far as it goes before it is closed."""
    handover = open_handover(session, account, terms, why=None, by=by, now=NOW)
    assert handover is not None
    list_items(session, handover, LIST, by=by, now=NOW)
    confirm(session, handover, by=handover.incoming, now=NOW)
    return handover


def events(session: Session) -> list[tuple[str | None, list[tuple[str, str, list[str]]]]]:
    """Who knows still which credential of which account, and what they were to it."""
    found = session.scalars(select(RotationEvent).order_by(RotationEvent.id)).all()
    assert {event.kind for event in found} <= {RotationReason.REMOVED}
    return [
        (
            event.person.login if event.person else None,
            [(one.schedule.account.handle, one.schedule.credential, one.was) for one in event.losses],
        )
        for event in found
    ]


def test_an_owner_who_was_no_custodian_leaves_what_they_answered_for_to_be_changed(
    session: Session, noaa: SocialAccount, to_olu: Terms, grace: Person, mei: Person, sam: Person
) -> None:
    schedule_rotation(session, noaa, "api_token", Days(None), by=sam, now=NOW, office=OFFICE)
    close(session, [hand_over(session, noaa, to_olu, grace)], by=mei, now=NOW, today=TODAY)
    was = ["owner"]
    assert events(session) == [("ada", [("noaa", "api_token", was), ("noaa", "password", was)])]


def test_so_does_a_deputy_who_steps_down(
    session: Session, noaa: SocialAccount, ada: Person, olu: Person, mei: Person, grace: Person,
    press_office: Department,
) -> None:  # fmt: skip
    noaa.deputy = olu
    session.commit()
    terms = Terms((press_office,), ada, mei)
    close(session, [hand_over(session, noaa, terms, olu)], by=grace, now=NOW, today=TODAY)
    assert events(session) == [("olu", [("noaa", "password", ["deputy"])])]


@pytest.mark.parametrize(("ends_access", "out"), [(False, False), (True, True)])
def test_whoever_keeps_holding_it_has_business_with_it_still(
    session: Session, noaa: SocialAccount, to_olu: Terms, ada: Person, grace: Person, mei: Person,
    ends_access: bool, out: bool,
) -> None:  # fmt: skip
    add_custodian(session, noaa, ada, by=grace, now=NOW, today=TODAY)
    handover = hand_over(session, noaa, to_olu, grace)
    close(session, [handover], by=mei, now=NOW, today=TODAY, ends_access=ends_access)
    assert events(session) == ([("ada", [("noaa", "password", ["custodian", "owner"])])] if out else [])


def test_an_owner_who_is_deputy_from_now_on_knows_nothing_they_should_not(
    session: Session, noaa: SocialAccount, ada: Person, olu: Person, grace: Person, press_office: Department
) -> None:
    terms = Terms((press_office,), olu, ada)
    close(session, [hand_over(session, noaa, terms, ada)], by=grace, now=NOW, today=TODAY)
    assert events(session) == []


def test_several_accounts_closed_in_one_go_are_one_event_of_each_person(
    session: Session, noaa: SocialAccount, to_olu: Terms, ada: Person, grace: Person, mei: Person,
    press_office: Department,
) -> None:  # fmt: skip
    nist = SocialAccount(
        identity="x:nist", platform="x", kind="profile", handle="nist", url="https://x.com/nist", name="NIST",
        owner=ada, registered_at=NOW, ownerships=[Ownership(department=press_office, position=0)],
    )  # fmt: skip
    session.add(nist)
    session.commit()
    both = [hand_over(session, account, to_olu, grace) for account in (noaa, nist)]
    close(session, both, by=mei, now=NOW, today=TODAY)
    assert events(session) == [("ada", [("noaa", "password", ["owner"]), ("nist", "password", ["owner"])])]
