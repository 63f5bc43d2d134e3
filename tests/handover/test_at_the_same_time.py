"""Several people at one hand-over at the same moment: real connections, on either database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from govdesk import db
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.handover.actions.ending import cancel
from govdesk.handover.actions.steps import close, confirm, list_items
from govdesk.handover.models import Handover
from govdesk.handover.queries import handover_to_change
from govdesk.handover.rules import HandoverState
from tests.conftest import NOW
from tests.crowd import HANDS, at_once
from tests.databases import migrated
from tests.handover.conftest import LIST

Act = Callable[[Session, Handover], object]


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    with migrated(tmp_path) as url:
        engine = db.connect(url)
        yield db.sessions_of(engine)
        engine.dispose()


def hand(sessions: sessionmaker[Session], handover_id: int, act: Act) -> Callable[[], str]:
    """One who does `act` in a transaction of their own: "done", or "told" that somebody was faster."""

    def do() -> str:
        with sessions() as session:
            try:
                act(session, handover_to_change(session, handover_id))
                session.commit()
            except Conflict:
                return "told"
            return "done"

    return do


def steps_on_record(session: Session, step: str) -> int:
    return session.scalar(select(func.count()).where(AuditEvent.action == f"handover:step:{step}")) or 0


def test_of_several_who_close_at_once_one_does_and_the_others_are_told(
    sessions: sessionmaker[Session], session: Session, opened: Handover, noaa: SocialAccount, ada: Person,
    olu: Person, mei: Person,
) -> None:  # fmt: skip
    list_items(session, opened, LIST, by=ada, now=NOW)
    confirm(session, opened, by=olu, now=NOW)
    session.commit()

    def closing(own: Session, found: Handover) -> None:
        close(own, [found], by=own.get_one(Person, mei.id), now=NOW, today=NOW.date())

    became = at_once([hand(sessions, opened.id, closing) for _ in range(HANDS)])
    assert sorted(became) == ["done"] + ["told"] * (HANDS - 1)
    assert steps_on_record(session, "closed") == 1
    session.refresh(noaa)
    assert noaa.owner_id == olu.id


def test_confirmed_while_it_is_cancelled_it_is_one_of_both(
    sessions: sessionmaker[Session], session: Session, opened: Handover, ada: Person, olu: Person, grace: Person
) -> None:
    list_items(session, opened, LIST, by=ada, now=NOW)
    session.commit()

    def confirming(own: Session, found: Handover) -> None:
        confirm(own, found, by=own.get_one(Person, olu.id), now=NOW)

    def cancelling(own: Session, found: Handover) -> None:
        cancel(own, found, "A mistake", by=own.get_one(Person, grace.id), now=NOW)

    confirmed, cancelled = at_once([hand(sessions, opened.id, act) for act in (confirming, cancelling)])
    session.refresh(opened)
    # What is confirmed may still be cancelled; what is cancelled is never confirmed.
    assert (cancelled, opened.state) == ("done", HandoverState.CANCELLED)
    assert steps_on_record(session, "confirmed") == (confirmed == "done")
