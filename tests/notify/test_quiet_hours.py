"""In quiet hours mail that can wait does wait, and what is urgent does not."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.directory.models import Person
from govdesk.files import FileError, PolicyFiles
from govdesk.notify import outbox
from govdesk.notify.models import Notice, NoticeState, QuietHours
from govdesk.notify.policy import read_policy
from govdesk.notify.quiet import Hours
from tests.conftest import VIENNA
from tests.pages import PageClient

NIGHT = Hours(time(19), time(7))
AT_NINE = datetime(2027, 3, 1, 20, tzinfo=UTC)
"""Nine in the evening in Vienna."""
SEVEN = datetime(2027, 3, 2, 6, tzinfo=UTC)

Owe = Callable[..., Notice]


@pytest.mark.parametrize(
    ("hours", "now", "end"),
    [
        (NIGHT, AT_NINE, SEVEN),
        (NIGHT, datetime(2027, 3, 2, 5, 59, tzinfo=UTC), SEVEN),
        (NIGHT, SEVEN, None),
        (NIGHT, datetime(2027, 3, 1, 17, 59, tzinfo=UTC), None),
        (Hours(time(12), time(13)), datetime(2027, 3, 1, 11, 30, tzinfo=UTC), datetime(2027, 3, 1, 12, tzinfo=UTC)),
        (NIGHT, datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 5, tzinfo=UTC)),
        (NIGHT, datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 6, tzinfo=UTC)),
    ],
)
def test_they_end_at_the_same_time_of_day_whatever_the_clocks_do(
    hours: Hours, now: datetime, end: datetime | None
) -> None:
    assert hours.end(now, VIENNA) == end


@pytest.fixture
def owe(session: Session, ada: Person, gathered: None) -> Owe:
    def add(key: str, *, is_urgent: bool = False) -> Notice:
        notify.queue(session, "rotation_reminder", subject=ada, to=ada, key=key, at=AT_NINE, is_urgent=is_urgent)
        return session.scalars(select(Notice).where(Notice.key == key)).one()

    return add


def test_mail_waits_until_they_are_over(session: Session, owe: Owe) -> None:
    notice = owe("k")
    assert outbox.claim(session, AT_NINE, VIENNA, 20, NIGHT) == []
    assert (notice.state, notice.send_at) == (NoticeState.OWED, SEVEN)
    assert len(outbox.claim(session, SEVEN, VIENNA, 20, NIGHT)) == 1


def test_what_is_urgent_leaves(session: Session, owe: Owe) -> None:
    owe("k", is_urgent=True)
    assert len(outbox.claim(session, AT_NINE, VIENNA, 20, NIGHT)) == 1


def test_a_persons_own_hours_count_too(session: Session, owe: Owe, ada: Person) -> None:
    session.add(QuietHours(person_id=ada.id, begins=time(18), ends=time(9)))
    notice = owe("k")
    assert outbox.claim(session, AT_NINE, VIENNA, 20, NIGHT) == []
    assert notice.send_at == datetime(2027, 3, 2, 8, tzinfo=UTC)


def test_people_set_and_clear_their_own(client: PageClient, session: Session, ada: Person) -> None:
    client.sign_in(ada)
    client.submit("/settings/notices", to="/settings/notices", begins="18:00", ends="08:00")
    own = session.scalars(select(QuietHours)).one()
    assert (own.begins, own.ends) == (time(18), time(8))
    client.submit("/settings/notices", to="/settings/notices", begins="", ends="")
    assert session.scalars(select(QuietHours)).all() == []


@pytest.mark.parametrize(("begins", "ends"), [("18:00", ""), ("18:00", "18:00"), ("x", "08:00")])
def test_half_or_senseless_hours_come_back(client: PageClient, ada: Person, begins: str, ends: str) -> None:
    client.sign_in(ada)
    answer = client.submit("/settings/notices", to="/settings/notices", begins=begins, ends=ends)
    assert answer.status_code == 422


@pytest.mark.parametrize("text", ['quiet_hours: {from: "07:00", to: "07:00"}', "quiet_hours: 8", "quite_hours: null"])
def test_a_fault_in_the_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "notices.yml").write_text(text)
    with pytest.raises(FileError, match=r"notices\.yml"):
        read_policy(PolicyFiles(tmp_path))


def test_the_shipped_file_has_none() -> None:
    assert read_policy(PolicyFiles(None)).quiet is None
