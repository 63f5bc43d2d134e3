"""A file that still has the old handle means the renamed account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions import naming
from govdesk.accounts.importing.actions import imports, undoing
from govdesk.accounts.importing.models import AccountImport, ImportRow
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Person
from tests.accounts.test_former_handles import CHANNEL, meant
from tests.conftest import NOW


def outcome(session: Session, platforms: Catalogue, url: str, platform: str = "", name: str = "") -> dict[str, int]:
    content = f"platform,url,name\n{platform},{url},{name}\n".encode()
    report = imports.look(session, source_of("a.csv", content, platforms), platforms)
    return {outcome: report[outcome] for outcome in ("new", "same", "changed")}


def test_the_old_handle_adds_nothing(
    session: Session, storms: SocialAccount, platforms: Catalogue, grace: Person
) -> None:
    naming.rename(session, storms, meant("x.com/NOAA_Weather"), until_on=None, by=grace, now=NOW)
    session.commit()
    for url in ("http://twitter.com/noaa_storms", "https://x.com/NOAA_Weather"):
        assert outcome(session, platforms, url) == {"new": 0, "same": 1, "changed": 0}, url


def test_an_address_with_the_platforms_id_adds_nothing(
    session: Session, orphan: SocialAccount, platforms: Catalogue, grace: Person
) -> None:
    naming.record_platform_id(session, orphan, CHANNEL, by=grace, now=NOW)
    session.commit()
    found = outcome(session, platforms, f"https://www.youtube.com/channel/{CHANNEL}")
    assert found == {"new": 0, "same": 1, "changed": 0}


def test_an_imported_account_keeps_the_id_that_its_address_holds(session: Session, platforms: Catalogue) -> None:
    content = f"platform,url\n,https://www.youtube.com/channel/{CHANNEL}\nBlog,https://www.noaa.gov/blog\n".encode()
    source = source_of("a.csv", content, platforms)
    _received, steps = imports.bring(session, source, by=None, now=NOW, today=NOW.date(), platforms=platforms)
    for _done in steps:
        session.commit()
    brought = session.scalars(select(SocialAccount).order_by(SocialAccount.platform)).all()
    assert [(account.platform, account.platform_id) for account in brought] == [("blog", None), ("youtube", CHANNEL)]


WIDE = "office,twitter,twitter_id\n"


def bring(session: Session, platforms: Catalogue, content: str) -> AccountImport:
    source = source_of("list.csv", content.encode(), platforms)
    received, steps = imports.bring(session, source, by=None, now=NOW, today=NOW.date(), platforms=platforms)
    for _done in steps:
        session.commit()
    return received


def counts(received: AccountImport) -> tuple[int, int, int, int]:
    report = received.report
    return report["new"], report["same"], report["changed"], report["duplicates"]


def test_an_old_and_a_new_handle_in_one_file_are_one_account(
    session: Session, storms: SocialAccount, platforms: Catalogue, grace: Person
) -> None:
    naming.rename(session, storms, meant("x.com/NOAA_Weather"), until_on=None, by=grace, now=NOW)
    session.commit()
    content = "url,name\nx.com/noaa_storms,Storms\nx.com/NOAA_Weather,Weather\nx.com/nist,NIST\n"
    seen = imports.look(session, source_of("list.csv", content.encode(), platforms), platforms)
    received = bring(session, platforms, content)
    assert counts(received) == (1, 0, 1, 1)
    assert received.report["duplicate_groups"] == seen["duplicate_groups"] == [[2, 3]]
    assert len(received.report["duplicate_accounts"]) == 1
    assert storms.name == "Storms", "the first row counts"
    rows = session.execute(select(ImportRow.number, ImportRow.outcome).where(ImportRow.import_id == received.id))
    assert sorted(map(tuple, rows)) == [(2, "changed"), (3, "duplicates"), (4, "new")]


def test_a_number_beside_the_handle_makes_a_rename_in_the_next_file_one_account(
    session: Session, platforms: Catalogue
) -> None:
    assert counts(bring(session, platforms, f"{WIDE}Press,RepGary,783792992\n")) == (1, 0, 0, 0)
    [account] = session.scalars(select(SocialAccount))
    assert account.platform_id == "783792992"
    assert counts(bring(session, platforms, f"{WIDE}Press,SenGary,783792992\n")) == (0, 1, 0, 0)
    assert session.scalar(select(ImportRow.reason).order_by(ImportRow.id.desc()).limit(1)) == (
        "known by the platform's own id; the file calls it https://x.com/SenGary"
    )


def test_a_number_is_added_to_an_account_that_has_none_and_taken_back_with_the_import(
    session: Session, storms: SocialAccount, platforms: Catalogue
) -> None:
    received = bring(session, platforms, f"{WIDE},NOAA_Storms,5\n")
    assert (counts(received), storms.platform_id) == ((0, 0, 1, 0), "5")
    assert counts(bring(session, platforms, f"{WIDE},NOAA_Storms,5\n")) == (0, 1, 0, 0)
    for _step in undoing.undo(session, received, by=None, now=NOW, today=NOW.date()):
        session.commit()
    session.refresh(storms)
    assert storms.platform_id is None


def test_a_number_that_another_account_has_is_not_taken_from_it(
    session: Session, storms: SocialAccount, platforms: Catalogue
) -> None:
    bring(session, platforms, f"{WIDE},nist,5\n")
    assert counts(bring(session, platforms, f"{WIDE},NOAA_Storms,5\n")) == (0, 1, 0, 0)
    assert storms.platform_id is None


def test_two_handles_with_one_number_are_one_account(session: Session, platforms: Catalogue) -> None:
    received = bring(session, platforms, f"{WIDE},nist,5\n,usnistgov,5\n")
    assert (counts(received), received.report["duplicate_groups"]) == ((1, 0, 0, 1), [[2, 3]])
