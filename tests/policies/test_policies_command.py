"""`govdesk policies …`: what it prints, and what its exit code says."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govdesk.cli import main
from govdesk.files import FileError, PolicyFiles
from govdesk.policies import checks
from tests.databases import migrated_file
from tests.policies.conftest import SOUND


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "house-rules").mkdir(parents=True)
    (folder / "house-rules" / "policy.md").write_text(SOUND)
    return folder


@pytest.fixture
def environment(tmp_path: Path, own: Path) -> dict[str, str | None]:
    return {
        "GOVDESK_DATABASE_URL": f"sqlite:///{tmp_path}/command.db",
        "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
        "GOVDESK_POLICIES": str(own),
    }


@pytest.fixture
def migrated(environment: dict[str, str | None], tmp_path: Path) -> dict[str, str | None]:
    migrated_file(tmp_path / "command.db")
    return environment


def run(environment: dict[str, str | None], *words: str) -> Result:
    return CliRunner().invoke(main, ["policies", *words], env=environment)


def test_publish_tells_what_is_new_and_then_that_nothing_is(migrated: dict[str, str | None]) -> None:
    first = json.loads(run(migrated, "publish", "--json").stdout)
    again = json.loads(run(migrated, "publish", "--json").stdout)
    assert {"etiquette", "house-rules", "rotation.yml", "voice", "desk/ads.yml"} <= {row["policy"] for row in first}
    assert {row["new"] for row in first} == {True}
    assert {row["new"] for row in again} == {False}
    assert {row["policy"] for row in again} >= {"etiquette", "house-rules", "rotation.yml", "voice"}
    digests = {row["policy"]: row["digest"] for row in first}
    assert all(digests[row["policy"]] == row["digest"] for row in again)
    assert "as before" in run(migrated, "publish").stdout


def test_publish_stops_at_a_broken_file_and_names_its_line(migrated: dict[str, str | None], own: Path) -> None:
    (own / "voice").mkdir()
    (own / "voice" / "policy.md").write_text(SOUND.replace("language: en", "language: English"))
    result = run(migrated, "publish")
    assert result.exit_code == 1
    assert "voice/policy.md:5: language: " in result.stderr
    assert f"(in {own})" in result.stderr
    (own / "voice" / "policy.md").unlink()
    assert {row["version"] for row in json.loads(run(migrated, "publish", "--json").stdout)} == {1}


def test_check_finds_the_shipped_folder_sound() -> None:
    assert checks.problems(PolicyFiles()) == []


def test_check_is_quiet_about_sound_files(environment: dict[str, str | None]) -> None:
    result = run(environment, "check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "All files are sound.\n", "")
    assert run(environment, "check", "--json").stdout == "[]\n"


PLATFORM = """\
key: squawk
name: Squawk
colour: red
domains: [squawk.example]
checked: {as_of: 2026-11-23, source: made for this test, confidence: low}
"""
BROKEN = {
    "roles.yml": ("groups:\n  cn=a: king\n", 2, "there are staff, agent"),
    "directory.yml": ("logn: uid\n", 1, "logn: is no name"),
    "platforms/squawk.yml": (PLATFORM, 3, "colour: is no name"),
    "controls/cis5.yml": ("title: Ours\npurpose: 7\n", 2, "purpose: must be text"),
    "house-rules/policy.md": (SOUND.replace("{#shoes}", ""), 18, "needs an anchor"),
    "house-rules/rules/doors.yml": ("a: 1\na: 2\n", 2, "'a' stands twice"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_check_names_file_line_and_reason_of_each_kind_of_file(
    environment: dict[str, str | None], own: Path, name: str
) -> None:
    text, line, reason = BROKEN[name]
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).write_text(text)
    result = run(environment, "check", "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)
    assert [(problem["file"], problem["line"]) for problem in problems] == [(name, line)]
    assert reason in problems[0]["reason"]


def test_check_tells_all_broken_files_at_once(environment: dict[str, str | None], own: Path) -> None:
    for name, (text, _line, _reason) in BROKEN.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text)
    (own / "house-rules" / "rules" / "doors.yml").unlink()
    result = run(environment, "check")
    assert result.exit_code == 1
    assert "5 files cannot be used." in result.stderr
    assert "platforms/squawk.yml:3: colour" in result.stderr
    assert result.stderr.count(f"(in {own})") == 5


def test_a_folder_can_be_checked_without_any_setting(own: Path) -> None:
    nothing: dict[str, str | None] = dict.fromkeys(
        ("GOVDESK_DATABASE_URL", "GOVDESK_SECRET_KEY", "GOVDESK_POLICIES"), None
    )
    assert run(nothing, "check", str(own)).exit_code == 0
    (own / "roles.yml").write_text("groups: none")
    result = run(nothing, "check", str(own))
    assert result.exit_code == 1
    assert "roles.yml: needs a key `groups:`" in result.stderr
    assert run(nothing, "check", str(own / "missing")).exit_code == 2


def test_a_room_can_add_its_own_check(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(files: PolicyFiles) -> None:
        if files.yaml("rotation.yml") != {"every_days": 90}:
            raise FileError("rotation.yml", "every_days: must be 90", 1)

    monkeypatch.setattr(checks, "_CHECKS", {})
    checks.validates("rotation.yml", checks.first_fault(read))
    files = PolicyFiles(own)
    (own / "rotation.yml").write_text("every_days: 30")
    assert [str(error) for error in checks.problems(files)] == ["rotation.yml:1: every_days: must be 90"]
    (own / "rotation.yml").write_text("every_days: 90")
    assert checks.problems(files) == []
