"""Two workers at one moment, and one that died: nobody is warned twice, nothing is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk import db
from govdesk.access import Role
from govdesk.desk import actions
from govdesk.desk.actions import Matter, Said
from govdesk.desk.clocks.jobs import work_through
from govdesk.desk.clocks.models import TicketWarning
from govdesk.desk.rules import TicketKind
from govdesk.directory.models import Person, PersonRole
from govdesk.notify.models import Notice
from tests import databases
from tests.desk.clocks.terms import TERMS

MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
TICKETS = 30


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Callable[[], Session]]:
    """What opens sessions on a database of this test alone, with tickets in it."""
    with databases.migrated(tmp_path) as url:
        engine = db.connect(url)
        sessions = db.sessions_of(engine)
        with sessions() as session:
            people = [Person(directory_id=n, login=n, login_key=n, name=n) for n in ("asks", "helps")]
            people[1].granted.append(PersonRole(role=Role.AGENT, group_dn="cn=agents"))
            session.add_all(people)
            for number in range(TICKETS):
                said = Said("Please.", f"asked {number}")
                matter = Matter(TicketKind.REQUEST, "A wish")
                actions.file_ticket(session, matter, said, by=people[0], now=MONDAY)
            session.commit()
        yield sessions
        engine.dispose()


def counts(sessions: Callable[[], Session]) -> tuple[int | None, int | None]:
    with sessions() as session:
        warned = select(func.count()).select_from(Notice).where(Notice.kind == "ticket_warned")
        return session.scalar(select(func.count()).select_from(TicketWarning)), session.scalar(warned)


def test_four_workers_warn_as_often_as_one(own: Callable[[], Session]) -> None:
    def work(minutes: int) -> None:
        work_through(own, TERMS, now=MONDAY + timedelta(minutes=minutes))

    for minutes in (31, 46, 61):
        with ThreadPoolExecutor(4) as workers:
            list(workers.map(work, [minutes] * 4))
    assert counts(own) == (3 * TICKETS, 3 * TICKETS)


def test_a_worker_that_dies_before_the_end_leaves_nothing_half_done(
    own: Callable[[], Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    work_through(own, TERMS, now=MONDAY)

    def dies(_session: Session) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "commit", dies)
    with pytest.raises(KeyboardInterrupt):
        work_through(own, TERMS, now=MONDAY + timedelta(minutes=31))
    monkeypatch.undo()
    assert counts(own) == (0, 0)
    work_through(own, TERMS, now=MONDAY + timedelta(minutes=31))
    assert counts(own) == (TICKETS, TICKETS)
