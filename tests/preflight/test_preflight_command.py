"""`govdesk preflight` looks at a file or at what comes down a pipe."""

import json

import pytest
from click.testing import CliRunner, Result

from govdesk.cli import main


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVDESK_DATABASE_URL", "sqlite://")
    monkeypatch.setenv("GOVDESK_SECRET_KEY", "only for tests, never elsewhere")


def run(text: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(main, ["preflight", *options, "-"], input=text)


def test_a_sound_draft_ends_well() -> None:
    result = run("Good morning.", "--platform", "twitter")
    assert result.exit_code == 0
    assert "13 of 280" in result.stdout


def test_the_answer_names_counts_gate_and_findings() -> None:
    result = run("Mail 🙂 jo@example.org", "--platform", "X", "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["gate"] == "block"
    assert answer["counts"]["weighted"] == 22
    (finding,) = answer["findings"]
    assert finding == {
        "rule": "personal.mail", "severity": "error", "gate": "block", "start": 7, "end": 21,
        "message": "A mail address: leave it out, or ask for a direct message.",
        "policy": "etiquette", "section": "personal-data", "fix": None,
    }  # fmt: skip


def test_advice_does_not_stop_a_pipeline() -> None:
    assert run("RT if you agree").exit_code == 0


def test_bytes_that_are_no_text_are_halves_of_letters() -> None:
    result = run(b"caf\xe9", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["findings"][0]["rule"] == "letters.half"


@pytest.mark.parametrize("options", [["--platform", "nowhere"], ["--platform", "x", "--account", "noaa"]])
def test_wrong_usage_is_told(options: list[str]) -> None:
    assert run("Good morning.", *options).exit_code == 2
