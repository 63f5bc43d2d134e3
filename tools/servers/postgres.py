"""A private PostgreSQL server for the tests: one socket, no network, nothing kept safe from a power cut."""

import signal
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from tools.servers.errors import ServerError
from tools.servers.process import Process, find, run
from tools.servers.unprivileged import passing_folder

SUPERUSER = "govdesk"
_HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """PostgreSQL on `folder`, made by initdb at the first start."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "cluster"
        # SIGINT: end now, without waiting for clients to leave.
        self._process = Process(folder, end_with=signal.SIGINT)
        self._sockets = Path()
        self._at_stop = ExitStack()

    def start(self) -> Self:
        """Raises ServerError when PostgreSQL is missing, does not come up, or another server answers."""
        program = _find("postgres")
        try:
            self._process.claim()
            if not (self._data / "PG_VERSION").exists():
                self._initialise()
            self._sockets = self._at_stop.enter_context(passing_folder("pg"))
            self._run(program)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        self._process.stop()  # Before its socket's folder goes.
        self._at_stop.close()

    def restart(self) -> None:
        """End it without waiting for clients to leave, and start it at the same place."""
        self._process.stop()
        self._process.claim()
        self._run(_find("postgres"))

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def url(self, database: str) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self._sockets}"

    def create(self, database: str, template: str | None = None) -> str:
        """A new database, empty or a copy of `template` (which nobody may be using); returns its URL."""
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(database), sql.Identifier(template or "template1")
        )
        with self._connect() as connection:
            connection.execute(command)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Also when somebody is still connected."""
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def _run(self, program: str) -> None:
        settings = [f"unix_socket_directories={self._sockets}", "listen_addresses=", *_HASTY]
        options = [part for setting in settings for part in ("-c", setting)]
        self._process.start([program, "-D", self._data, *options], self._answers)
        self._is_ours()

    def _initialise(self) -> None:
        # "trust" is safe: the only socket lies in a folder closed to all but the servers' user and root.
        options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        run(_find("initdb"), "-D", self._data, "-U", SUPERUSER, *options)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self._sockets), user=SUPERUSER, dbname="postgres", autocommit=True)

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _is_ours(self) -> None:
        with self._connect() as connection:
            found = connection.execute("show data_directory").fetchone()
        if found is None or Path(found[0]) != self._data:
            raise ServerError(f"another PostgreSQL answers in place of the one in {self._data}.")


def _find(program: str) -> str:
    """Debian keeps PostgreSQL's own programs off the path; the newest version wins."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)
    return find(program, "postgresql", *(str(folder) for folder in newest))
