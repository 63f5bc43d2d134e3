"""What follows when somebody leaves, room by room."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.accounts.listing.finding import accounts
from govdesk.accounts.models import Custodianship
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.queries import OWNERLESS, Filters
from govdesk.audit.history import history_of
from govdesk.desk.actions import Matter, Said, answer, file_ticket, take
from govdesk.desk.rules import TicketKind, TicketState
from govdesk.directory.models import Person, PersonRole
from govdesk.exposure.models import AccessGrant, ConnectedTool, RecoveryMeans, SecondFactor
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.files import PolicyFiles
from govdesk.policies.actions import acknowledge, publish
from govdesk.policies.coverage import people, shares
from govdesk.policies.models import Acknowledgement
from govdesk.policies.queries import asked_for
from govdesk.rotation.actions import Terms, record_rotation, schedule_rotation
from govdesk.rotation.models import RotationEvent, RotationReason
from tests.conftest import NOW
from tests.pages import PageClient
from tests.stories.conftest import OFFICE, TODAY, Leave, Register, Tell, notices, remind, schedules, trail, written


def test_custodianships_end_on_the_day_and_that_they_were_held_stays_on_record(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, olu: Person
) -> None:
    noaa = register("noaa", ada, olu)
    leave(ada)
    tell()
    assert noaa.custodians == [olu]
    [held] = session.scalars(select(Custodianship).where(Custodianship.person_id == ada.id))
    assert (held.since_on, held.ended_on) == (date(2026, 1, 1), TODAY)
    [line] = [line for line in history_of(session, noaa) if line.event.action == "accounts:custodian:left"]
    assert line.sentence == "noted that a custodian has left and holds the credential no longer"
    assert line.details == [("Custodian", None, "Ada Sørensen")]


def test_owner_and_deputy_stay_named_as_leavers_and_the_account_is_listed_as_without_owner(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, olu: Person, grace: Person,
    client: PageClient,
) -> None:  # fmt: skip
    noaa, nist = register("noaa", owner=ada, deputy=olu), register("nist", owner=olu, deputy=ada)
    leave(ada)
    tell()
    assert (noaa.owner, nist.deputy) == (ada, ada)
    assert "accounts:owner:left" in trail(session, noaa)
    assert "accounts:deputy:left" in trail(session, nist)
    found = session.scalars(accounts(session, Filters(state=OWNERLESS), catalogue()))
    assert [account.handle for account in found] == ["noaa"]
    client.sign_in(grace)
    assert "The owner of this account has left. It needs a new one." in client.get(f"/accounts/{noaa.id}").text
    assert "has left" in client.get(f"/accounts/{nist.id}").text
    assert "1 account has no owner" in client.get("/").text


@pytest.mark.parametrize("role", ["custodian", "owner", "deputy"])
def test_every_credential_falls_due_today_because_somebody_who_knew_it_left(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, sam: Person, role: str
) -> None:
    noaa = register("noaa", ada) if role == "custodian" else register("noaa", **{role: ada})
    for credential in ("password", "api_token"):
        terms = Terms(date(2027, 9, 1), 90)
        schedule_rotation(session, noaa, credential, terms, by=sam, now=NOW, office=OFFICE)
    leave(ada)
    tell()
    assert [(s.credential, s.due_on, s.reason) for s in schedules(session)] == [
        ("password", TODAY, RotationReason.LEAVER),
        ("api_token", TODAY, RotationReason.LEAVER),
    ]
    assert trail(session, noaa).count("rotation:change:demanded") == 2


def test_an_account_without_a_schedule_gets_one(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person
) -> None:
    register("noaa", ada)
    leave(ada)
    tell()
    [schedule] = schedules(session)
    assert (schedule.account.handle, schedule.credential, schedule.due_on) == ("noaa", "password", TODAY)
    assert schedule.every_days is None


def test_an_earlier_due_day_stays(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, sam: Person
) -> None:
    noaa, late = register("noaa", ada), TODAY - timedelta(days=5)
    schedule_rotation(session, noaa, "password", Terms(late), by=sam, now=NOW, office=OFFICE)
    leave(ada)
    tell()
    [schedule] = schedules(session)
    assert (schedule.due_on, schedule.reason) == (late, RotationReason.LEAVER)


@pytest.mark.parametrize(("days_after", "reason"), [(0, RotationReason.LEAVER), (1, RotationReason.SCHEDULED)])
def test_only_a_change_on_a_later_day_than_the_leaving_counts(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, sam: Person, days_after: int,
    reason: RotationReason,
) -> None:  # fmt: skip
    schedule = schedule_rotation(
        session, register("noaa", ada), "password", Terms(TODAY, 90), by=sam, now=NOW, office=OFFICE
    )
    leave(ada)
    later = NOW + timedelta(days=days_after)
    changed_on = OFFICE.today(later)
    record_rotation(session, schedule, rotated_on=changed_on, by=sam, form_key=None, now=later, office=OFFICE)
    session.commit()
    tell(later)
    assert schedules(session)[0].reason is reason


@pytest.mark.parametrize(
    ("others", "asked"),
    [
        ({"custodian"}, ["olu"]),
        ({"owner", "deputy"}, ["grace"]),
        ({"deputy"}, ["mei"]),
        ({"gone owner", "deputy"}, ["mei"]),
        (set(), ["sam"]),
    ],
)
def test_whoever_is_still_here_is_asked_at_once_and_security_when_nobody_is(
    session: Session, register: Register, leave: Leave, tell: Tell,
    cast: dict[str, Person], others: set[str], asked: list[str],
) -> None:  # fmt: skip
    ada, named = cast["ada"], {}
    if "owner" in others:
        named["owner"] = cast["grace"]
    if "gone owner" in others:
        named["owner"] = cast["lars"]
    if "deputy" in others:
        named["deputy"] = cast["mei"]
    held_by = [ada, cast["olu"]] if "custodian" in others else [ada]
    noaa = register("noaa", *held_by, **named)
    terms = Terms(TODAY + timedelta(days=90), responsible=ada)
    schedule_rotation(session, noaa, "password", terms, by=cast["sam"], now=NOW, office=OFFICE)
    leave(ada)
    tell()
    remind(session)
    told = [notice.person.login for notice in notices(session, "rotation_reminder") if notice.person]
    assert told == asked


def test_what_a_leaver_was_asked_to_change_falls_due_though_they_held_nothing(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, olu: Person, sam: Person
) -> None:
    terms = Terms(TODAY + timedelta(days=90), responsible=ada)
    schedule_rotation(session, register("noaa", olu), "password", terms, by=sam, now=NOW, office=OFFICE)
    leave(ada)
    tell()
    [schedule] = schedules(session)
    assert (schedule.due_on, schedule.responsible, schedule.answerable) == (TODAY, None, [olu])


def test_tickets_go_back_to_the_queue_and_the_desk_hears_of_them_in_one_mail(
    session: Session, leave: Leave, tell: Tell, mei: Person, ada: Person, olu: Person, cast: dict[str, Person]
) -> None:
    ada.granted.append(PersonRole(role=Role.AGENT, group_dn="cn=agents"))
    tickets = [
        file_ticket(session, Matter(TicketKind.QUESTION, f"May I {n}?"), Said("…", f"k{n}"), by=olu, now=NOW)
        for n in range(3)
    ]
    for ticket in tickets:
        take(session, ticket, by=ada, seen_assignee_id=None, now=NOW)
    answer(session, tickets[1], Said("Yes.", "a"), waits=True, by=ada, now=NOW)
    session.commit()
    leave(ada)
    tell()
    assert [ticket.assignee for ticket in tickets] == [None] * 3
    assert [ticket.state for ticket in tickets] == [TicketState.NEW, TicketState.WAITING, TicketState.NEW]
    assert trail(session, tickets[0])[-1] == "desk:ticket:returned"
    [notice] = notices(session, "tickets_returned")
    assert notice.person == mei
    text = written(session, notice)
    assert text is not None
    assert text.subject == "3 tickets of Ada Sørensen are waiting for somebody"
    assert text.plain.count("/tickets/") == 3
    take(session, tickets[0], by=mei, seen_assignee_id=None, now=NOW)
    text = written(session, notice)
    assert text is not None
    assert text.subject.startswith("2 tickets of")


def test_what_a_leaver_asked_stays_open_and_the_desk_sees_that_they_have_left(
    session: Session, leave: Leave, tell: Tell, mei: Person, olu: Person, client: PageClient
) -> None:
    ticket = file_ticket(session, Matter(TicketKind.QUESTION, "May I?"), Said("…", "k"), by=olu, now=NOW)
    session.commit()
    leave(olu)
    tell()
    assert ticket.state is TicketState.NEW
    assert "has left" in client.sign_in(mei).get(f"/tickets/{ticket.id}").text


def test_policies_ask_nothing_of_a_leaver_and_keep_what_they_said(
    session: Session, leave: Leave, tell: Tell, ada: Person, olu: Person
) -> None:
    publish(session, PolicyFiles(), now=NOW, today=TODAY)
    session.flush()
    version = asked_for(session, TODAY)[0]
    acknowledge(session, version, ada, digest=version.digest, now=NOW, today=TODAY)
    session.commit()
    assert shares(session, [version])[version.id].of == 2
    leave(ada)
    leave(olu)
    tell()
    assert shares(session, [version])[version.id].of == 0
    assert session.scalars(people(version, acknowledged=False)).all() == []
    assert [said.person for said in session.scalars(select(Acknowledgement))] == [ada]


def test_a_stand_in_for_the_owner_is_asked_to_change_the_password(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, sam: Person
) -> None:
    register("noaa", ada, owner=ada)
    ada.manager = sam
    leave(ada)
    tell()
    [schedule] = schedules(session)
    assert schedule.answerable == [sam]


def test_whoever_held_only_a_factor_or_a_way_to_recover_leaves_that_to_be_changed(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, olu: Person
) -> None:
    noaa = register("noaa", olu)
    session.add_all(
        [
            SecondFactor(account_id=noaa.id, kind=FactorKind.APP, holder_id=olu.id, backup_id=ada.id),
            RecoveryMeans(account_id=noaa.id, kind=MeansKind.PHONE, belongs=Belongs.ORGANISATION, holder_id=ada.id),
            ConnectedTool(account_id=noaa.id, name="Planner", holder_id=ada.id),
            AccessGrant(account_id=noaa.id, person_id=ada.id, way=Way.OWN_LOGIN),
        ]
    )
    session.commit()
    leave(ada)
    tell()
    found = {(s.credential, s.due_on, s.reason) for s in schedules(session)}
    names = ("connected_tool", "own_login", "recovery_phone", "second_factor")
    assert found == {(name, TODAY, RotationReason.LEAVER) for name in names}, "not the password, which Ada never knew"


def test_a_leaver_is_one_bundle_that_security_sees_in_the_worker_s_next_round(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, olu: Person, sam: Person,
    client: PageClient,
) -> None:  # fmt: skip
    noaa, nist = register("noaa", ada, olu), register("nist", olu)
    session.add_all(ConnectedTool(account_id=nist.id, name=name, holder_id=ada.id) for name in ("Planner", "Desk"))
    session.commit()
    change = leave(ada)
    tell()
    remind(session)
    event = session.scalars(select(RotationEvent)).one()
    assert (event.person, event.happened_at, event.occasion) == (ada, NOW, f"leaver:{change.id}")
    due = [(loss.schedule.account, loss.schedule.credential, loss.was) for loss in event.losses]
    tool = (nist, "connected_tool", ["connected_tool"])
    assert due == [(noaa, "password", ["custodian"]), tool, tool], "each tool is a change of its own"
    assert [n.person for n in notices(session, "rotation_reminder") if n.person] == [olu] * 3
    client.sign_in(sam)
    assert f'href="/rotations/events/{event.id}"' in client.get("/").text
    [mail] = notices(session, "leaver_exposure")
    text = written(session, mail)
    assert text is not None
    assert f"/rotations/events/{event.id}" in text.plain
