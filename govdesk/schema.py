"""Migrations without an alembic.ini, so that `govdesk db upgrade` works from anywhere."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from govdesk import paths


def config_of(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest migration; nothing happens when it is there."""
    command.upgrade(config_of(url), "head")


def newest() -> str:
    """The number of the newest migration this program knows."""
    head = ScriptDirectory.from_config(config_of("")).get_current_head()
    assert head is not None, "the migrations folder is empty"
    return head


def current(engine: Engine) -> str | None:
    """The number of the migration the database stands at; None for an empty database."""
    # Only reading: on SQLite no lock is taken that a writer would wait for.
    with engine.execution_options(deferred=True).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def shortfall(engine: Engine) -> str | None:
    """What an operator has to do before the database can be used; None when it is not for want of migrations."""
    found, script = current(engine), ScriptDirectory.from_config(config_of(""))
    if found is None:
        return "The database has no tables yet: run govdesk db upgrade."
    # A newer program may have been here: its migrations are none of ours.
    is_older = found in {one.revision for one in script.walk_revisions()} - {newest()}
    return f"The database is at migration {found}, not {newest()}: run govdesk db upgrade." if is_older else None
