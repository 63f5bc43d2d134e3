"""`govdesk accounts import`: the same import from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, Engine, text

from govdesk import db
from govdesk.cli import main
from tests.databases import migrated_file

FILE = """platform,url,name,department,owner,deputy,custodians
x,x.com/noaa,NOAA,,,,
x,twitter.com/NOAA,NOAA again,,,,
x,notx.example/noaa,NOAA,Nowhere,,,
facebook,notfacebook.com/noaa,NOAA,,,,
"""


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database of its own: a command commits."""
    url = migrated_file(tmp_path / "register.db")
    monkeypatch.setenv("GOVDESK_DATABASE_URL", url)
    monkeypatch.setenv("GOVDESK_SECRET_KEY", "only for tests, never elsewhere")
    return url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "accounts.csv"
    file.write_text(FILE)
    return file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["accounts", "import", *map(str, arguments)])


def report(*arguments: str | Path) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(
    ("name", "source"),
    [("a.csv", "pw: Tulip8899"), ("password is Tulip8899.csv", ""), ("password_is_Tulip8899.csv", "Press")],
)
@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_a_secret_in_the_name_of_the_file_or_the_source_is_refused(
    url: str, tmp_path: Path, name: str, source: str, dry: list[str]
) -> None:
    file = tmp_path / name
    file.write_text(FILE)
    result = run(file, "--source", source, *dry)
    assert (result.exit_code, "another name" in result.output, count(url)) == (1, True, 0)


def count(url: str) -> int:
    engine: Engine = db.connect(url)
    with engine.connect() as connection:
        number = _count(connection)
    engine.dispose()
    return number


def _count(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM social_account")).scalar_one())


def test_taking_the_register_along_is_on_record(url: str) -> None:
    assert CliRunner().invoke(main, ["accounts", "export", "--format", "json"]).stdout == "[]\n"
    engine = db.connect(url)
    with engine.connect() as connection:
        events = connection.execute(text("SELECT action, actor_id, fields FROM audit_event")).all()
    engine.dispose()
    assert [(action, actor, json.loads(fields)) for action, actor, fields in events] == [
        ("accounts:register:exported", None, {"format": "json"})
    ]


def test_prints_what_scripts_rely_on(url: str, file: Path) -> None:
    found = report(file)
    assert {key: found[key] for key in ("rows", "new", "same", "changed", "gone")} == {
        "rows": 4,
        "new": 2,
        "same": 0,
        "changed": 0,
        "gone": [],
    }
    assert found["refused"] == [
        {"row": 5, "reason": "notfacebook.com looks like Facebook, but does not belong to it."}
    ]
    assert found["duplicate_groups"] == [[2, 3]]
    assert {"row": 4, "field": "department", "value": "Nowhere"} in found["unmatched"]
    assert count(url) == 2


def test_a_second_run_adds_nothing(url: str, file: Path) -> None:
    report(file)
    again = report(file)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    assert count(url) == 2


def test_a_dry_run_says_the_same_and_changes_nothing(url: str, file: Path) -> None:
    dry = report(file, "--dry-run")
    assert count(url) == 0
    assert report(file) == dry


def test_tells_people_in_words(url: str, file: Path) -> None:
    shown = run(file, "--dry-run").stdout
    assert "Would bring in 2 new, 0 changed, 0 the same." in shown
    assert "https://x.com/noaa: rows 2, 3" in shown
    assert "notfacebook.com looks like Facebook" in shown
    assert "Nowhere" in shown


def test_a_file_that_cannot_be_read_is_a_failure_with_a_sentence(url: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("[{")
    result = run(broken)
    assert result.exit_code == 1
    assert "The file is not sound JSON" in result.stderr


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "none.csv").exit_code == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bad.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"),
        ("accounts.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"),
        ("accounts.txt", bytes(range(256)) * 9),
        ("accounts.xlsx", b"PK\x05\x06" + bytes(18)),
        ("letter.txt", b"Dear colleagues,\nplease find below what we talked of.\n"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(url: str, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name)
    assert result.exit_code == 1
    assert "This is no list of accounts." in result.stderr or "No column holds the addresses" in result.stderr
    assert "Brought in" not in result.stdout


@pytest.mark.parametrize("said", ["Nope=url", "url=nonsense", "=url"])
def test_a_column_or_field_that_is_not_there_is_wrong_usage(url: str, file: Path, said: str) -> None:
    result = run(file, "--map", said)
    assert result.exit_code == 2
    assert "--map" in result.stderr
    assert count(url) == 0
