"""Several people at one credential at the same moment: real connections, on either database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from govdesk import db
from govdesk.accounts import queries
from govdesk.accounts.actions import custody
from govdesk.accounts.importing.actions import imports
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from tests.accounts.conftest import TODAY
from tests.conftest import NOW
from tests.crowd import HANDS
from tests.databases import migrated

Act = Callable[[Session], object]


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    with migrated(tmp_path) as url:
        engine = db.connect(url)
        yield db.sessions_of(engine)
        engine.dispose()


@pytest.fixture
def storms(session: Session, ada: Person) -> SocialAccount:
    account = SocialAccount(
        identity="x:account:noaa",
        platform="x",
        kind="account",
        handle="noaa",
        url="https://x.com/noaa",
        name="NOAA",
        registered_at=NOW,
    )
    session.add(account)
    session.commit()
    return account


def at_once(sessions: sessionmaker[Session], act: Act) -> list[str]:
    """What became of each hand that did `act`: "done", or the name of the error."""
    together = Barrier(HANDS)

    def hand(_number: int) -> str:
        together.wait(timeout=20)
        with sessions() as session:
            try:
                act(session)
                session.commit()
            except Conflict:
                return "told"
            return "done"

    with ThreadPoolExecutor(HANDS) as hands:
        return sorted(hands.map(hand, range(HANDS)))


def events(session: Session, action: str) -> int:
    return session.scalar(select(func.count()).where(AuditEvent.action == action)) or 0


def test_of_six_who_hand_over_one_credential_five_are_told(
    sessions: sessionmaker[Session], session: Session, storms: SocialAccount, ada: Person
) -> None:
    def add(own: Session) -> None:
        account, person = queries.account(own, storms.id), own.get_one(Person, ada.id)
        custody.add_custodian(own, account, person, by=None, now=NOW, today=TODAY)

    assert at_once(sessions, add) == ["done"] + ["told"] * 5
    assert session.scalar(select(func.count()).select_from(Custodianship)) == 1
    assert events(session, "accounts:custodian:added") == 1


def test_of_six_who_take_one_credential_away_one_is_recorded(
    sessions: sessionmaker[Session], session: Session, storms: SocialAccount, ada: Person
) -> None:
    held = custody.add_custodian(session, storms, ada, by=None, now=NOW, today=TODAY)
    session.commit()

    def end(own: Session) -> None:
        found = own.get_one(Custodianship, held.id)
        custody.end_custodianship(own, found, by=None, now=NOW, today=TODAY)

    assert at_once(sessions, end) == ["done"] + ["told"] * 5
    assert events(session, "accounts:custodian:ended") == 1


def test_two_files_that_name_the_same_accounts_in_another_order_are_both_brought_in(
    sessions: sessionmaker[Session], session: Session, platforms: Catalogue
) -> None:
    lines = [f"https://x.com/bureau{number:03}" for number in range(400)]
    together = Barrier(2)

    def bring_in(urls: list[str]) -> None:
        content = "\n".join(["url", *urls]).encode()
        with sessions() as own:
            file = source_of("list.csv", content, platforms)
            together.wait(timeout=20)
            _received, rows = imports.bring(own, file, by=None, now=NOW, today=TODAY, platforms=platforms)
            for _done in rows:
                pass
            own.commit()

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(bring_in, (lines, lines[::-1])))
    assert session.scalar(select(func.count()).select_from(SocialAccount)) == len(lines)
