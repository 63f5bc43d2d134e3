"""`govdesk voice lint`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govdesk.cli import main
from tests.voice.test_styles_folder import SO, VERY, lay


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    return lay(tmp_path / "styles", {"House/Very.yml": VERY, "Web/So.yml": SO})


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["voice", "lint", *map(str, words)])


def test_findings_are_lines_and_exit_1(styles: Path, tmp_path: Path) -> None:
    post = lay(tmp_path, {"post.md": "# Title\n\nIt is *very* late.\n"}) / "post.md"
    result = run("--styles", styles, post)
    assert result.exit_code == 1
    assert result.stdout == f"{post}:3:8: warning: Avoid 'very'. [House.Very]\n"


def test_nothing_found_is_exit_0(styles: Path, tmp_path: Path) -> None:
    post = lay(tmp_path, {"post.txt": "Fine.\n"}) / "post.txt"
    assert (run("--styles", styles, post).exit_code, run("--styles", styles, "--json", post).stdout) == (
        0, json.dumps({str(post): []}, indent=2) + "\n",
    )  # fmt: skip


def test_json_tells_path_rule_and_place(styles: Path, tmp_path: Path) -> None:
    post = lay(tmp_path, {"post.txt": "So, so\nvery late.\n"}) / "post.txt"
    told = json.loads(run("--styles", styles, "--only", "House", "--json", post).stdout)
    finding = {
        "rule": "House.Very", "severity": "warning", "line": 2, "column": 1, "end": 4, "message": "Avoid 'very'.",
    }  # fmt: skip
    assert told == {str(post): [finding]}


def test_rules_that_cannot_be_used_are_loud(styles: Path, tmp_path: Path) -> None:
    lay(styles, {"House/Bad.yml": "extends: existence\n", "House/Words.yml": "message: x\nextends: spelling\n"})
    post = lay(tmp_path, {"post.md": "very\n"}) / "post.md"
    result = run("--styles", styles, "--json", post)
    assert result.exit_code == 1
    assert f"{styles}/House/Bad.yml:1: the key 'message' is missing [broken rule House.Bad" in result.stderr
    assert "[unsupported rule House.Words: not checked]" in result.stderr
    told = json.loads(result.stdout)
    assert [finding["rule"] for finding in told[str(post)]] == ["House.Very"]
    assert told[f"{styles}/House/Words.yml"][0]["line"] == 2


def test_settings_that_cannot_be_read_are_told_in_a_sentence(styles: Path, tmp_path: Path) -> None:
    (styles / ".vale.ini").write_bytes(b"Vocab = \xff\n")
    result = run("--styles", styles, lay(tmp_path, {"a.md": "x"}) / "a.md")
    assert (result.exit_code, result.stderr[:33]) == (1, "Error: The styles cannot be read:")


def test_without_a_folder_the_nearest_settings_count(
    styles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {".vale.ini": "StylesPath = styles\n[*.md]\nBasedOnStyles = Web\n", "posts/a.md": "so very\n"})
    monkeypatch.chdir(tmp_path / "posts")
    assert run("a.md").stdout == "a.md:1:1: suggestion: so [Web.So]\n"


def test_without_any_rule_nothing_passes_for_checked(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    result = run("--styles", tmp_path / "none", lay(tmp_path, {"a.md": "x"}) / "a.md")
    assert (result.exit_code, result.stderr) == (1, "No rule was found: nothing was checked.\n")
