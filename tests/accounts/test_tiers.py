"""How much harm it does when somebody else is in an account: who says so, and where it shows."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount, Tier
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from tests.pages import PageClient


def test_an_account_is_of_standard_risk_until_somebody_says_otherwise(storms: SocialAccount) -> None:
    assert storms.tier is Tier.STANDARD


@pytest.mark.parametrize("who", ["grace", "sam"])
def test_communications_and_security_set_it(
    client: PageClient, session: Session, storms: SocialAccount, cast: dict[str, Person], who: str
) -> None:
    client.sign_in(cast[who])
    to = f"/accounts/{storms.id}/tier"
    answer = client.submit(f"/accounts/{storms.id}", to=to, **{"tier-tier": "high"})
    assert answer.status_code == 303
    session.expire_all()
    assert storms.tier is Tier.HIGH
    told = session.scalars(select(AuditEvent).where(AuditEvent.action == "accounts:tier:set")).one()
    assert told.fields["tier"] == ["standard", "high"]
    assert "High risk" in client.get(f"/accounts/{storms.id}").text


def test_what_no_list_offers_is_refused_and_nothing_is_lost(
    client: PageClient, storms: SocialAccount, grace: Person
) -> None:
    client.sign_in(grace)
    to = f"/accounts/{storms.id}/tier"
    answer = client.submit(f"/accounts/{storms.id}", to=to, **{"tier-tier": "extreme"})
    assert answer.status_code == 422
    assert storms.tier is Tier.STANDARD


def test_the_list_is_narrowed_to_a_tier(
    client: PageClient, session: Session, storms: SocialAccount, olu: Person
) -> None:
    client.sign_in(olu)
    assert f"/accounts/{storms.id}" not in client.get("/accounts?state=tier_high").text
    storms.tier = Tier.HIGH
    session.commit()
    assert f"/accounts/{storms.id}" in client.get("/accounts?state=tier_high").text
    assert f"/accounts/{storms.id}" not in client.get("/accounts?state=tier_low").text
