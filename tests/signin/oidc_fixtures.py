"""An application whose provider is the forger's, and no directory: rows of people count."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from govdesk import create_app
from govdesk.settings import Settings
from tests.directory.conftest import browser_of
from tests.pages import PageClient
from tests.signin.oidc_forger import Forger


@pytest.fixture
def forger() -> Iterator[Forger]:
    with Forger() as forger:
        yield forger


@pytest.fixture
def forged_settings(forger: Forger, database_url: str) -> Settings:
    return Settings.read(
        {
            **forger.environment(),
            "GOVDESK_DATABASE_URL": database_url,
            "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
            "GOVDESK_BASE_URL": "http://localhost",
        }
    )


@pytest.fixture
def at_forger(forged_settings: Settings, sessions: Callable[[], Session], session: Session) -> PageClient:
    """A browser in front of a door that trusts the forger."""
    return browser_of(create_app(forged_settings), sessions, session)
