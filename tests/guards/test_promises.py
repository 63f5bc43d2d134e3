"""Promises of the whole house, so that a new view, table or setting cannot forget them."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection

from govdesk import paths
from govdesk.settings import Settings
from govdesk.tables import ALL_TABLES, is_ours
from govdesk.web.guard import demand_stated_permissions


def test_the_metadata_is_what_the_migrations_make(connection: Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
    assert compare_metadata(context, ALL_TABLES) == []


def test_every_template_compiles(app: Flask) -> None:
    names = app.jinja_env.list_templates()
    assert names
    for name in names:
        app.jinja_env.get_template(name)


def test_a_view_without_a_permission_stops_the_start(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: "open to all"
    with pytest.raises(RuntimeError, match="forgotten states no permission"):
        demand_stated_permissions(app)


def test_every_setting_is_in_the_readme() -> None:
    readme = (Path(paths.PACKAGE).parent / "README.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`GOVDESK_{name.upper()}`" not in readme]
    assert missing == []


def test_what_finds_accounts_by_their_letters_outlives_every_migration(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        made = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        wanted = {"social_account_search_put", "social_account_search_take", "social_account_search_change"}
    else:
        made = connection.exec_driver_sql("SELECT indexname FROM pg_indexes").scalars().all()
        wanted = {"social_account_search"}
    assert wanted <= set(made)
