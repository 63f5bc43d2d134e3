"""`govdesk --help` lists all commands without loading them."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from govdesk.cli import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_says_of_itself_what_the_list_says_of_it(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help == COMMANDS[name][1]
    assert f"  {name} " in CliRunner().invoke(main, ["--help"]).output


def test_an_unknown_command_is_told_as_such() -> None:
    answer = CliRunner().invoke(main, ["acounts"])
    assert answer.exit_code == 2
    assert "No such command 'acounts'" in answer.output


@pytest.mark.parametrize("asked", [["--help"], ["--version"]])
def test_the_list_loads_no_room_and_no_database(asked: list[str]) -> None:
    """What would take seconds; in a process of its own, because the tests have loaded everything."""
    told = f"""
import sys
from govdesk.cli import main
main({asked!r}, standalone_mode=False)
heavy = {{"flask", "ldap", "openpyxl", "pydantic", "rich", "sqlalchemy"}}
assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()
"""
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
