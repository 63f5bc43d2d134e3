"""Many people report one address at the same moment: real connections, on either database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from govdesk import db
from govdesk.accounts.platforms.identity import Identity
from govdesk.directory.models import Person
from govdesk.proof.actions import report
from govdesk.proof.models import ImpostorReport, Outsider
from tests.conftest import NOW
from tests.crowd import HANDS
from tests.databases import migrated

FAKE = Identity("x", "account", "n0aa", "x:account:n0aa", "https://x.com/n0aa")


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    with migrated(tmp_path) as url:
        engine = db.connect(url)
        yield db.sessions_of(engine)
        engine.dispose()


@pytest.fixture
def olus_id(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        olu = Person(directory_id="olu", login="olu", login_key="olu", name="Olu Adeyemi")
        session.add(olu)
        session.commit()
        return olu.id


@pytest.mark.parametrize("same_form", [False, True])
def test_each_report_counts_once_on_one_entry(sessions: sessionmaker[Session], olus_id: int, same_form: bool) -> None:
    together = Barrier(HANDS)

    def hand(number: int) -> None:
        together.wait(timeout=20)
        with sessions() as session:
            olu, key = session.get_one(Person, olus_id), "one" if same_form else f"form {number}"
            report(session, FAKE, reason="It asks for money.", form_key=key, by=olu, now=NOW)
            session.commit()

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(hand, range(HANDS)))
    with sessions() as session:
        counted = [session.scalar(select(func.count()).select_from(table)) for table in (Outsider, ImpostorReport)]
    assert counted == [1, 1 if same_form else HANDS]
