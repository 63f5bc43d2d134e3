import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.servers import unprivileged
from tools.servers.errors import ServerError
from tools.servers.process import Process, find


def test_a_missing_program_is_named_with_its_package() -> None:
    with pytest.raises(ServerError, match="apt-get install no-such-package"):
        find("no-such-program", "no-such-package")


def test_a_server_that_gives_up_is_quoted(folder: Path) -> None:
    quitter = ["python3", "-c", "raise SystemExit('no luck today')"]
    with pytest.raises(ServerError, match="no luck today"):
        Process(folder).start(quitter, lambda: False)


def test_a_server_runs_without_rights_and_is_gone_after_stop(folder: Path) -> None:
    process = Process(folder)
    process.start(["sleep", "60"], lambda: True)
    pid = process.pid
    assert pid is not None
    assert Path(f"/proc/{pid}").stat().st_uid == unprivileged.user_id() != 0
    process.stop()
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has somebody to step down to")
def test_a_place_the_servers_cannot_reach_is_replaced_and_remembered(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    first = unprivileged.private_folder(tmp_path / "var", "slapd")
    try:
        assert not first.is_relative_to(tmp_path)
        assert first.stat().st_uid == unprivileged.user_id()
        assert unprivileged.private_folder(tmp_path / "var", "slapd") == first
    finally:
        first.rmdir()


def test_a_place_the_servers_can_reach_is_used(folder: Path) -> None:
    made = unprivileged.private_folder(folder / "var", "slapd")
    assert made == folder / "var" / "slapd"
    assert made.stat().st_mode & 0o777 == 0o700


def test_a_remembered_place_that_somebody_else_took_is_not_used(folder: Path) -> None:
    var = folder / "var"
    var.mkdir()
    (var / "slapd.place").write_text("/etc\n", encoding="utf-8")
    assert unprivileged.private_folder(var, "slapd") == var / "slapd"


# Ends itself by SIGKILL, so that no code of its own can tidy up, once the server has become itself.
ENDS_BADLY = """
import os, signal, sys
from pathlib import Path
from tools.servers.process import Process
process = Process(Path(sys.argv[1]))
process.start(["sleep", "60"], lambda: Path(f"/proc/{process.pid}/comm").read_text() == "sleep\\n")
print(process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_server_dies_with_the_program_that_started_it(folder: Path) -> None:
    command = [sys.executable, "-c", ENDS_BADLY, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert is_gone(int(done.stdout), within=5)


def is_gone(pid: int, within: float) -> bool:
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ended, _, _ = select.select([process], [], [], within)
    os.close(process)
    return bool(ended)
