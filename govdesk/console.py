"""What every command shares: settings, a database, plain errors, tables or JSON."""

import getpass
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from govdesk import db
from govdesk.logs import configure_logs
from govdesk.settings import Settings, SettingsError

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class House:
    """Opened on first use, so that `--help` needs no settings."""

    @cached_property
    def settings(self) -> Settings:
        """Raises click.ClickException naming what is wrong."""
        try:
            settings = Settings.read()
        except SettingsError as error:
            raise click.ClickException(str(error)) from None
        configure_logs(settings.log)
        return settings

    @cached_property
    def engine(self) -> Engine:
        return db.connect(self.settings.database_url)

    def close(self) -> None:
        """Let go of the database, if it was opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that writes; the command commits."""
        with db.sessions_of(self.engine)() as session:
            yield session


def operator() -> str:
    """Who is at the keyboard, as far as the machine knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


pass_house = click.make_pass_decorator(House, ensure=True)


def print_json(value: Any) -> None:
    """One JSON document on standard output; days and moments as ISO text."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def print_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, empty: str) -> None:
    """A table for people; `empty` when there is nothing to show."""
    if not rows:
        click.echo(empty)
        return
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    # In a pipe a line must stay a line, whatever the width of nobody's terminal.
    Console(soft_wrap=True, width=None if sys.stdout.isatty() else 400, markup=False).print(table)


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(_plain(value))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
