"""Texts become numbered versions, once each, and stay what they were."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.files import FileError
from govdesk.policies.actions import acknowledge, publish
from govdesk.policies.models import PolicyVersion
from govdesk.policies.queries import owed_by, versions_of
from tests.conftest import NOW
from tests.policies.conftest import SOUND, House

TODAY = NOW.date()


def test_publishing_twice_makes_one_version_and_one_event(house: House, session: Session) -> None:
    house.write(SOUND)
    first = publish(session, house.files, now=NOW, today=TODAY)
    again = publish(session, house.files, now=NOW + timedelta(days=1), today=TODAY + timedelta(days=1))
    assert [(p.policy, p.version, p.new) for p in first] == [("house-rules", 1, True)]
    assert [(p.policy, p.version, p.new) for p in again] == [("house-rules", 1, False)]
    assert again[0].effective_on == TODAY
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.subject_type, event.actor_id) == ("policies:version:published", "policy", None)
    assert event.fields == {"version": 1, "digest": first[0].digest, "effective_on": "2027-03-01"}


def test_a_new_text_is_version_2_and_version_1_stays_what_it_was(house: House, session: Session) -> None:
    house.write(SOUND)
    publish(session, house.files, now=NOW, today=TODAY)
    house.write(SOUND.replace("at ten", "at nine").replace("House rules", "The rules"))
    publish(session, house.files, now=NOW, today=TODAY)
    session.expire_all()
    second, first = versions_of(session, house.policy)
    assert (first.number, first.title, "at ten" in first.text) == (1, "House rules", True)
    assert (second.number, second.title, "at nine" in second.text) == (2, "The rules", True)
    assert house.policy.title == "The rules"


def test_going_back_to_an_old_text_is_a_new_version(house: House, session: Session) -> None:
    for text in (SOUND, SOUND.replace("ten", "nine"), SOUND):
        house.write(text)
        publish(session, house.files, now=NOW, today=TODAY)
    assert [version.number for version in versions_of(session, house.policy)] == [3, 2, 1]


def test_after_a_new_text_everybody_owes_again(house: House, session: Session, olu: Person, ada: Person) -> None:
    version = house.publish(SOUND)
    acknowledge(session, version, olu, digest=version.digest, now=house.now, today=house.today)
    assert list(owed_by(session, olu, today=house.today)) == []
    assert [owed.number for owed in owed_by(session, ada, today=house.today)] == [1]
    house.publish(SOUND.replace("ten", "nine"))
    assert [owed.number for owed in owed_by(session, olu, today=house.today)] == [2]
    assert [owed.number for owed in owed_by(session, ada, today=house.today)] == [2]


@pytest.mark.parametrize(
    ("written", "binds_from"),
    [("effective: 2027-04-01\n", date(2027, 4, 1)), ("effective: 2026-01-01\n", TODAY), ("", TODAY)],
    ids=["to come", "already past", "not given"],
)
def test_a_version_binds_from_its_day_but_never_from_before_it_was_there(
    house: House, session: Session, written: str, binds_from: date
) -> None:
    house.write(SOUND.replace("owner:", f"{written}owner:"))
    assert publish(session, house.files, now=NOW, today=TODAY)[0].effective_on == binds_from


def test_a_version_to_come_is_owed_by_nobody_until_its_day(house: House, session: Session, olu: Person) -> None:
    house.write(SOUND)
    publish(session, house.files, now=NOW, today=TODAY)
    house.write(SOUND.replace("ten", "nine").replace("owner:", "effective: 2027-04-01\nowner:"))
    publish(session, house.files, now=NOW, today=TODAY)
    owed = [owed_by(session, olu, today=day) for day in (date(2027, 3, 31), date(2027, 4, 1))]
    assert [[version.number for version in versions] for versions in owed] == [[1], [2]]


def test_one_broken_file_publishes_nothing(house: House, session: Session) -> None:
    house.write(SOUND, "a-sound-one/policy.md")
    house.write("nothing", "broken/policy.md")
    with pytest.raises(FileError, match=r"broken/policy\.md:1: must begin"):
        publish(session, house.files, now=NOW, today=TODAY)
    assert session.scalars(select(PolicyVersion)).all() == []
