"""Whoever made the present password knows it, though they hold nothing: no field that is edited makes them forget."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import ChangeKind, Department, Person
from govdesk.exposure.actions import change_line, end_line
from govdesk.exposure.models import RecoveryMeans, SecondFactor
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind
from govdesk.rotation.actions import Terms, change_schedule, record_rotation, schedule_rotation
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.work.actions import Said, begin, confirm, mark, say_changed
from govdesk.rotation.work.rules import Statement, Step
from tests.conftest import NOW
from tests.stories.conftest import OFFICE, TODAY, Leave, Register, Tell, changed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = date(2027, 9, 1)


@pytest.fixture
def noaa(register: Register, ada: Person) -> SocialAccount:
    return register("noaa", ada)


@pytest.fixture
def schedule(session: Session, noaa: SocialAccount, olu: Person, sam: Person) -> RotationSchedule:
    """Olu, who has nothing to do with the account, is asked to change its password."""
    made = schedule_rotation(session, noaa, "password", Terms(LATER, None, olu), by=sam, now=NOW, office=OFFICE)
    session.commit()
    return made


def ask_custodians(session: Session, schedule: RotationSchedule, by: Person, hours: int = 2) -> None:
    at = NOW + hours * HOUR
    change_schedule(session, schedule, Terms(LATER), by=by, now=at, office=OFFICE)
    session.commit()


def record(session: Session, schedule: RotationSchedule, by: Person, hours: int = 1) -> None:
    at = NOW + hours * HOUR
    record_rotation(
        session, schedule, rotated_on=OFFICE.today(at), rotated_at=at, by=by, form_key=None, now=at, office=OFFICE
    )
    session.commit()


def events(session: Session) -> list[tuple[RotationReason, str | None, list[list[str]]]]:
    """What was opened, because of whom, and what they were to each credential that still is to be changed."""
    found = session.scalars(select(RotationEvent).order_by(RotationEvent.id))
    return [
        (
            event.kind,
            event.person.login if event.person else None,
            [loss.was for loss in event.losses if not loss.cleared_by],
        )
        for event in found
    ]


def test_who_was_asked_made_it_and_is_asked_no_longer_has_lost_access(
    session: Session, schedule: RotationSchedule, olu: Person, ada: Person, sam: Person, leave: Leave, tell: Tell
) -> None:
    record(session, schedule, olu)
    assert events(session) == []
    ask_custodians(session, schedule, sam)
    assert events(session) == [(RotationReason.REMOVED, "olu", [["made"]])]
    assert (schedule.due_on, schedule.answerable) == (TODAY, [ada])
    leave(olu, at=NOW + DAY)
    tell(NOW + DAY)
    assert events(session)[1] == (RotationReason.LEAVER, "olu", [["asked", "former", "made"]])


@pytest.mark.parametrize(("changed_after", "knows"), [(None, True), (3, True), (24, False)])
def test_who_only_was_asked_and_did_nothing_about_it_may_know_it_when_they_leave(
    session: Session, schedule: RotationSchedule, ada: Person, olu: Person, sam: Person, leave: Leave, tell: Tell,
    changed_after: int | None, knows: bool,
) -> None:  # fmt: skip
    ask_custodians(session, schedule, sam)
    assert events(session) == []
    if changed_after:  # hours; of the same day it may have been made before
        at = NOW + changed_after * HOUR
        record_rotation(session, schedule, rotated_on=OFFICE.today(at), by=ada, form_key=None, now=at, office=OFFICE)
        session.commit()
    leave(olu, at=NOW + 2 * DAY)
    tell(NOW + 2 * DAY)
    assert events(session) == ([(RotationReason.LEAVER, "olu", [["asked"]])] if knows else [])


@pytest.mark.parametrize("role", ["custodian", "owner", "deputy"])
def test_who_has_business_with_the_account_has_lost_nothing_by_it(
    session: Session, register: Register, olu: Person, sam: Person, role: str
) -> None:
    account = register("nist", olu) if role == "custodian" else register("nist", **{role: olu})
    terms = Terms(LATER, None, olu)
    schedule = schedule_rotation(session, account, "password", terms, by=sam, now=NOW, office=OFFICE)
    record(session, schedule, olu)
    ask_custodians(session, schedule, sam)
    assert events(session) == []


def test_what_others_changed_since_is_theirs(
    session: Session, schedule: RotationSchedule, olu: Person, ada: Person, sam: Person, leave: Leave, tell: Tell
) -> None:
    record(session, schedule, olu)
    ask_custodians(session, schedule, sam)
    record(session, schedule, ada, hours=24)
    leave(olu, at=NOW + 2 * DAY)
    tell(NOW + 2 * DAY)
    assert events(session) == [(RotationReason.REMOVED, "olu", [])]


def test_a_member_of_security_who_put_it_on_record_leaves_it_to_be_changed(
    session: Session, schedule: RotationSchedule, sam: Person, leave: Leave, tell: Tell
) -> None:
    record(session, schedule, sam)
    leave(sam, at=NOW + DAY)
    tell(NOW + DAY)
    assert events(session) == [(RotationReason.LEAVER, "sam", [["made"]])]


@pytest.mark.parametrize("hand", ["says it", "ticks a step", "ticks a step of what is on record"])
def test_so_does_who_had_a_hand_in_it(
    session: Session, schedule: RotationSchedule, olu: Person, ada: Person, mei: Person, leave: Leave, tell: Tell,
    hand: str,
) -> None:  # fmt: skip
    step = Step("change", "Change it", "", may_wait=False)
    if hand == "says it":
        said = Said(TODAY, NOW + HOUR, tuple(Statement))
        say_changed(session, schedule, said, steps=[], needs_second=True, by=mei, now=NOW + HOUR, office=OFFICE)
    else:
        mark(session, begin(session, schedule, now=NOW), step, by=mei, now=NOW + HOUR)
    if hand == "ticks a step of what is on record":
        said = Said(TODAY, NOW + HOUR, tuple(Statement))
        say_changed(session, schedule, said, steps=[step], needs_second=False, by=ada, now=NOW + HOUR, office=OFFICE)
    session.commit()
    leave(mei, at=NOW + DAY)
    tell(NOW + DAY)
    assert events(session) == [(RotationReason.LEAVER, "mei", [["made"]])]


def test_who_confirms_what_another_made_has_not_made_it(
    session: Session, schedule: RotationSchedule, olu: Person, sam: Person, leave: Leave, tell: Tell
) -> None:
    said = Said(TODAY, NOW + HOUR, tuple(Statement))
    say_changed(session, schedule, said, steps=[], needs_second=True, by=olu, now=NOW + HOUR, office=OFFICE)
    work = begin(session, schedule, now=NOW)
    confirm(session, work, by=sam, now=NOW + 2 * HOUR, office=OFFICE)
    session.commit()
    leave(sam, at=NOW + DAY)
    tell(NOW + DAY)
    assert events(session) == []


def test_who_made_it_and_works_elsewhere_now_knows_it_still(
    session: Session, schedule: RotationSchedule, register: Register, sam: Person, tell: Tell, census: Department,
    press_office: Department,
) -> None:  # fmt: skip
    theirs = register("bls", department=census)
    of_census = schedule_rotation(session, theirs, "password", Terms(LATER), by=sam, now=NOW, office=OFFICE)
    for one in (schedule, of_census):
        record(session, one, sam)
    sam.department = census
    changed(session, sam, ChangeKind.MOVED, NOW + DAY, before=press_office)
    tell(NOW + DAY)
    assert events(session) == [(RotationReason.MOVER, "sam", [["made"]])]
    assert [loss.schedule for loss in session.scalars(select(RotationLoss))] == [schedule]


def test_the_codes_that_somebody_handed_on_are_in_their_bundle_when_they_leave(
    session: Session, noaa: SocialAccount, ada: Person, olu: Person, sam: Person, leave: Leave, tell: Tell
) -> None:
    codes = RecoveryMeans(account_id=noaa.id, kind=MeansKind.CODES, belongs=Belongs.ORGANISATION, holder_id=olu.id)
    session.add(codes)
    session.flush()
    change_line(session, codes, {"holder_id": ada.id}, by=sam, now=NOW, today=TODAY)
    session.commit()
    leave(olu, at=NOW + DAY)
    tell(NOW + DAY)
    bundle = session.scalars(select(RotationEvent).where(RotationEvent.kind == RotationReason.LEAVER)).one()
    [loss] = bundle.losses
    assert (loss.schedule.credential, loss.was) == ("recovery_codes", ["former", "recovery_codes"])


def test_that_others_hold_what_a_leaver_held_is_no_second_event(
    session: Session, noaa: SocialAccount, ada: Person, olu: Person, sam: Person, leave: Leave, tell: Tell
) -> None:
    app = SecondFactor(account_id=noaa.id, kind=FactorKind.APP, holder_id=olu.id)
    session.add(app)
    leave(olu)
    change_line(session, app, {"backup_id": ada.id}, by=sam, now=NOW, today=TODAY)
    session.commit()
    tell()
    change_line(session, app, {"holder_id": ada.id, "backup_id": None}, by=sam, now=NOW + HOUR, today=TODAY)
    end_line(session, app, by=sam, now=NOW + HOUR, today=TODAY)
    assert [(kind, who) for kind, who, _was in events(session)] == [
        (RotationReason.LEAVER, "olu"),
        (RotationReason.REMOVED, "ada"),
    ]


def test_handed_on_before_the_rooms_hear_of_the_leaver_it_is_lost_all_the_same(
    session: Session, noaa: SocialAccount, ada: Person, olu: Person, sam: Person, leave: Leave, tell: Tell
) -> None:
    app = SecondFactor(account_id=noaa.id, kind=FactorKind.APP, holder_id=olu.id)
    session.add(app)
    leave(olu)
    change_line(session, app, {"holder_id": ada.id}, by=sam, now=NOW, today=TODAY)
    session.commit()
    tell()
    assert [(kind, who) for kind, who, _was in events(session)] == [
        (RotationReason.REMOVED, "olu"),
        (RotationReason.LEAVER, "olu"),
    ]
