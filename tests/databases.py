"""Databases for tests. The migrations are run once in each process; from then on their result is copied."""

import atexit
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from sqlalchemy import text
from sqlalchemy.engine.url import make_url

from govdesk import db, schema

SERVER = os.environ.get("GOVDESK_TEST_DATABASE_URL", "")
"""A database of the PostgreSQL that the tests may use; empty for SQLite."""


def migrated_file(file: Path) -> str:
    """The URL of a new migrated SQLite database, also while the other tests are on PostgreSQL."""
    with closing(sqlite3.connect(_migrated_pattern())) as pattern, closing(sqlite3.connect(file)) as copy:
        pattern.backup(copy)
    return f"sqlite:///{file}"


@contextmanager
def migrated(folder: Path) -> Iterator[str]:
    """The URL of a migrated database for one test, of the kind that is tested on."""
    if not SERVER:
        yield migrated_file(folder / "own.db")
        return
    with _copy_on_server(_migrated_template()) as url:
        yield url


@contextmanager
def empty(folder: Path) -> Iterator[str]:
    """The same before the first migration."""
    if not SERVER:
        yield f"sqlite:///{folder}/empty.db"
        return
    with _copy_on_server("template1") as url:
        yield url


@contextmanager
def _copy_on_server(template: str) -> Iterator[str]:
    name = f"own_{uuid.uuid4().hex[:12]}"
    _tell_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield _named(name)
    _tell_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _migrated_pattern() -> Path:
    folder = Path(mkdtemp(prefix="govdesk-migrated-"))
    atexit.register(rmtree, folder)
    schema.upgrade(f"sqlite:///{folder}/migrated.db")
    return folder / "migrated.db"


@cache
def _migrated_template() -> str:
    """Stays until the server is thrown away: nobody may be connected to what is copied."""
    name = f"migrated_{uuid.uuid4().hex[:12]}"
    _tell_server(f'CREATE DATABASE "{name}"')
    schema.upgrade(_named(name))
    atexit.register(_tell_server, f'DROP DATABASE "{name}" WITH (FORCE)')
    return name


def _named(database: str) -> str:
    return make_url(SERVER).set(database=database).render_as_string(hide_password=False)


def _tell_server(statement: str) -> None:
    engine = db.connect(SERVER)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
