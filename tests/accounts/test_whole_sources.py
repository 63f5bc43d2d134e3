"""A file that is the whole of its source: what the source lists no longer is said to be gone, and nothing more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.importing.actions import imports, undoing
from govdesk.accounts.importing.models import AccountImport, ImportRow, RowOutcome
from govdesk.accounts.importing.source import Wish, named_by, source_of
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Person
from govdesk.errors import Invalid
from tests.accounts.conftest import TODAY
from tests.conftest import NOW

CONGRESS = Path(__file__).parent / "data"
BEFORE, AFTER = "legislators-social-media.2024-12-16.yaml", "legislators-social-media.2025-03-13.yaml"
Bring = Callable[..., AccountImport]
NOAA, NIST, EDA = "x.com/noaa", "x.com/nist", "x.com/eda"


@pytest.fixture
def bring(session: Session, platforms: Catalogue, grace: Person) -> Bring:
    """Grace brings in a list of addresses, or a file, as the whole of its source unless she says otherwise."""

    def bring(*urls: str, file: Path | None = None, whole: bool = True, source: str = "") -> AccountImport:
        content = file.read_bytes() if file else "\n".join(["url", *urls]).encode()
        found = source_of(
            file.name if file else "list.csv", content, platforms, wish=Wish(source=source, is_whole=whole)
        )
        received, steps = imports.bring(session, found, by=grace, now=NOW, today=TODAY, platforms=platforms)
        for _done in steps:
            session.commit()
        return received

    return bring


def gone(received: AccountImport) -> list[str]:
    return [url.removeprefix("https://") for url in received.report["gone"]]


def accounts(session: Session) -> dict[str, SocialAccount]:
    return {account.url.removeprefix("https://"): account for account in session.scalars(select(SocialAccount))}


def records(session: Session, received: AccountImport, *outcomes: RowOutcome) -> set[str]:
    """The offices of an import's rows that came out so."""
    rows = select(ImportRow.record).where(ImportRow.import_id == received.id, ImportRow.outcome.in_(outcomes))
    return set(session.scalars(rows))


def test_a_new_congress_takes_over_62_offices_and_brings_108(session: Session, bring: Bring) -> None:
    before, after = bring(file=CONGRESS / BEFORE), bring(file=CONGRESS / AFTER)
    assert len(before.report["records"]["new"]) == 483
    assert before.report["refused"] == after.report["refused"] == []
    left, came = after.report["records"]["gone"], after.report["records"]["new"]
    assert (len(left), len(came)) == (62, 108)
    stayed = records(session, before, RowOutcome.NEW) - set(left)
    assert len(stayed) == 421
    assert records(session, after, RowOutcome.GONE) == set(left), "no account of an office that stays"
    per_office = select(ImportRow.record, ImportRow.account_id).where(ImportRow.record.in_(left))
    held = set(session.execute(per_office.where(ImportRow.import_id == before.id)).all())
    missing = set(session.execute(per_office.where(ImportRow.import_id == after.id)).all())
    assert held == missing, "every account of an office that is gone"
    one = session.get_one(SocialAccount, next(iter(held))[1])
    assert one.state is AccountState.ACTIVE, "nothing is retired by itself"
    assert [line.sentence for line in audit.history_of(session, one)] == [
        "noted that the source of this account does not list it any more",
        "brought the account in from a file",
    ]


def test_two_offices_that_list_one_account_are_a_duplicate_group(session: Session, bring: Bring) -> None:
    report = bring(file=CONGRESS / AFTER).report
    assert report["duplicate_accounts"] == ["https://www.facebook.com/RogerMarshallMD"]
    assert [len(group) for group in report["duplicate_groups"]] == [2]


def test_only_a_whole_list_tells_what_is_gone(bring: Bring) -> None:
    bring(NOAA, NIST)
    assert gone(bring(NOAA, whole=False)) == []
    assert gone(bring(NOAA)) == [NIST]


def test_what_a_partial_list_added_is_missed_as_well(bring: Bring) -> None:
    bring(NOAA)
    bring(NIST, whole=False)
    assert gone(bring(NOAA)) == [NIST]


def test_lists_of_other_sources_are_nobodys_business(bring: Bring) -> None:
    bring(NOAA, source="press office")
    assert gone(bring(NIST, source="web team")) == []


def test_it_is_told_until_it_is_settled_but_noted_once(session: Session, bring: Bring) -> None:
    bring(NOAA, NIST)
    assert [gone(bring(NOAA)) for _time in range(2)] == [[NIST], [NIST]]
    nist = accounts(session)[NIST]
    assert len(audit.history_of(session, nist)) == 2
    nist.state = AccountState.RETIRED
    session.commit()
    assert gone(bring(NOAA)) == []


def test_what_comes_back_is_not_gone_any_more(bring: Bring) -> None:
    bring(NOAA, NIST)
    bring(NOAA)
    assert gone(bring(NOAA, NIST)) == []


def test_an_import_that_was_taken_back_does_not_count(session: Session, bring: Bring, grace: Person) -> None:
    bring(NOAA)
    second = bring(NOAA, NIST)
    for _step in undoing.undo(session, second, by=grace, now=NOW, today=TODAY):
        session.commit()
    assert gone(bring(NOAA)) == []


@pytest.mark.parametrize(
    ("filename", "source"),
    [
        (BEFORE, "legislators-social-media"),
        ("Accounts 13.03.2025.xlsx", "Accounts"),
        ("accounts_20250313.csv", "accounts"),
        ("accounts (2).csv", "accounts"),
        ("2025-03-13.csv", "2025-03-13"),
        ("DOC_accts.json", "DOC_accts"),
    ],
)
def test_a_source_is_called_as_its_files_whatever_their_day(filename: str, source: str) -> None:
    assert named_by(filename) == source


def test_the_preview_says_the_same_and_notes_nothing(session: Session, bring: Bring, platforms: Catalogue) -> None:
    bring(NOAA, NIST)
    found = source_of("list.csv", b"url\nx.com/noaa\n", platforms, wish=Wish(is_whole=True))
    report: dict[str, Any] = imports.look(session, found, platforms)
    assert report["gone"] == ["https://x.com/nist"]
    assert len(audit.history_of(session, accounts(session)[NIST])) == 1


@pytest.mark.parametrize(
    "row",
    [
        "x.com/nist,x,password: hunter2",
        "@NIST,x,password: hunter2",
        "https://x.com/nist,x,,,too many cells",
        "x.com/nist?access_token=hunter2,x,",
    ],
)
def test_what_a_refused_row_names_is_listed_all_the_same(
    session: Session, platforms: Catalogue, bring: Bring, grace: Person, row: str
) -> None:
    bring(NOAA, NIST, EDA)
    content = f"url,platform,notes\n{NOAA},x,\n{row}\n".encode()
    found = source_of("list.csv", content, platforms, wish=Wish(is_whole=True))
    assert imports.look(session, found, platforms)["gone"] == ["https://x.com/eda"]
    received, steps = imports.bring(session, found, by=grace, now=NOW, today=TODAY, platforms=platforms)
    for _done in steps:
        session.commit()
    assert gone(received) == [EDA]
    assert set(gone(bring(NOAA))) == {EDA, NIST}, "the refused row counted as one of the list"


def test_a_head_alone_is_nobodys_whole_list(bring: Bring) -> None:
    bring(NOAA)
    with pytest.raises(Invalid, match="lists nothing"):
        bring()
