"""A row that holds a secret leaves nothing behind, in no table, however the file came."""

import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, MetaData, select

from govdesk import db
from govdesk.cli import main
from govdesk.directory.models import Person
from tests.databases import migrated_file
from tests.pages import Page, PageClient

CANARY = "canary-9F3"
FILES = {
    "accounts.csv": f"""url,name,password,notes
x.com/noaa,NOAA,,
x.com/nist,NIST,{CANARY},
x.com/eda,EDA,,password: {CANARY}
x.com/census?lang={CANARY},Census,,
posts.notfacebook.com/{CANARY},Fake,,
""",
    "accounts.json": f"""[{{"url": "x.com/noaa", "name": "NOAA", "notes": "{CANARY}"}},
{{"url": "x.com/nist", "extra": {{"password": "{CANARY}"}}}}]""",
}

TOLD = {"accounts.csv": "what looks like a secret", "accounts.json": "is for passwords or codes"}


def holds(connection: Connection, text: str) -> list[str]:
    """The tables in which `text` stands anywhere, in whatever column."""
    tables = MetaData()
    tables.reflect(connection)
    return [
        table.name
        for table in tables.tables.values()
        if text in "".join(_plain(value) for row in connection.execute(select(table)) for value in row)
    ]


def _plain(value: object) -> str:
    """What a value says, also what was made small."""
    if not isinstance(value, bytes):
        return str(value)
    with suppress(zlib.error):
        value = zlib.decompress(value)
    return value.decode("utf-8", "replace")


@pytest.mark.parametrize("name", FILES)
def test_on_the_page(client: PageClient, connection: Connection, grace: Person, name: str) -> None:
    comms = client.sign_in(grace)
    preview = comms.submit("/accounts/import", file=(BytesIO(FILES[name].encode()), name)).location
    button = Page(comms.get(preview).text).form(preview)
    assert "account_import" in holds(connection, "NOAA"), "the sound rows wait for the decision"
    assert holds(connection, CANARY) == []
    assert TOLD[name] in comms.get(preview).text
    comms.post(preview, data=button.values)
    assert "social_account" in holds(connection, "NOAA")
    assert holds(connection, CANARY) == []
    assert TOLD[name] in comms.get(preview).text, "the report still says what was refused"


@pytest.mark.parametrize("name", FILES)
def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    url = migrated_file(tmp_path / "register.db")
    monkeypatch.setenv("GOVDESK_DATABASE_URL", url)
    monkeypatch.setenv("GOVDESK_SECRET_KEY", "only for tests, never elsewhere")
    (tmp_path / name).write_text(FILES[name])
    result = CliRunner().invoke(main, ["accounts", "import", str(tmp_path / name)])
    assert result.exit_code == 0, result.output
    engine = db.connect(url)
    with engine.connect() as connection:
        assert "social_account" in holds(connection, "NOAA")
        assert holds(connection, CANARY) == []
    engine.dispose()


def test_a_name_of_a_file_that_holds_one_is_refused(
    client: PageClient, connection: Connection, grace: Person
) -> None:
    file = BytesIO(b"url,name\nx.com/noaa,NOAA\n")
    answer = client.sign_in(grace).submit("/accounts/import", file=(file, f"password is {CANARY}.csv"))
    assert (answer.status_code, "Give the file another name" in answer.text, CANARY in answer.text) == (
        422,
        True,
        False,
    )
    assert holds(connection, CANARY) == []


def test_a_source_that_is_one_is_refused(client: PageClient, connection: Connection, grace: Person) -> None:
    file = BytesIO(b"url,name\nx.com/noaa,NOAA\n")
    answer = client.sign_in(grace).submit("/accounts/import", file=(file, "a.csv"), source=f"pw: {CANARY}")
    assert (answer.status_code, CANARY in answer.text, holds(connection, CANARY)) == (422, False, [])
