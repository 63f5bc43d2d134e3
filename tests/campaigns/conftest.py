"""Three accounts: two of Ada's, whose manager is Grace; one of Lars, who has left and reported to Ada."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.campaigns.models import Campaign, CampaignItem, Kind
from govdesk.campaigns.office import Office
from govdesk.campaigns.rules import Terms
from govdesk.campaigns.starting import Wish, start
from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice
from tests.conftest import NOW, VIENNA

DUE_ON = date(2027, 3, 22)
"""Three weeks after NOW."""
Accounts = dict[str, SocialAccount]


@pytest.fixture
def office() -> Office:
    return Office(VIENNA, Terms())


@pytest.fixture
def accounts(
    session: Session, press_office: Department, census: Department, ada: Person, lars: Person, grace: Person
) -> Accounts:
    ada.manager, lars.manager = grace, ada
    made = {
        "noaa": _account(session, "x", "noaa", press_office, ada),
        "weather": _account(session, "facebook", "weather", press_office, ada),
        "count": _account(session, "x", "count", census, lars),
    }
    session.add(Custodianship(account_id=made["noaa"].id, person_id=ada.id, since_on=date(2026, 1, 1)))
    session.flush()
    session.expire_all()
    return made


def _account(session: Session, platform: str, handle: str, department: Department, owner: Person) -> SocialAccount:
    account = SocialAccount(
        identity=f"{platform}:{handle}", platform=platform, kind="profile", handle=handle,
        url=f"https://{platform}.com/{handle}", name=handle.title(), registered_at=NOW, owner=owner,
        ownerships=[Ownership(department=department, position=0)],
    )  # fmt: skip
    session.add(account)
    session.flush()
    return account


@pytest.fixture
def campaign(session: Session, accounts: Accounts, grace: Person) -> Campaign:
    """Grace asks everybody to confirm."""
    made = start(session, Wish(Kind.RECERTIFICATION, "Spring", DUE_ON), by=grace, now=NOW)
    session.commit()
    return made


@pytest.fixture
def item_of(session: Session) -> Callable[[Campaign, SocialAccount], CampaignItem]:
    """What a campaign asks about an account, as it stands now."""

    def find(campaign: Campaign, account: SocialAccount) -> CampaignItem:
        wanted = CampaignItem.campaign_id == campaign.id, CampaignItem.account_id == account.id
        found = session.scalars(select(CampaignItem).where(*wanted)).one()
        session.refresh(found)
        return found

    return find


@pytest.fixture
def told(session: Session) -> Callable[[], list[tuple[str | None, str]]]:
    """Stage and login of every mail about a campaign so far, in order."""

    def read() -> list[tuple[str | None, str]]:
        query = select(Notice).where(Notice.kind.startswith("campaign_")).order_by(Notice.id)
        return [(n.stage, n.person.login) for n in session.scalars(query) if n.person]

    return read


@pytest.fixture(autouse=True)
def posts_without_tokens(app: Flask) -> None:
    """That each form carries a token is watched on every page fetched; here requests meet that no page would send."""
    app.config["WTF_CSRF_ENABLED"] = False
