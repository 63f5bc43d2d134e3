"""The programs of `make run` end when they should, and not unnoticed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.processes import Program, as_servers_user, wait_until_open, watch
from tools.servers.errors import ServerError
from tools.servers.process import free_port
from tools.servers.unprivileged import user_id

ENDLESS = [sys.executable, "-c", "import signal; signal.pause()"]
SHORT = [sys.executable, "-c", ""]


def test_a_program_ends_with_its_block() -> None:
    with Program("The endless one", ENDLESS, os.environ) as program:
        assert not program.has_ended()
    assert program.has_ended()


def test_the_one_that_ended_by_itself_is_named() -> None:
    with (
        Program("The endless one", ENDLESS, os.environ) as endless,
        Program("The short one", SHORT, os.environ) as short,
        pytest.raises(ServerError, match="The short one has ended by itself"),
    ):
        watch(endless, short)


def test_nobody_waits_for_a_web_server_that_has_ended() -> None:
    with (
        Program("The short one", SHORT, os.environ) as short,
        pytest.raises(ServerError, match="did not open"),
    ):
        wait_until_open(f"http://127.0.0.1:{free_port()}", short)


def test_runs_without_the_rights_of_root(tmp_path: Path) -> None:
    done = subprocess.run([*as_servers_user(tmp_path), "id", "-u"], check=True, capture_output=True)
    assert int(done.stdout) == user_id()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that others cannot read")
def test_may_read_but_not_write_a_checkout_in_the_folder_of_root(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "wsgi.py").write_text("app")
    command = ["sh", "-c", "cat wsgi.py; echo changed 2>/dev/null >wsgi.py"]
    done = subprocess.run([*as_servers_user(tmp_path), *command], check=False, capture_output=True, cwd=tmp_path)
    assert done.stdout == b"app"
    assert (tmp_path / "wsgi.py").read_text() == "app"
