"""One occasion told by several at the same moment is one event, and each is answered with it: real connections."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from govdesk import (
    db,
    roof,  # noqa: F401 - puts the rooms together
)
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.directory.models import Person
from govdesk.notify.models import Notice
from govdesk.rotation.asking import ASKED, ask_for_change
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import accounts_that_open
from govdesk.rotation.telling import Told, tell
from tests.conftest import NOW
from tests.crowd import HANDS, at_once
from tests.databases import SERVER, migrated

Opens = Callable[[Session, SocialAccount, Person, Office], RotationEvent]


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    with migrated(tmp_path) as url:
        engine = db.connect(url)
        yield db.sessions_of(engine)
        engine.dispose()


@pytest.fixture(autouse=True)
def nobody_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL all have looked, and found nothing, before one goes on; SQLite lets in one at a time."""
    together = Barrier(HANDS)

    def wait(session: Session, ids: set[int]) -> dict[int, SocialAccount]:
        together.wait(timeout=20)
        return accounts_that_open(session, ids)

    if SERVER:
        monkeypatch.setattr("govdesk.rotation.opening.accounts_that_open", wait)


def told(session: Session, account: SocialAccount, by: Person, office: Office) -> RotationEvent:
    said = Told(RotationReason.REQUEST, account.url, "password", NOW, "It was on a slide")
    return tell(
        session, said, platforms=catalogue(), form_key="one", by=by, now=NOW, today=NOW.date(), tz=office.tz
    )  # fmt: skip


def asked(session: Session, account: SocialAccount, by: Person, office: Office) -> RotationEvent:
    return ask_for_change(session, account, "password", "On a slide", by=by, form_key="one", now=NOW, office=office)


@pytest.mark.parametrize("opens", [told, asked])
@pytest.mark.parametrize("is_scheduled", [True, False])
def test_each_is_answered_with_the_one_event(
    sessions: sessionmaker[Session], session: Session, noaa: SocialAccount, sam: Person, ada: Person,
    office: Office, opens: Opens, is_scheduled: bool,
) -> None:  # fmt: skip
    noaa.identity = "x:account:noaa"
    if is_scheduled:
        session.add(RotationSchedule(account=noaa, credential="password"))
    session.commit()

    def hand() -> int:
        with sessions() as own:
            account, by = own.get_one(SocialAccount, noaa.id), own.get_one(Person, ada.id)
            event = opens(own, account, by, office)
            own.commit()
            return event.id

    assert len(set(at_once([hand] * HANDS))) == 1
    for table in (RotationEvent, RotationLoss, RotationSchedule):
        assert session.scalar(select(func.count()).select_from(table)) == 1, table
    mails = select(func.count()).select_from(Notice).where(Notice.kind == ASKED)
    assert session.scalar(mails) == (1 if opens is asked else 0)
