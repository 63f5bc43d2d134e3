"""A real OpenLDAP server with the sample company, and an application that signs people in against it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from govdesk import create_app
from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from govdesk.directory.company import Company
from govdesk.settings import Settings
from tests.pages import PageClient
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    with passing_folder("slapd") as folder, Slapd(folder, seed(company())) as slapd:
        yield slapd


@pytest.fixture
def ldap_settings(slapd: Slapd, database_url: str) -> Settings:
    """The settings of an installation that uses this directory."""
    return Settings.read(
        {
            **slapd.environment(),
            "GOVDESK_DATABASE_URL": database_url,
            "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
            "GOVDESK_BASE_URL": "http://localhost",
        }
    )


@pytest.fixture
def directory(ldap_settings: Settings) -> Company:
    return Company.of(ldap_settings)


@pytest.fixture
def door(ldap_settings: Settings, sessions: Callable[[], Session], session: Session) -> PageClient:
    """A browser in front of the sign-in page."""
    return browser_of(create_app(ldap_settings), sessions, session)


def browser_of(app: Flask, sessions: Callable[[], Session], session: Session) -> PageClient:
    app.testing = True
    app.extensions.update(sessions=sessions, reading_sessions=sessions)
    app.test_client_class = PageClient
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.database = session
    return client


@pytest.fixture
def own_policies(tmp_path: Path) -> Path:
    """An organisation's own folder, laid over the shipped one."""
    folder = tmp_path / "policies"
    folder.mkdir()
    return folder
