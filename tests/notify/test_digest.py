"""What is owed to one reader at one time goes out in one mail, at most one a day unless something is urgent."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.directory.models import Department, Person
from govdesk.notify import loose, outbox
from govdesk.notify.checking import LastLook
from govdesk.notify.claims import LEASE
from govdesk.notify.models import Notice, NoticeState, Parcel
from govdesk.notify.outcomes import sent
from govdesk.notify.rules import digest_day, next_digest_at
from govdesk.settings import Settings
from tests.conftest import NOW, VIENNA
from tests.notify.conftest import read

LATER = NOW + timedelta(hours=2)
TOMORROW = datetime(2027, 3, 2, 7, tzinfo=UTC)

Owe = Callable[..., Notice]


@pytest.fixture
def owe(session: Session, ada: Person, gathered: None) -> Owe:
    """`owe("k1")` owes ada something that may wait for the digest."""

    def add(key: str, to: Person | Department = ada, at: datetime = NOW, *, is_urgent: bool = False) -> Notice:
        notify.queue(session, "rotation_reminder", subject=ada, to=to, key=key, at=at, is_urgent=is_urgent)
        session.commit()
        return session.scalars(select(Notice).where(Notice.key == key)).one()

    return add


@pytest.fixture
def go_out(session: Session, mailing_nowhere: Settings) -> Callable[[datetime], list[list[str]]]:
    """Claim, look again, pretend to send and record; the keys in each mail."""

    def send(now: datetime) -> list[list[str]]:
        packed = []
        while claims := outbox.claim(session, now, VIENNA, 20):
            packed += LastLook(session, mailing_nowhere, now).at(claims)
            for claim in claims:
                outbox.settle(session, claim, sent(now), now)
            session.commit()
        session.expire_all()
        return [one.keys for one in packed]

    return send


GoOut = Callable[[datetime], list[list[str]]]


def test_what_is_owed_at_one_moment_is_one_mail(owe: Owe, go_out: GoOut, session: Session) -> None:
    notices = [owe(f"k{n}") for n in range(3)]
    assert go_out(NOW) == [["k0", "k1", "k2"]]
    assert {notice.state for notice in notices} == {NoticeState.SENT}
    assert len({notice.message_id for notice in notices}) == 1


def test_every_reader_has_a_mail_of_their_own(owe: Owe, go_out: GoOut, olu: Person) -> None:
    owe("a"), owe("b", olu), owe("c")
    assert sorted(go_out(NOW)) == [["a", "c"], ["b"]]


def test_what_comes_later_that_day_waits_for_the_next_morning(owe: Owe, go_out: GoOut) -> None:
    owe("a")
    go_out(NOW)
    late = owe("b", at=LATER)
    assert go_out(LATER) == []
    assert (late.state, late.send_at, late.due_at) == (NoticeState.OWED, TOMORROW, LATER)
    owe("c", at=TOMORROW)
    assert go_out(TOMORROW) == [["b", "c"]]


def test_what_is_urgent_does_not_wait_and_takes_along_what_came_with_it(owe: Owe, go_out: GoOut) -> None:
    owe("a")
    go_out(NOW)
    owe("b", at=LATER), owe("c", at=LATER, is_urgent=True)
    assert go_out(LATER) == [["b", "c"]]
    assert go_out(TOMORROW) == []


def test_a_mail_before_eight_belongs_to_the_day_before(owe: Owe, go_out: GoOut) -> None:
    midnight = datetime(2027, 2, 28, 23, 5, tzinfo=UTC)
    owe("a", at=midnight)
    assert go_out(midnight) == [["a"]]
    owe("b", at=datetime(2027, 3, 1, 7, tzinfo=UTC))
    assert go_out(datetime(2027, 3, 1, 7, tzinfo=UTC)) == [["b"]]


@pytest.mark.parametrize(
    ("now", "day", "next_one"),
    [
        (datetime(2027, 3, 1, 6, 59, tzinfo=UTC), date(2027, 2, 28), datetime(2027, 3, 1, 7, tzinfo=UTC)),
        (datetime(2027, 3, 1, 7, 0, tzinfo=UTC), date(2027, 3, 1), datetime(2027, 3, 2, 7, tzinfo=UTC)),
        (datetime(2027, 3, 27, 9, 0, tzinfo=UTC), date(2027, 3, 27), datetime(2027, 3, 28, 6, tzinfo=UTC)),
        (datetime(2027, 10, 30, 9, 0, tzinfo=UTC), date(2027, 10, 30), datetime(2027, 10, 31, 7, tzinfo=UTC)),
        (datetime(2028, 2, 28, 9, 0, tzinfo=UTC), date(2028, 2, 28), datetime(2028, 2, 29, 7, tzinfo=UTC)),
    ],
)
def test_a_digests_day_goes_from_eight_to_eight_in_office_time(now: datetime, day: date, next_one: datetime) -> None:
    assert digest_day(now, VIENNA) == day
    assert next_digest_at(day, VIENNA) == next_one


def test_nothing_is_added_to_a_mail_that_was_claimed(session: Session, owe: Owe, mailing_nowhere: Settings) -> None:
    first = owe("a")
    [claim] = outbox.claim(session, NOW, VIENNA, 20)
    session.commit()
    second = owe("b")
    [again] = outbox.claim(session, NOW + LEASE, VIENNA, 20)
    assert again.parcel_id == claim.parcel_id == first.parcel_id
    [packed] = LastLook(session, mailing_nowhere, NOW + LEASE).at([again])
    assert packed.keys == ["a"]
    assert second.parcel_id is None


def test_a_heads_own_mail_holds_what_their_department_is_told(
    owe: Owe, go_out: GoOut, press_office: Department, ada: Person
) -> None:
    press_office.head = ada
    owe("own"), owe("as-head", press_office)
    assert go_out(NOW) == [["own", "as-head"]]


def test_another_head_gets_the_departments_notice_in_another_mail(
    session: Session, owe: Owe, go_out: GoOut, press_office: Department, ada: Person, olu: Person
) -> None:
    press_office.head = ada
    notice = owe("d", press_office)
    outbox.claim(session, NOW, VIENNA, 20)
    press_office.head = olu
    session.commit()
    go_out(NOW + LEASE)
    assert notice.state is NoticeState.SENT
    assert notice.parcel is not None
    assert notice.parcel.person_id == olu.id


def test_who_is_owed_very_much_gets_it_in_several_mails_on_that_day(
    session: Session, owe: Owe, go_out: GoOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govdesk.notify.packing.MOST", 2)
    monkeypatch.setattr(loose, "MOST", 2)
    monkeypatch.setattr(loose, "AT_ONCE", 4)
    for n in range(7):
        owe(f"k{n}")
    assert [len(keys) for keys in go_out(NOW)] == [2, 2, 2, 1]
    assert session.scalars(select(Parcel.part).order_by(Parcel.id)).all() == [0, 1, 2, 3]


def test_a_digest_names_each_thing_with_why_what_to_do_and_its_page(
    session: Session, owe: Owe, mailing_nowhere: Settings
) -> None:
    owe("a"), owe("b")
    [packed] = LastLook(session, mailing_nowhere, NOW).at(outbox.claim(session, NOW, VIENNA, 20))
    mail = read(packed.content)
    assert mail.get_all("X-Notice-Key") == ["a", "b"]
    assert mail["Subject"] == "Change the password of noaa by Thu 11 Mar (in 10 days), and 1 more"
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None
        text = body.get_content()
        assert text.count("http://localhost/rotations/1") == 2
        assert "Why: Scheduled by security." in text
        assert "put the day on record" in text
        assert "Credentials to change" in text or "CREDENTIALS TO CHANGE" in text


def test_one_that_cannot_be_written_holds_up_none_of_the_others(
    session: Session, owe: Owe, go_out: GoOut, names_of: dict[str, dict[str, object]]
) -> None:
    owe("a")
    bad = owe("bad")
    del names_of["bad"]["due_on"]
    assert go_out(NOW) == [["a"]]
    assert (bad.state, bad.attempts, bad.parcel_id) == (NoticeState.OWED, 1, None)
    assert bad.send_at > NOW
