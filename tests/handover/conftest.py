"""@noaa is Ada's and the press office's; Olu, whose manager is Mei, is to take it over."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import roof  # noqa: F401 - teaches the history
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.models import Handover
from govdesk.handover.rules import Item
from govdesk.handover.terms import Terms
from govdesk.notify.models import Notice, NoticeState
from govdesk.worker import LETTERS
from tests.conftest import NOW

WRITTEN_BY = LETTERS
"""Imported so that every notice can be written."""
LIST = {Item.SIGN_IN: "A shared log-in, kept in the vault", Item.SECOND_FACTOR: "An app on the duty phone"}


@pytest.fixture
def noaa(session: Session, press_office: Department, ada: Person) -> SocialAccount:
    account = SocialAccount(
        identity="x:noaa", platform="x", kind="profile", handle="noaa", url="https://x.com/noaa", name="NOAA",
        owner=ada, registered_at=NOW, ownerships=[Ownership(department=press_office, position=0)],
    )  # fmt: skip
    session.add(account)
    session.commit()
    return account


@pytest.fixture
def to_olu(noaa: SocialAccount, census: Department, olu: Person, mei: Person) -> Terms:
    """Olu and his department."""
    olu.manager = mei
    return Terms((census,), olu, None)


@pytest.fixture
def opened(session: Session, noaa: SocialAccount, to_olu: Terms, grace: Person) -> Handover:
    """Grace has asked for it; Ada is to list."""
    handover = open_handover(session, noaa, to_olu, why=None, by=grace, now=NOW)
    assert handover is not None
    session.commit()
    return handover


def told(session: Session) -> list[tuple[str | None, str]]:
    """Stage and login of the mails that are owed."""
    owed = select(Notice).where(Notice.kind == "handover", Notice.state == NoticeState.OWED).order_by(Notice.id)
    return [(notice.stage, notice.person.login) for notice in session.scalars(owed) if notice.person]
