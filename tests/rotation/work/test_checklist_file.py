"""`rotation-steps.yml`: an organisation changes the steps, and learns where a mistake stands."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from govdesk.accounts.ways import WaysIn
from govdesk.cli import main
from govdesk.files import FileError, PolicyFiles
from govdesk.rotation.rules import Credential
from govdesk.rotation.work.checklist import Checklist, read_checklist

NOTHING_KNOWN = WaysIn()


def read(folder: Path, text: str) -> Checklist:
    (folder / "rotation-steps.yml").write_text(text, encoding="utf-8")
    return read_checklist(PolicyFiles(folder))


def keys(checklist: Checklist, credential: str, platform: str = "x", ways: WaysIn = NOTHING_KNOWN) -> list[str]:
    return [step.key for step in checklist.steps_for(credential, platform, ways, offers_codes=True)]


def test_every_kind_of_credential_has_steps_as_shipped() -> None:
    shipped = read_checklist(PolicyFiles())
    assert set(shipped.steps) == set(Credential)
    assert keys(shipped, "password") == ["change", "sessions", "codes", "vault", "recovery"]
    assert keys(shipped, "password", "bluesky") == ["change", "sessions", "vault", "recovery"]
    known = WaysIn(tools=("Planner",), has_no_recovery=True)
    assert keys(shipped, "password", ways=known) == ["change", "sessions", "codes", "reconnect", "vault"]
    assert keys(shipped, "api_token") == ["change", "vault"]
    assert keys(shipped, "a kind of before") == ["change"]


def test_backup_codes_are_renewed_where_the_platform_or_the_list_knows_of_any() -> None:
    shipped = read_checklist(PolicyFiles())

    def renews(ways: WaysIn, *, offered: bool) -> bool:
        return "codes" in [step.key for step in shipped.steps_for("password", "x", ways, offers_codes=offered)]

    assert not renews(NOTHING_KNOWN, offered=False)
    assert renews(NOTHING_KNOWN, offered=True)
    assert renews(WaysIn(has_codes=True), offered=False)


def test_a_step_of_ones_own_stands_where_it_is_listed(tmp_path: Path) -> None:
    checklist = read(
        tmp_path,
        "steps: {password: [change, agency]}\nmay_wait: [agency]\nown:\n  agency: {title: Tell the agency}\n",
    )
    [change, agency] = checklist.steps_for("password", "x", NOTHING_KNOWN, offers_codes=True)
    assert (change.title, change.may_wait) == ("Change the password", False)
    assert (agency.title, agency.may_wait) == ("Tell the agency", True)


def test_no_password_is_made_longer_than_the_platform_takes(tmp_path: Path) -> None:
    shipped = read_checklist(PolicyFiles())
    assert shipped.lengths("tiktok") == [16, 20]
    assert shipped.lengths("blog")[-1] == 48
    says = "checked: {as_of: 2026-11-23, source: their help pages, confidence: high}"
    assert read(tmp_path, f"platforms: {{x: {{longest: 12, {says}}}}}").lengths("x") == [12]


def test_the_command_that_checks_files_looks_at_it(tmp_path: Path) -> None:
    (tmp_path / "rotation-steps.yml").write_text("steps:\n  password: [sessions]\n", encoding="utf-8")
    house = {"GOVDESK_DATABASE_URL": "sqlite://", "GOVDESK_SECRET_KEY": "only for tests, never elsewhere"}
    result = CliRunner().invoke(main, ["policies", "check"], env={**house, "GOVDESK_POLICIES": str(tmp_path)})
    assert result.exit_code == 1
    assert "rotation-steps.yml:2: steps.password: " in result.output


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("steps:\n  password: [sessions]\n", 2, "without the step “change”"),
        ("steps:\n  password: [change, change]\n", 2, "stands twice"),
        ("steps:\n  password:\n    - change\n    - sesions\n", 4, "there is no step “sesions”"),
        ("steps:\n  passwort: [change]\n", 2, "passwort"),
        ("may_wait: [agency]\n", 1, "there is no step “agency”"),
        ("own:\n  codes: {title: Ours}\n", 2, "is a step of Govdesk"),
        ("own:\n  agency: {help: Ours}\n", 2, "title"),
        ("platforms:\n  twitter: {without: [codes]}\n", 2, "there is no platform “twitter”"),
        ("platforms:\n  x:\n    where: {sessions: In the settings}\n", 3, "need a “checked”"),
        ("stepps: {}\n", 1, "stepps"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(FileError) as told:
        read(tmp_path, text)
    assert says in str(told.value)
    assert told.value.line == line, str(told.value)
