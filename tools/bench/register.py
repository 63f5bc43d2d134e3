"""How fast accounts come in, beside a bare bulk insert of the very rows that the import wrote."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import MetaData, create_engine, insert, select, text

from govdesk import db, schema
from tools.servers.postgres import Postgres
from tools.servers.unprivileged import passing_folder

WRITTEN = ("account_import", "social_account", "ownership", "custodianship", "import_row", "audit_event")
"""The tables an import writes, those that others refer to first."""
DEPARTMENTS = 200
AT_ONCE = 1_000
GOVDESK = str(Path(sys.executable).with_name("govdesk"))
PLATFORMS = (
    "x.com/{}",
    "https://www.facebook.com/{}",
    "https://www.instagram.com/{}/",
    "https://www.youtube.com/@{}",
)


def measure_register(accounts: int) -> None:
    """Prints a table."""
    with TemporaryDirectory(prefix="govdesk-bench-") as folder, passing_folder("bench-pg") as place:
        file = _file(Path(folder), accounts)
        with Postgres(place) as postgres:
            for name, urls in {
                "SQLite": [f"sqlite:///{folder}/{n}.db" for n in range(2)],
                "PostgreSQL": [postgres.create(f"register{n}") for n in range(2)],
            }.items():
                _tell(name, urls, file, accounts)


def _tell(name: str, urls: list[str], file: Path, accounts: int) -> None:
    for url in urls:
        schema.upgrade(url)
        _found_departments(url)
    came, report = _import(urls[0], file)
    assert report["new"] == accounts, report["new"]
    bare, rows = _bare(urls[0], urls[1])
    again, report = _import(urls[0], file)
    assert report["same"] == accounts, report["same"]
    print(f"\n{name}: {accounts:,} accounts, {rows:,} rows written")
    print(f"  bare bulk insert of these rows {bare:6.2f} s")
    print(f"  import                         {came:6.2f} s   {came / bare:.2f} times")
    print(f"  the same file again            {again:6.2f} s", flush=True)


def _file(folder: Path, accounts: int) -> Path:
    lines = (
        f"{PLATFORMS[n % 4].format(f'office{n}')},Office {n},Department {n % DEPARTMENTS}\n" for n in range(accounts)
    )
    file = folder / "accounts.csv"
    file.write_text("url,name,department\n" + "".join(lines))
    return file


def _found_departments(url: str) -> None:
    engine = db.connect(url)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO department (name, key) VALUES (:name, :key)"),
            [{"name": f"Department {n}", "key": f"department {n}"} for n in range(DEPARTMENTS)],
        )
    engine.dispose()


def _import(url: str, file: Path) -> tuple[float, Mapping[str, Any]]:
    """Seconds, the command's start included, and its report."""
    env = {**os.environ, "GOVDESK_DATABASE_URL": url, "GOVDESK_SECRET_KEY": "only for the bench, never elsewhere"}
    began = time.perf_counter()
    said = subprocess.run(
        [GOVDESK, "accounts", "import", str(file), "--json"], env=env, check=True, capture_output=True
    )
    return time.perf_counter() - began, json.loads(said.stdout)


def _bare(source: str, target: str) -> tuple[float, int]:
    """Seconds to insert the rows of `source` into `target`, a thousand in a transaction; and how many there are."""
    tables, old, new = MetaData(), create_engine(source), db.connect(target)
    tables.reflect(old, only=WRITTEN)
    spent, count = 0.0, 0
    for name in WRITTEN:
        with old.connect() as connection:
            rows = [dict(row) for row in connection.execute(select(tables.tables[name])).mappings()]
        count += len(rows)
        began = time.perf_counter()
        for start in range(0, len(rows), AT_ONCE):
            with new.begin() as connection:
                connection.execute(insert(tables.tables[name]), rows[start : start + AT_ONCE])
        spent += time.perf_counter() - began
    old.dispose()
    new.dispose()
    return spent, count
