"""The facts about platforms, and what a broken file says."""

from pathlib import Path

import pytest

from govdesk import create_app
from govdesk.accounts.identity import Identity, identify
from govdesk.accounts.platforms import catalogue
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

BROKEN = [
    (SOUND.replace("key: squawk", "key: [squawk"), 2, "expected"),
    (SOUND.replace("'[a-z]+'", "'[a-z'"), 8, "is not a pattern"),
    (SOUND.replace("confidence: low", "confidence: sure"), 13, "high"),
    (SOUND.replace("subdomains: www", "subdomain: www"), 4, "subdomain"),
    (SOUND.replace('"{handle}"', '"people"'), 6, "{handle}"),
    (SOUND.replace("[squawk.example]", '["*.example"]'), 3, "domains.0"),
    (SOUND.replace("domains: [squawk.example]\n", ""), 1, "any_server"),
    (SOUND.replace("key: squawk", "key: squeak"), 1, "squawk.yml"),
    ("", 1, "file"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "platforms").mkdir()
    return tmp_path


def test_the_shipped_platforms_are_sound() -> None:
    keys = {platform.key for platform in catalogue()}
    assert {"x", "facebook", "mastodon", "bluesky", "website"} <= keys


def test_no_two_platforms_claim_one_domain_or_name() -> None:
    domains = [domain for platform in catalogue() for domain in platform.domains]
    names = [name for platform in catalogue() for name in {platform.key, *platform.aliases}]
    assert len(domains) == len(set(domains))
    assert len(names) == len(set(names))


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
