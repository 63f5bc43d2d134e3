"""What is written for many in one statement is right for each of them."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.directory.models import Department, Person
from govdesk.notify import outbox
from govdesk.notify.columns import change_each
from govdesk.notify.jobs import deliver_owed
from govdesk.notify.models import Notice
from govdesk.settings import Settings
from tests.notify.conftest import Queue, mails
from tools.servers.mailsink import MailSink

UTC = ZoneInfo("UTC")


def test_each_notice_is_put_into_a_mail_to_its_own_reader(
    session: Session, queue: Queue, cast: dict[str, Person], press_office: Department
) -> None:
    press_office.mailbox = "press@noaa.example"
    for name in ("sam", "ada", "olu", "mei"):
        for part in "ab":
            queue(to=cast[name], key=f"{name}:{part}")
    queue(to=press_office, key="press")
    claims = outbox.claim(session, clock.utcnow(), UTC, 200)
    notices = session.scalars(select(Notice)).all()
    assert len(claims) == len({notice.parcel_id for notice in notices}) == 9
    for notice in notices:
        assert notice.parcel is not None
        assert (notice.parcel.person_id, notice.parcel.department_id) == (notice.person_id, notice.department_id)


@pytest.mark.parametrize("path", ["/rotations/7", None])
def test_the_bell_says_of_each_what_its_mail_said(
    session: Session, sessions: Callable[[], Session], mailing: Settings, sink: MailSink, queue: Queue,
    cast: dict[str, Person], path: str | None,
) -> None:  # fmt: skip
    notices = [queue(to=cast[name], key=name) for name in ("sam", "ada", "olu")]
    change_each(session, Notice, [{"id": notice.id, "path": path, "title": notice.key} for notice in notices])
    session.commit()
    session.expire_all()
    assert [(notice.title, notice.path) for notice in notices] == [("sam", path), ("ada", path), ("olu", path)]
    deliver_owed(sessions, mailing)
    session.expire_all()
    assert {notice.title for notice in notices} == {str(mail["Subject"]) for mail in mails(sink)}
    assert {notice.path for notice in notices} == {"/rotations/1"}
