"""What everybody who is signed in can read about the platforms."""

import pytest

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.platforms.platform import Platform
from govdesk.directory.models import Person
from tests.pages import PageClient


def test_whoever_is_signed_in_finds_recovery_and_report_links_in_the_list(client: PageClient, olu: Person) -> None:
    shown = client.sign_in(olu).get("/accounts/platforms").text
    for platform in catalogue():
        assert f'href="/accounts/platforms/{platform.key}"' in shown
        assert not platform.recovery or not platform.recovery.url or f'href="{platform.recovery.url}"' in shown
        assert not platform.impersonation or (platform.impersonation.url or "") in shown


def test_help_for_a_hacked_account_comes_first(client: PageClient, mei: Person) -> None:
    shown = client.sign_in(mei).get("/accounts/platforms/facebook").text
    places = [
        shown.index(text) for text in ("facebook.com/hacked", "174210519303259", "Second factor", "Who may what")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("platform", list(catalogue()), ids=lambda platform: platform.key)
def test_each_fact_stands_with_its_source_and_confidence(client: PageClient, olu: Person, platform: Platform) -> None:
    shown = client.sign_in(olu).get(f"/accounts/platforms/{platform.key}").text
    facts = [
        platform.retired, platform.stable_id, platform.roles, platform.second_factor, platform.recovery,
        platform.impersonation, platform.limits,
    ]  # fmt: skip
    further = platform.limits.further if platform.limits else ()
    stated = [fact.checked for fact in (*facts, *further) if fact] + [platform.checked]
    assert shown.count("As of") == len(stated)
    for checked in stated:
        assert str(checked.confidence.label) in shown
        assert checked.as_of.isoformat() in shown


def test_the_platforms_on_which_we_are_stand_first(client: PageClient, olu: Person, storms: SocialAccount) -> None:
    shown = client.sign_in(olu).get("/accounts/platforms").text
    assert shown.index('/accounts/platforms/x"') < shown.index("/accounts/platforms/ad_account")


def test_a_platform_nobody_knows_is_not_found(client: PageClient, olu: Person) -> None:
    assert client.sign_in(olu).get("/accounts/platforms/nonsense").status_code == 404


def test_an_account_leads_to_what_is_known_of_its_platform(
    client: PageClient, olu: Person, storms: SocialAccount
) -> None:
    browser = client.sign_in(olu)
    assert 'href="/accounts/platforms/x"' in browser.get(f"/accounts/{storms.id}").text
    assert 'href="/accounts?platform=x"' in browser.get("/accounts/platforms").text
