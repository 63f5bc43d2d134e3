"""A whole import is taken back: what nobody touched since; the rest stays and is named."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.actions.ownership import assign_deputy, assign_owner
from govdesk.accounts.importing.actions import imports, undoing
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Department, Person
from govdesk.errors import Conflict
from govdesk.exposure.models import AccountExposure
from govdesk.exposure.reckoning import reckon
from tests.accounts.conftest import TODAY
from tests.conftest import NOW
from tests.pages import PageClient

HEAD = "url,name,department,owner,deputy,custodians\n"
Bring = Callable[..., AccountImport]
Undo = Callable[[AccountImport], dict[str, object]]


@pytest.fixture
def bring(session: Session, platforms: Catalogue, grace: Person) -> Bring:
    """Grace brings in rows."""

    def bring(*lines: str) -> AccountImport:
        found = source_of("list.csv", (HEAD + "\n".join(lines)).encode(), platforms)
        received, steps = imports.bring(session, found, by=grace, now=NOW, today=TODAY, platforms=platforms)
        for _done in steps:
            session.commit()
        session.expire_all()
        return received

    return bring


@pytest.fixture
def undo(session: Session, grace: Person) -> Undo:
    """Grace takes an import back."""

    def undo(received: AccountImport) -> dict[str, object]:
        for _step in undoing.undo(session, received, by=grace, now=NOW, today=TODAY):
            session.commit()
        session.expire_all()
        return received.undone

    return undo


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SocialAccount)) or 0


def account(session: Session, handle: str) -> SocialAccount:
    return session.scalars(select(SocialAccount).where(SocialAccount.handle == handle)).one()


def test_accounts_that_it_made_go_again(
    session: Session, bring: Bring, undo: Undo, press_office: Department, ada: Person
) -> None:
    received = bring("x.com/noaa,NOAA,NOAA Press Office,ada,,ada", "x.com/nist,,,,,")
    assert undo(received) == {"removed": 2, "put_back": 0, "kept": []}
    assert count(session) == 0
    assert received.undone_at == NOW


def test_what_the_worker_reckons_of_an_account_is_nobodys_work(session: Session, bring: Bring, undo: Undo) -> None:
    received = bring("x.com/noaa,,,,,", "x.com/nist,,,,,")
    reckon(session, session.scalars(select(SocialAccount.id)).all(), TODAY)
    session.commit()
    assert undo(received)["removed"] == 2
    assert count(session) == session.scalar(select(func.count()).select_from(AccountExposure)) == 0


def test_who_took_care_of_one_keeps_it(session: Session, bring: Bring, undo: Undo, ada: Person) -> None:
    received = bring("x.com/noaa,,,,,", "x.com/nist,,,,,")
    assign_owner(session, account(session, "nist"), ada, by=ada, now=NOW)
    session.commit()
    reason = "Somebody has worked with it since."
    assert undo(received) == {
        "removed": 1,
        "put_back": 0,
        "kept": [{"account": "https://x.com/nist", "reason": reason}],
    }
    assert account(session, "nist").owner is ada


def test_what_a_later_import_lists_too_stays(session: Session, bring: Bring, undo: Undo) -> None:
    first = bring("x.com/noaa,,,,,")
    bring("x.com/noaa,,,,,")
    assert undo(first)["kept"] == [{"account": "https://x.com/noaa", "reason": "A later import lists it, too."}]
    assert count(session) == 1


def test_fields_go_back_to_what_they_were(
    session: Session,
    bring: Bring,
    undo: Undo,
    storms: SocialAccount,
    cast: dict[str, Person],
    press_office: Department,
    commerce: Department,
) -> None:
    received = bring("x.com/noaa_storms,Storm Watch,NOAA Press Office|Department of Commerce,,sam,olu")
    assert storms.departments == [press_office, commerce]
    assert undo(received) == {"removed": 0, "put_back": 1, "kept": []}
    assert (storms.name, storms.departments) == ("NOAA Storms", [press_office])
    assert (storms.owner, storms.deputy, storms.custodians) == (cast["grace"], None, [cast["ada"]])
    assert audit.history_of(session, storms)[0].actor_name == "Grace Okafor"


def test_custodians_that_it_named_go_again_though_the_row_counts_as_the_same(
    bring: Bring, undo: Undo, storms: SocialAccount, cast: dict[str, Person]
) -> None:
    received = bring("x.com/noaa_storms,,,,,ada;olu")
    assert (received.report["changed"], received.report["same"]) == (0, 1)
    assert storms.custodians == [cast["ada"], cast["olu"]]
    undo(received)
    assert storms.custodians == [cast["ada"]]


def test_a_field_that_somebody_changed_since_stays_and_is_named(
    session: Session, bring: Bring, undo: Undo, storms: SocialAccount, cast: dict[str, Person]
) -> None:
    received = bring("x.com/noaa_storms,Storm Watch,,,mei,")
    assign_deputy(session, storms, cast["sam"], by=cast["grace"], now=NOW)
    session.commit()
    assert undo(received)["kept"] == [
        {"account": "https://x.com/NOAA_Storms", "reason": "Somebody has changed it since: deputy."}
    ]
    assert (storms.name, storms.deputy) == ("NOAA Storms", cast["sam"])


def test_twice_is_once(bring: Bring, undo: Undo) -> None:
    received = bring("x.com/noaa,,,,,")
    assert undo(received) == undo(received)


def test_what_is_not_finished_is_not_taken_back(session: Session, bring: Bring, undo: Undo) -> None:
    received = bring("x.com/noaa,,,,,")
    received.finished_at = None
    with pytest.raises(Conflict):
        undo(received)


def test_the_number_of_a_removed_account_never_comes_back(session: Session, bring: Bring, undo: Undo) -> None:
    received = bring("x.com/noaa,,,,,")
    number = account(session, "noaa").id
    undo(received)
    bring("x.com/nist,,,,,")
    assert account(session, "nist").id > number, "its history would become another account's"


def test_the_page_lists_what_was_imported_and_takes_it_back(
    client: PageClient, session: Session, bring: Bring, grace: Person
) -> None:
    received = bring("x.com/noaa,,,,,", "x.com/nist,,,,,")
    comms = client.sign_in(grace)
    assert "list.csv" in comms.get("/accounts/import/history").text
    here = f"/accounts/import/{received.id}"
    answer = comms.submit(here, to=f"{here}/undoing")
    shown = comms.get(answer.location).text
    assert "The import is taken back." in shown
    assert "Take this import back" not in shown
    assert count(session) == 0
    assert "taken back" in comms.get("/accounts/import/history").text
