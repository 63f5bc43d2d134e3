"""The bell: what a person was told stands in their pages until they put it aside."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.directory.models import Person
from govdesk.notify.models import Notice, NoticeState
from tests.pages import PageClient


@pytest.fixture
def told(session: Session, ada: Person, olu: Person) -> list[Notice]:
    """Two things that ada was told, and one for olu."""
    for number, to in enumerate((ada, ada, olu)):
        notify.queue(session, "ticket_filed", subject=to, to=to, key=f"k{number}", at=clock.utcnow())
    notices = list(session.scalars(select(Notice).order_by(Notice.id)))
    for notice in notices:
        notice.state, notice.sent_at = NoticeState.SENT, clock.utcnow()
        notice.title, notice.path = f"Look at {notice.key} <b>", "/rotations"
    session.commit()
    return notices


def test_it_shows_what_one_was_told_oneself(client: PageClient, told: list[Notice], ada: Person) -> None:
    text = client.sign_in(ada).get("/notices").text
    assert "Look at k0 &lt;b&gt;" in text
    assert "Look at k1" in text
    assert "Look at k2" not in text


def test_every_page_says_how_many_are_new(
    client: PageClient, session: Session, told: list[Notice], ada: Person
) -> None:
    client.sign_in(ada)
    assert "2 new" in client.get("/settings/notices").text
    client.submit("/notices", to="/notices/readings")
    assert "2 new" not in client.get("/settings/notices").text


def test_what_never_left_stands_there_too(
    client: PageClient, session: Session, told: list[Notice], ada: Person
) -> None:
    told[0].state, told[0].sent_at, told[1].state = NoticeState.FAILED, None, NoticeState.KEPT
    session.commit()
    text = client.sign_in(ada).get("/notices").text
    assert "the mail came back" in text
    assert "Look at k1" in text
    client.submit("/notices", to="/notices/readings")
    assert "Nothing new" in client.get("/notices").text


def test_reading_the_page_puts_nothing_aside_and_a_post_does(
    client: PageClient, session: Session, told: list[Notice], ada: Person
) -> None:
    client.sign_in(ada)
    client.get("/notices")
    client.get("/notices")
    assert [notice.read_at for notice in told] == [None] * 3
    client.submit("/notices", to="/notices/readings")
    session.expire_all()
    assert [notice.read_at is not None for notice in told] == [True, True, False]
    assert "Nothing new" in client.get("/notices").text


def test_what_came_while_one_read_stays(
    client: PageClient, session: Session, told: list[Notice], ada: Person
) -> None:
    client.sign_in(ada)
    client.submit("/notices", to="/notices/readings", up_to=str(told[0].id))
    session.expire_all()
    assert [notice.read_at is not None for notice in told] == [True, False, False]


@pytest.mark.parametrize("wrong", ["", "x", "-1", "9" * 20])
def test_nonsense_puts_nothing_aside(
    client: PageClient, session: Session, told: list[Notice], ada: Person, wrong: str
) -> None:
    client.sign_in(ada)
    client.submit("/notices", to="/notices/readings", up_to=wrong)
    session.expire_all()
    assert [notice.read_at for notice in told] == [None] * 3
