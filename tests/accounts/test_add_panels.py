"""Rooms above the register add sections to an account's page."""

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from govdesk.access import Permission
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.web import panels
from tests.pages import PageClient

WEATHER = '<section class="card"><h2>Weather</h2><p>{{ account.handle }} is calm</p></section>'


@pytest.fixture(autouse=True)
def weather(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that says something about each account, for security and custodians."""
    assert app.jinja_env.loader is not None
    both = ChoiceLoader([DictLoader({"weather.html": WEATHER}), app.jinja_env.loader])
    monkeypatch.setattr(app.jinja_env, "loader", both)
    monkeypatch.setattr(panels, "_PANELS", {})
    panels.adds_panel("weather.html", to="account", permission=Permission.ROTATION_RECORD)


@pytest.mark.parametrize(("who", "sees"), [("sam", True), ("ada", True), ("grace", False), ("olu", False)])
def test_a_section_shows_to_those_who_may_see_it(
    client: PageClient, cast: dict[str, Person], storms: SocialAccount, who: str, sees: bool
) -> None:
    shown = client.sign_in(cast[who]).get(f"/accounts/{storms.id}").text
    assert ("NOAA_Storms is calm" in shown) is sees
