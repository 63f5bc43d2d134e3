"""Roles and second factors to choose from are those of the account's platform, as its file tells them."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms import facts as platform_facts
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessGrant, SecondFactor
from govdesk.exposure.rules import FactorKind, Known
from tests.exposure.conftest import AddLine
from tests.pages import PageClient


def options(page: str, field: str) -> list[str]:
    [inside] = re.findall(rf'<select[^>]*name="{field}".*?</select>', page, re.DOTALL)
    return re.findall(r'<option[^>]*value="([^"]*)"', inside)


def test_every_factor_that_a_file_can_name_can_be_on_record() -> None:
    assert {kind.value for kind in platform_facts.FactorKind} <= {kind.value for kind in FactorKind}


def test_an_account_on_x_offers_what_x_has_the_best_first(
    client: PageClient, noaa: SocialAccount, olu: Person
) -> None:
    client.sign_in(olu)
    page = client.get(f"/accounts/{noaa.id}/access/factors").text
    assert options(page, "kind") == ["key", "passkey", "app", "sms", "codes", "other", "off", "unknown"]
    assert 'value="delegate, contributor"' in client.get(f"/accounts/{noaa.id}/access/grants").text


def test_a_platform_of_which_nothing_is_known_offers_every_kind(
    client: PageClient, session: Session, noaa: SocialAccount, olu: Person
) -> None:
    noaa.platform = "gone"
    session.commit()
    page = client.sign_in(olu).get(f"/accounts/{noaa.id}/access/factors").text
    assert options(page, "kind") == [kind.value for kind in FactorKind]


def test_a_kind_on_record_stays_though_the_platform_has_it_no_more(
    client: PageClient, session: Session, noaa: SocialAccount, olu: Person, line: AddLine
) -> None:
    factor = line(SecondFactor, kind=FactorKind.CALL, holder_id=olu.id)
    here = f"/accounts/{noaa.id}/access/factors/{factor.id}"
    assert "call" in options(client.sign_in(olu).get(here).text, "kind")
    assert client.submit(here, backup="ada").status_code == 303
    assert session.scalars(select(SecondFactor)).one().kind is FactorKind.CALL


def test_a_role_that_the_file_knows_says_whether_its_holder_lets_others_in(
    client: PageClient, session: Session, noaa: SocialAccount, olu: Person, mei: Person
) -> None:
    client.sign_in(olu)
    for role in ("delegate, admin", "Delegate, contributor", "helping hand"):
        client.submit(f"/accounts/{noaa.id}/access/grants", person="mei", way="own_login", role=role)
    found = session.scalars(select(AccessGrant.administers).order_by(AccessGrant.id)).all()
    assert found == [Known.YES, Known.NO, Known.UNKNOWN]
