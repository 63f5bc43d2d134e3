"""The units for production, as systemd itself judges them."""

import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).resolve().parents[2] / "packaging" / "systemd").glob("*.service"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_nothing_wrong_with(unit: Path, tmp_path: Path) -> None:
    # It looks for the program, too, which is not installed on this machine.
    program = shutil.which("true")
    copy = tmp_path / unit.name
    copy.write_text(unit.read_text().replace("/opt/govdesk/bin/govdesk", f"{program}"))
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_runs_without_rights_as_a_user_of_its_own(unit: Path) -> None:
    lines = set(unit.read_text().splitlines())
    assert lines >= {"User=govdesk", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="}
