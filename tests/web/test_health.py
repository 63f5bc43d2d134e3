"""What machines ask: is the process alive, is the house ready."""

from pathlib import Path

import pytest
from flask import Flask

from govdesk import create_app, schema
from govdesk.settings import Settings
from tests.pages import PageClient


def test_the_process_answers_without_asking_anything_else(client: PageClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_house_in_order_is_ready(app: Flask, settings: Settings) -> None:
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"database": "up", "migrations": "up", "directory": "off", "mail": "off"}


def test_directory_and_mail_that_are_down_are_named_and_the_house_stays_ready(settings: Settings) -> None:
    dead = {"ldap_uri": ("ldap://127.0.0.1:1",), "smtp_url": "smtp://127.0.0.1:1"}
    app = create_app(settings.model_copy(update=dead))
    answer = app.test_client().get("/readyz")
    app.extensions["engine"].dispose()
    assert answer.status_code == 200
    assert answer.json == {"database": "up", "migrations": "up", "directory": "down", "mail": "down"}


def test_a_database_of_an_older_version_is_not_ready(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "newest", lambda: "9999")
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["database"], answer.json["migrations"]) == ("up", "down")


def test_a_database_that_cannot_be_opened_is_down_and_nothing_more_is_told(
    settings: Settings, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/no/such/folder/govdesk.db"
    app = create_app(settings.model_copy(update={"database_url": url}))
    answer = app.test_client().get("/readyz")
    app.extensions["engine"].dispose()
    assert answer.status_code == 503
    assert answer.json == {"database": "down", "migrations": "down", "directory": "off", "mail": "off"}
