"""A file that still has the old handle means the renamed account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions import imports, naming
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms import Catalogue
from govdesk.accounts.source import source_of
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
