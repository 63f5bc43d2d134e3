"""A Vale styles folder, used as it is."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from govdesk.voice.ruleset import Ruleset

VERY = "extends: existence\nmessage: \"Avoid '%s'.\"\nlevel: warning\nignorecase: true\ntokens:\n  - very\n"
SO = "extends: existence\nmessage: so\nlevel: suggestion\ntokens:\n  - so\n"


def lay(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def found(folder: Path, text: str, *only: str, path: str = "post.md") -> list[str]:
    findings = Ruleset.load(folder, only).check(text, "markdown", mask_social=False, path=path)
    return [f"{finding.rule} {finding.severity}" for finding in findings]


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return lay(tmp_path, {"styles/House/Very.yml": VERY, "styles/Web/So.yml": SO, "styles/Web/meta.json": "{}"})


def test_without_settings_all_styles_look_at_all_texts(two: Path) -> None:
    assert found(two / "styles", "so very") == ["Web.So suggestion", "House.Very warning"]


def test_only_a_style_or_a_rule(two: Path) -> None:
    assert found(two / "styles", "so very", "Web") == ["Web.So suggestion"]
    assert found(two / "styles", "so very", "House.Very") == ["House.Very warning"]


def test_what_is_asked_for_goes_before_what_the_settings_are_based_on(two: Path) -> None:
    lay(two, {".vale.ini": "StylesPath = styles\n[*.txt]\nBasedOnStyles = House\nWeb.So = error\n"})
    assert found(two, "so very", "Web") == ["Web.So error"]


def test_a_folder_may_be_a_single_style(two: Path) -> None:
    assert found(two / "styles" / "House", "so very") == ["House.Very warning"]


def test_settings_beside_the_folder_hold_when_they_mean_it(two: Path) -> None:
    lay(two, {".vale.ini": "StylesPath = elsewhere\n[*]\nBasedOnStyles = Web\n"})
    assert found(two / "styles", "so very") == ["Web.So suggestion", "House.Very warning"]
    lay(two, {".vale.ini": "StylesPath = styles\n[*]\nBasedOnStyles = Web\n"})
    assert found(two / "styles", "so very") == ["Web.So suggestion"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("[*]\nBasedOnStyles = House, Web", ["Web.So suggestion", "House.Very warning"]),
        ("[*.{md,txt}]\nBasedOnStyles = House", ["House.Very warning"]),
        ("[*.txt]\nBasedOnStyles = House", []),
        ("[*]\nBasedOnStyles = House\n[*.md]\nBasedOnStyles = Web", ["Web.So suggestion"]),
        ("[*]\nBasedOnStyles = House, Web\nWeb.So = NO", ["House.Very warning"]),
        ("[*]\nBasedOnStyles = House\nHouse.Very = error", ["House.Very error"]),
        ("[*]\nBasedOnStyles = Web\nWeb = error", ["Web.So error"]),
        ("[*]\nWeb.So = YES", ["Web.So suggestion"]),
        ("MinAlertLevel = warning\n[*]\nBasedOnStyles = House, Web", ["House.Very warning"]),
        ("[*]\nBasedOnStyles = House, Web # both\nTokenIgnores = v\\w+\\b", ["Web.So suggestion"]),
        ("[posts/*.md]\nBasedOnStyles = House", []),
    ],
)
def test_settings_choose_styles_rules_and_levels(two: Path, settings: str, expected: list[str]) -> None:
    lay(two, {".vale.ini": f"StylesPath = styles\n{settings}\n"})
    assert found(two, "so very") == expected


@pytest.mark.parametrize("place", ["config/vocabularies", "Vocab"])
def test_vocabularies_accept_and_reject(two: Path, place: str) -> None:
    lay(two, {
        ".vale.ini": "StylesPath = styles\nVocab = Town\n[*]\nBasedOnStyles = Vale, House\nVale.Spelling = NO\n",
        f"styles/{place}/Town/accept.txt": "# our words\nVery\nSocialPost\n",
        f"styles/{place}/Town/reject.txt": "tweet\n",
    })  # fmt: skip
    assert found(two, "Very very. A socialpost, a tweet.") == [
        "House.Very warning",
        "Vale.Terms error",
        "Vale.Terms error",
        "Vale.Avoid error",
    ]


def test_rules_in_folders_of_a_style_join_their_names(tmp_path: Path) -> None:
    lay(tmp_path, {"House/Top.yml": SO, "House/words/Very.yml": VERY, "House/_old/Broken.yml": "extends: nothing"})
    ruleset = Ruleset.load(tmp_path)
    assert [rule.name for rule in ruleset.rules] == ["House.Top", "House.words.Very"]
    assert ruleset.problems == ()


def test_what_the_settings_name_and_is_not_there_is_told(two: Path) -> None:
    lay(two, {".vale.ini": "StylesPath = styles\nVocab = None\n[*]\nBasedOnStyles = House, Gone\n"})
    reasons = [problem.reason for problem in Ruleset.load(two).problems]
    assert reasons == ["names 'Gone', which is not there", "names 'None', which is not there"]


def test_the_same_files_are_compiled_once(two: Path) -> None:
    first = Ruleset.load(two / "styles")
    assert Ruleset.load(two / "styles") is first
    lay(two, {"styles/Web/So.yml": SO + "  - thus\n"})
    assert Ruleset.load(two / "styles").digest != first.digest
