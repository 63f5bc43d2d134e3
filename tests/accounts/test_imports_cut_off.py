"""An import that was cut off goes on behind what it recorded, and everything it wrote can be taken back."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import islice

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.importing.actions import carrying, imports, undoing, writing
from govdesk.accounts.importing.actions.progress import CUT_OFF_AFTER, TakenOver, go_on
from govdesk.accounts.importing.models import AccountImport, ImportRow, RowOutcome
from govdesk.accounts.importing.source import Source, Wish, source_of
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from tests.accounts.conftest import TODAY
from tests.conftest import NOW
from tests.pages import Page, PageClient

HANDLES = [f"office{number}" for number in range(7)]
FILE = "\n".join(["url,department", *(f"x.com/{handle},Bureau of {handle}" for handle in HANDLES), "x.com/office1,"])
LATER = NOW + CUT_OFF_AFTER + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (carrying, writing, undoing):
        monkeypatch.setattr(module, "PORTION", 2)


@pytest.fixture
def file(platforms: Catalogue) -> Source:
    return source_of("list.csv", FILE.encode(), platforms, wish=Wish(is_whole=True))


def bring(session: Session, file: Source, platforms: Catalogue, steps: int | None = None) -> AccountImport:
    """Do so many steps, each committed, and stop like a process that is killed in the middle of the next."""
    received, doing = imports.bring(session, file, by=None, now=NOW, today=TODAY, platforms=platforms)
    for done in islice(doing, steps):
        go_on(session, received, done, at=NOW)
        session.commit()
    if steps is not None:
        next(doing)
        session.rollback()
    session.expire_all()
    return received


def take_back(session: Session, received: AccountImport) -> Iterator[undoing.Undone]:
    return undoing.undo(session, received, by=None, now=LATER, today=TODAY)


def accounts(session: Session) -> list[str]:
    return list(session.scalars(select(SocialAccount.handle).order_by(SocialAccount.id)))


def rows(session: Session, received: AccountImport, outcome: RowOutcome) -> int:
    chosen = select(func.count()).where(ImportRow.import_id == received.id, ImportRow.outcome == outcome)
    return session.scalar(chosen) or 0


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 6, 7])
def test_running_it_again_goes_on_and_the_record_tells_all(
    session: Session, file: Source, platforms: Catalogue, steps: int
) -> None:
    whole = source_of("list.csv", FILE.encode(), platforms, wish=Wish(is_whole=True))
    first = bring(session, file, platforms, steps)
    assert first.finished_at is None
    again = bring(session, whole, platforms)
    assert again.id == first.id
    assert accounts(session) == HANDLES
    assert (again.report["new"], again.report["same"], again.report["duplicates"]) == (7, 0, 1)
    assert len(again.report["unmatched"]) == 7
    assert (rows(session, again, RowOutcome.NEW), rows(session, again, RowOutcome.DUPLICATE)) == (7, 1)
    told = select(func.count()).where(AuditEvent.action == "accounts:account:imported")
    assert session.scalar(told) == 7, "once of each"


def test_all_that_it_wrote_is_taken_back_when_it_went_on(
    session: Session, file: Source, platforms: Catalogue
) -> None:
    bring(session, file, platforms, 3)
    received = bring(session, source_of("list.csv", FILE.encode(), platforms, wish=Wish(is_whole=True)), platforms)
    for _step in take_back(session, received):
        session.commit()
    assert accounts(session) == []
    assert (received.undone["removed"], received.undone["kept"]) == (7, [])


def test_one_that_never_went_on_can_be_taken_back_once_nobody_works_on_it(
    session: Session, file: Source, platforms: Catalogue
) -> None:
    received = bring(session, file, platforms, 3)
    assert len(accounts(session)) == 4
    with pytest.raises(Conflict, match="not finished"):
        next(undoing.undo(session, received, by=None, now=NOW, today=TODAY))
    for _step in take_back(session, received):
        session.commit()
    assert accounts(session) == []
    assert received.undone["removed"] == 4


def test_taking_back_that_was_cut_off_goes_on_and_counts_everything(
    session: Session, file: Source, platforms: Catalogue
) -> None:
    received = bring(session, file, platforms)
    doing = take_back(session, received)
    for _step in islice(doing, 2):
        session.commit()
    next(doing)
    session.rollback()
    assert len(accounts(session)) == 3
    for _step in take_back(session, received):
        session.commit()
    assert accounts(session) == []
    assert (received.undone["removed"], received.undone["kept"]) == (7, [])


def test_the_page_goes_on_with_what_it_began(
    session: Session, client: PageClient, grace: Person, platforms: Catalogue
) -> None:
    comms = client.sign_in(grace)
    preview = comms.submit("/accounts/import", file=(BytesIO(FILE.encode()), "list.csv")).location
    received = session.scalars(select(AccountImport)).one()
    long_ago = clock.utcnow() - 2 * CUT_OFF_AFTER
    doing = imports.apply(session, received, by=grace, now=long_ago, today=TODAY, platforms=platforms)
    for _done in islice(doing, 3):
        session.commit()
    next(doing)
    session.rollback()
    assert "Not all of it is in yet." in comms.get(preview).text
    button = Page(comms.get(preview).text).form(preview)
    assert comms.post(preview, data=button.values).status_code == 303
    session.expire_all()
    assert accounts(session) == HANDLES
    assert received.report["new"] == 7


def test_who_was_thought_gone_writes_nothing_more(session: Session, file: Source, platforms: Catalogue) -> None:
    received, doing = imports.bring(session, file, by=None, now=NOW, today=TODAY, platforms=platforms)
    go_on(session, received, next(doing), at=NOW)
    session.commit()
    elsewhere = update(AccountImport).values(went_on_at=LATER)
    session.execute(elsewhere, execution_options={"synchronize_session": False})
    with pytest.raises(TakenOver):
        go_on(session, received, next(doing), at=NOW)
