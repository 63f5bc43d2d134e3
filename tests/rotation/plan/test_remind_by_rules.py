"""Who is told when: stages, grace and escalation of the rule that applies, and days on which the office is closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount, Tier
from govdesk.directory.models import Department, Person
from govdesk.files import FileError
from govdesk.notify import outbox
from govdesk.notify.checking import LastLook
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation import letters  # noqa: F401 - registers the words
from govdesk.rotation.models import RotationSchedule, RotationState
from govdesk.rotation.office import Office
from govdesk.rotation.plan.reading import plan_of
from govdesk.rotation.settling import settle
from govdesk.settings import Settings
from tests.conftest import NOW, VIENNA
from tests.pages import PageClient
from tests.rotation.plan.conftest import CLOSED, OfficeOf, owed, remind_all, told

HIGH = """
rules:
  - name: High risk
    applies_to: {tiers: [high]}
    remind_days_before: [20, 10, 0]
    grace_days: 2
    overdue_every_days: 7
    tell: {before: [custodians], due: [custodians, owner], overdue: [custodians, owner]}
    escalate: {4: [deputy, manager], 6: [head], 8: [security]}
"""

OVERSEAS = """
working_days: {weekdays: [mon, tue, wed, thu, fri], hours: {from: "09:00", to: "17:00"}}
country: US-DC
"""


def on(day: int) -> datetime:
    """So many days after the due day, in the morning."""
    return datetime(2027, 3, 11, 9, tzinfo=UTC) + timedelta(days=day)


@pytest.mark.parametrize(
    ("day", "stage", "who"),
    [
        (-11, "20", "Ada Sørensen"),
        (-10, "10", "Ada Sørensen"),
        (0, "0", "Ada Sørensen, Grace Okafor"),
        (3, "overdue-3", "Ada Sørensen, Grace Okafor"),
        (5, "overdue-4", "Ada Sørensen, Grace Okafor, Olu Adeyemi, Mei Tanaka"),
        (7, "overdue-6", "Ada Sørensen, Grace Okafor, Olu Adeyemi, Mei Tanaka, Rut Root"),
        (8, "overdue-8", "Ada Sørensen, Grace Okafor, Olu Adeyemi, Mei Tanaka, Rut Root, Sam Lindqvist"),
    ],
)
def test_more_are_told_the_longer_it_is_overdue(
    session: Session, high: RotationSchedule, sam: Person, office_of: OfficeOf, day: int, stage: str, who: str
) -> None:
    high.remind_at = on(day)
    session.commit()
    remind_all(session, on(day), office_of(HIGH))
    assert told(session) == [(stage, name) for name in who.split(", ")]


def test_who_was_told_before_a_rule_changed_is_not_told_of_earlier_stages(
    session: Session, high: RotationSchedule, office: Office, office_of: OfficeOf
) -> None:
    remind_all(session, NOW, office)
    assert high.stage == "14"
    high.remind_at = NOW
    session.commit()
    remind_all(session, NOW, office_of(HIGH.replace("[20, 10, 0]", "[20, 5, 0]")))
    session.refresh(high)
    assert {stage for stage, _who in told(session)} == {"14"}
    assert high.remind_at == datetime(2027, 3, 6, 7, tzinfo=UTC), "five days before, at eight"


def test_days_of_grace_are_those_of_the_rule(high: RotationSchedule, office_of: OfficeOf) -> None:
    days = office_of(HIGH).grace_days(high)
    assert high.state(date(2027, 3, 13), days) is RotationState.IN_GRACE
    assert high.state(date(2027, 3, 14), days) is RotationState.OVERDUE


def test_an_account_of_another_risk_goes_by_the_rest(
    session: Session, high: RotationSchedule, noaa: SocialAccount, office_of: OfficeOf
) -> None:
    noaa.tier = Tier.LOW
    session.commit()
    remind_all(session, NOW, office_of(HIGH))
    assert told(session) == [("14", "Ada Sørensen"), ("14", "NOAA Press Office")]


@pytest.mark.parametrize(
    ("now", "goes_out"),
    [
        # Monday, half past ten in the office; the evening; the next day is the first of two blackouts.
        (datetime(2027, 3, 1, 9, 30, tzinfo=UTC), datetime(2027, 3, 1, 9, 30, tzinfo=UTC)),
        (datetime(2027, 3, 1, 16, 0, tzinfo=UTC), datetime(2027, 3, 8, 8, tzinfo=UTC)),
        (datetime(2027, 3, 4, 7, 0, tzinfo=UTC), datetime(2027, 3, 8, 8, tzinfo=UTC)),
    ],
)
def test_a_reminder_waits_until_the_office_is_open(
    session: Session, schedule: RotationSchedule, office_of: OfficeOf, now: datetime, goes_out: datetime
) -> None:
    schedule.remind_at = now
    session.commit()
    remind_all(session, now, office_of(CLOSED))
    assert {notice.send_at for notice in owed(session)} == {goes_out}


@pytest.mark.parametrize(
    ("zones", "now", "goes_out"),
    [
        ("", datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 3, 1, 9, tzinfo=UTC)),
        # Four in the morning in Washington: it opens at nine there.
        ("{US-DC: America/New_York}", datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 3, 1, 14, tzinfo=UTC)),
        # Late in Vienna, noon there; Friday evening there is Monday morning.
        ("{US-DC: America/New_York}", datetime(2027, 3, 1, 20, tzinfo=UTC), datetime(2027, 3, 1, 20, tzinfo=UTC)),
        ("{US-DC: America/New_York}", datetime(2027, 3, 6, 1, tzinfo=UTC), datetime(2027, 3, 8, 14, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_the_readers_country_where_it_has_a_time_zone(
    session: Session, schedule: RotationSchedule, office_of: OfficeOf, zones: str, now: datetime, goes_out: datetime
) -> None:
    schedule.remind_at = now
    session.commit()
    remind_all(session, now, office_of(OVERSEAS + (f"timezones: {zones}" if zones else "")))
    assert {notice.send_at for notice in owed(session)} == {goes_out}


@pytest.mark.parametrize("zone", ["America/Nowhere", "5", "", "../etc/passwd"])
def test_what_is_no_time_zone_is_named(zone: str) -> None:
    with pytest.raises(FileError, match=r"timezones\.AT.*no time zone"):
        plan_of(f'timezones: {{AT: "{zone}"}}')


def test_a_holiday_is_that_of_the_readers_country(
    session: Session, schedule: RotationSchedule, olu: Person, office_of: OfficeOf
) -> None:
    """Bastille Day: closed for the press office in France, not for Olu in Austria."""
    schedule.calendar_on, schedule.responsible = date(2027, 7, 14), olu
    settle(session, [schedule], now=NOW)
    now = datetime(2027, 7, 14, 8, tzinfo=UTC)
    schedule.remind_at = now
    session.commit()
    remind_all(session, now, office_of(CLOSED))
    goes_out = {(notice.person or notice.department).name: notice.send_at for notice in owed(session)}  # type: ignore[union-attr]
    assert goes_out == {"Olu Adeyemi": now, "NOAA Press Office": datetime(2027, 7, 15, 7, tzinfo=UTC)}


def test_security_is_told_of_what_is_long_overdue_on_any_day(
    session: Session, high: RotationSchedule, sam: Person, office_of: OfficeOf
) -> None:
    a_sunday = datetime(2027, 3, 21, 9, tzinfo=UTC)
    high.remind_at = a_sunday
    session.commit()
    remind_all(session, a_sunday, office_of(CLOSED + HIGH))
    at_once = [notice.person.name for notice in owed(session) if notice.send_at == a_sunday and notice.person]
    assert at_once == ["Sam Lindqvist"]


def test_behind_the_words_of_a_rule_stands_who_is_it_right_before_the_mail_leaves(
    session: Session, high: RotationSchedule, noaa: SocialAccount, sam: Person, lars: Person, office_of: OfficeOf,
    settings: Settings, noor: Person,
) -> None:  # fmt: skip
    high.remind_at = on(5)
    session.commit()
    remind_all(session, on(5), office_of(HIGH))
    noaa.deputy = noor
    session.commit()
    LastLook(session, settings, on(5)).at(outbox.claim(session, on(5), VIENNA, 20))
    session.commit()
    states = {n.person.name: n.state for n in session.scalars(select(Notice)) if n.person and n.stage == "overdue-4"}
    assert states["Olu Adeyemi"] is NoticeState.CANCELLED
    assert states["Noor van Dijk"] is NoticeState.OWED
    assert states["Mei Tanaka"] is NoticeState.SENDING


def test_who_is_only_told_reads_that_others_were_asked(
    session: Session, high: RotationSchedule, settings: Settings, office_of: OfficeOf
) -> None:
    high.remind_at = on(3)
    session.commit()
    remind_all(session, on(3), office_of(HIGH))
    mails = LastLook(session, settings, on(3)).at(outbox.claim(session, on(3), VIENNA, 20))
    told_only = {mail.to: b"Others were asked to change it" in mail.content for mail in mails}
    assert told_only == {"ada@commerce.example": False, "grace@commerce.example": True}


@pytest.mark.parametrize("stage", ["before: [manager]", "on_days: {14: [manager]}"])
def test_a_manager_who_is_told_before_the_day_opens_what_the_mail_leads_to(
    client: PageClient, session: Session, high: RotationSchedule, mei: Person, office_of: OfficeOf, stage: str
) -> None:
    remind_all(session, NOW, office_of(f"tell: {{{stage}}}"))
    assert told(session) == [("14", "Mei Tanaka")]
    assert client.sign_in(mei).get(f"/rotations/{high.id}").status_code == 200


def test_where_nobody_is_asked_the_manager_of_the_owner_is_told_and_opens_it(
    client: PageClient, session: Session, high: RotationSchedule, noaa: SocialAccount, mei: Person, grace: Person,
    sam: Person, office_of: OfficeOf,
) -> None:  # fmt: skip
    grace.manager = mei
    noaa.custodianships.clear()
    session.commit()
    remind_all(session, NOW, office_of("tell: {before: [manager]}"))
    assert told(session) == [("14", "Mei Tanaka"), ("14", "Sam Lindqvist")]
    assert client.sign_in(mei).get(f"/rotations/{high.id}").status_code == 200


@pytest.mark.parametrize(
    ("who", "mailbox", "is_told"),
    [
        ("head", None, "Rut Root"),
        ("head", "press@commerce.example", "Rut Root"),
        ("department", None, "NOAA Press Office"),
    ],
)
def test_without_a_head_of_its_own_the_head_above_is_told_and_opens_it(
    client: PageClient, session: Session, high: RotationSchedule, press_office: Department, commerce: Department,
    root: Person, office_of: OfficeOf, who: str, mailbox: str | None, is_told: str,
) -> None:  # fmt: skip
    press_office.head, press_office.parent, press_office.mailbox = None, commerce, mailbox
    commerce.head = root
    session.commit()
    client.sign_in(root)
    if mailbox:
        assert client.get(f"/rotations/{high.id}").status_code == 404, "their mailbox gets it"
    remind_all(session, NOW, office_of(f"tell: {{before: [{who}]}}"))
    assert told(session) == [("14", is_told)]
    assert client.get(f"/rotations/{high.id}").status_code == 200


def test_a_manager_opens_it_once_it_is_overdue_and_not_before(
    client: PageClient, session: Session, high: RotationSchedule, mei: Person, office_of: OfficeOf
) -> None:
    client.sign_in(mei)
    assert client.get(f"/rotations/{high.id}").status_code == 404
    high.remind_at = on(5)
    session.commit()
    remind_all(session, on(5), office_of(HIGH))
    assert client.get(f"/rotations/{high.id}").status_code == 200
