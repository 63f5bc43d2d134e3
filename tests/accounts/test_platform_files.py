"""The facts about platforms, and what a broken file says."""

from datetime import date
from pathlib import Path

import pytest

from govdesk import create_app
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.platforms.facts import Fact
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.accounts.platforms.platform import Platform
from govdesk.files import FileError
from govdesk.settings import Settings

SOUND = """\
key: squawk
name: Squawk
domains: [squawk.example]
subdomains: www
addresses:
  - kind: account
    paths: ["{handle}"]
    handle: '[a-z]+'
    url: https://squawk.example/{handle}
checked:
  as_of: 2026-11-23
  source: made for this test
  confidence: low
"""

CHECKED = "checked: {as_of: 2026-11-23, source: this test, confidence: low}"
BROKEN = [
    (SOUND.replace("key: squawk", "key: [squawk"), 2, "expected"),
    (SOUND.replace("'[a-z]+'", "'[a-z'"), 8, "is not a pattern"),
    (SOUND.replace("confidence: low", "confidence: sure"), 13, "high"),
    (SOUND.replace("subdomains: www", "subdomain: www"), 4, "subdomain"),
    (SOUND.replace('"{handle}"', '"people"'), 6, "{handle}"),
    (SOUND.replace("[squawk.example]", '["*.example"]'), 3, "domains.0"),
    (SOUND.replace("domains: [squawk.example]\n", ""), 1, "any_server"),
    (SOUND.replace("key: squawk", "key: squeak"), 1, "squawk.yml"),
    (SOUND.replace("    url: https", "    domains: [squeak.example]\n    url: https"), 1, "squeak.example"),
    (SOUND.replace("    url: https", "    id: number\n    url: https"), 9, "addresses.0.id"),
    (SOUND + "second_factor:\n  kinds: [app]\n", 15, "second_factor.checked"),
    (SOUND + f"second_factor:\n  {CHECKED}\n  kinds: [app, luck]\n", 16, "second_factor.kinds.1"),
    (SOUND + f"recovery:\n  {CHECKED}\n  url: http://squawk.example/help\n", 16, "recovery.url"),
    (SOUND + f"recovery:\n  {CHECKED}\n", 15, "a url or a note"),
    (SOUND + f"roles:\n  {CHECKED}\n  names: []\n", 16, "roles.names"),
    (SOUND + f"limits:\n  {CHECKED}\n  post: 0\n", 16, "limits.post"),
    (SOUND + f"limits:\n  {CHECKED}\n", 15, "a number, or a note"),
    ("", 1, "file"),
]
WANTED = """
x facebook instagram threads linkedin youtube tiktok bluesky mastodon pinterest reddit flickr medium github tumblr
vimeo whatsapp telegram discord blog website newsletter podcast ad_account google_plus storify vine periscope
"""
LIVING = [platform for platform in catalogue() if platform.retired is None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "platforms").mkdir()
    return tmp_path


def test_the_shipped_platforms_are_sound_and_complete() -> None:
    assert {platform.key for platform in catalogue()} >= set(WANTED.split())


@pytest.mark.parametrize("platform", LIVING, ids=lambda platform: platform.key)
def test_a_living_platform_says_who_may_what_and_who_helps(platform: Platform) -> None:
    facts = [platform.roles, platform.second_factor, platform.recovery, platform.impersonation, platform.limits]
    assert all(facts)
    assert platform.roles
    assert platform.second_factor
    assert platform.second_factor.kinds or platform.second_factor.note, "unknown has to be said"
    assert any(role.administers for role in platform.roles.names), "somebody can let others in"


@pytest.mark.parametrize("platform", LIVING, ids=lambda platform: platform.key)
def test_a_role_of_one_kind_of_account_names_a_kind_that_exists(platform: Platform) -> None:
    assert platform.roles
    assert {kind for role in platform.roles.names for kind in role.kinds} <= set(platform.kinds)


@pytest.mark.parametrize("platform", list(catalogue()), ids=lambda platform: platform.key)
def test_an_id_means_one_account_whatever_form_it_came_in(platform: Platform) -> None:
    """Else two rows of one file could claim one id."""
    kinds: dict[str, set[str]] = {}
    for form in platform.addresses:
        kinds.setdefault(form.id, set()).add(form.kind)
    assert all(len(each) == 1 for template, each in kinds.items() if template)


