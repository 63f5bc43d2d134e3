"""Rule files that lie beside the texts of policies."""

from pathlib import Path

from govdesk.files import PolicyFiles
from govdesk.voice.policy_rules import faults, ruleset_of
from tests.voice.test_styles_folder import VERY, lay


def test_a_rule_is_called_by_its_policy(tmp_path: Path) -> None:
    files = PolicyFiles(lay(tmp_path, {"plain/rules/Very.yml": VERY}), shipped=tmp_path / "none")
    assert [finding.rule for finding in ruleset_of(files).check("very")] == ["plain.Very"]
    assert list(faults(files)) == []


def test_a_broken_rule_is_named_by_file_and_line(tmp_path: Path) -> None:
    files = PolicyFiles(lay(tmp_path, {"plain/rules/Bad.yml": VERY + "token: so\n"}), shipped=tmp_path / "none")
    assert [str(error) for error in faults(files)] == [
        "plain/rules/Bad.yml:7: the key 'token' is unknown to this kind of rule"
    ]