@pytest.mark.parametrize("platform", list(catalogue()), ids=lambda platform: platform.key)
def test_each_fact_says_as_of_when_from_where_and_how_sure(platform: Platform) -> None:
    facts = [getattr(platform, name) for name in Platform.model_fields]
    dated = [platform.checked, *(fact.checked for fact in facts if isinstance(fact, Fact))]
    assert len(dated) >= (2 if platform.retired else 6)
    assert all(date(2010, 1, 1) < one.as_of <= date(2026, 12, 31) and len(one.source) > 10 for one in dated)


def test_pages_groups_and_channels_are_told_apart() -> None:
    platforms = catalogue()
    assert {"page", "group"} <= {*platforms["facebook"].kinds}
    assert {"company", "group"} <= {*platforms["linkedin"].kinds}
    assert "channel" in platforms["whatsapp"].kinds


def test_texts_of_a_post_have_their_limits() -> None:
    limits = {platform.key: platform.limits.post for platform in LIVING if platform.limits}
    assert (limits["x"], limits["bluesky"], limits["mastodon"], limits["linkedin"]) == (280, 300, 500, 3000)


@pytest.mark.parametrize(
    ("claim", "line", "reason"),
    [
        (
            SOUND.replace("[squawk.example]", "[squawk.example, twitter.com]"),
            3,
            "twitter.com stands in platforms/x.yml",
        ),
        (
            SOUND.replace("subdomains: www", "aliases: [tweets, facebook]"),
            4,
            "facebook stands in platforms/facebook.yml",
        ),
    ],
)
def test_what_two_files_claim_is_named_with_both(folder: Path, claim: str, line: int, reason: str) -> None:
    (folder / "platforms" / "zz.yml").write_text(claim.replace("key: squawk", "key: zz"))
    with pytest.raises(FileError) as refusal:
        catalogue(folder)
    assert str(refusal.value).startswith(f"platforms/zz.yml:{line}: ")
    assert reason in str(refusal.value)


def test_the_registrys_names_lead_to_our_platforms() -> None:
    found = {
        name: platform.key for name in ("twitter", "google_plus", "YouTube") if (platform := catalogue().named(name))
    }
    assert found == {"twitter": "x", "google_plus": "google_plus", "YouTube": "youtube"}


def test_dead_platforms_say_when_they_ended() -> None:
    retired = {platform.key for platform in catalogue() if platform.retired_on}
    assert retired == {"google_plus", "storify", "vine", "periscope"}


@pytest.mark.parametrize(("text", "line", "reason"), BROKEN)
def test_a_broken_file_names_file_line_and_reason(folder: Path, text: str, line: int, reason: str) -> None:
    file = folder / "platforms" / "squawk.yml"
    file.write_text(text)
    with pytest.raises(FileError) as refusal:
        catalogue(folder)
    assert str(refusal.value).startswith(f"platforms/squawk.yml:{line}: ")
    assert reason in str(refusal.value)


def test_an_organisations_folder_lies_over_the_shipped_one_file_by_file(folder: Path) -> None:
    (folder / "platforms" / "squawk.yml").write_text(SOUND)
    (folder / "platforms" / "vine.yml").write_text(SOUND.replace("squawk", "vine"))
    ours = catalogue(folder)
    assert ours["vine"].name == "Squawk"
    assert ours["squawk"].name == "Squawk"
    assert ours["x"].name == "X"


def test_an_organisations_own_platform_is_recognised(folder: Path) -> None:
    (folder / "platforms" / "squawk.yml").write_text(SOUND)
    found = identify("https://www.squawk.example/press", catalogue(folder))
    assert isinstance(found, Identity)
    assert found.key == "squawk:account:press"


def test_a_broken_file_stops_the_start(folder: Path, settings: Settings) -> None:
    (folder / "platforms" / "squawk.yml").write_text("key: [")
    with pytest.raises(FileError, match=r"platforms/squawk\.yml:1"):
        create_app(settings.model_copy(update={"policies": folder}))
