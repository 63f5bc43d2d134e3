"""The way to the company's provider and back, in a real browser, whose own rules for forms and cookies apply."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Route, expect
from werkzeug.serving import make_server

from govdesk import create_app, schema
from govdesk.directory.models import Person
from govdesk.settings import Settings
from govdesk.signin.oidc.provider import CALLBACK
from tests.browser.visitor import Visitor
from tools.servers.oidc_provider import OidcProvider
from tools.servers.process import free_port
from tools.servers.unprivileged import passing_folder

pytestmark = pytest.mark.browser

ACCOUNTS = {"sub-olu": {"preferred_username": "olu"}, "sub-lars": {"preferred_username": "lars"}}


@pytest.fixture(scope="module")
def provided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Govdesk that knows Olu and has a provider, but no directory."""
    port = free_port()
    address = f"http://localhost:{port}"
    with (
        passing_folder("oidc") as folder,
        OidcProvider(folder, ACCOUNTS, back_to=address + CALLBACK) as provider,
    ):
        app = create_app(_settings(address, provider, tmp_path_factory.mktemp("door")))
        with app.extensions["sessions"]() as session:
            session.add(Person(directory_id="id-of-olu", login="olu", login_key="olu", name="Olu Adeyemi"))
            session.commit()
        server = make_server("localhost", port, app, threaded=True)
        Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()
        server.server_close()
        app.extensions["engine"].dispose()


def _settings(address: str, provider: OidcProvider, folder: Path) -> Settings:
    url = f"sqlite:///{folder}/own.db"
    schema.upgrade(url)
    return Settings.read(
        {
            **provider.environment(),
            "GOVDESK_DATABASE_URL": url,
            "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
            "GOVDESK_BASE_URL": address,
        }
    )


def go_out(visitor: Visitor, subject: str) -> None:
    visitor.page.get_by_role("button", name="Sign in with Commerce ID").press("Enter")
    visitor.page.get_by_placeholder("Enter any login").fill(subject)
    visitor.page.get_by_placeholder("and password").fill("anything")
    visitor.page.get_by_role("button", name="Sign-in").click()
    visitor.page.wait_for_url(f"{visitor.address}/**")
    visitor.complaints.clear()  # the provider's page is not ours to judge


def test_olu_comes_in_through_the_second_door(browser: Browser, provided: str) -> None:
    olu = Visitor(browser, provided, "olu")
    olu.go("/signin?next=/policies")
    olu.look("signin-second-door")
    go_out(olu, "sub-olu")
    expect(olu.page.get_by_role("heading", level=1)).to_have_text("Policies")
    assert olu.page.url == f"{provided}/policies"
    olu.page.context.close()


def test_a_browser_that_does_not_go_there_by_itself_has_a_link(browser: Browser, provided: str) -> None:
    def stay(route: Route) -> None:
        answer = route.fetch()
        kept = {name: value for name, value in answer.headers.items() if name != "refresh"}
        route.fulfill(response=answer, headers=kept)

    olu = Visitor(browser, provided, "olu")
    olu.page.route("**/signin/oidc", stay)
    olu.go("/signin")
    olu.page.get_by_role("button", name="Sign in with Commerce ID").click()
    expect(olu.page.get_by_role("heading", level=1)).to_have_text("On to Commerce ID")
    olu.look("signin-onward")
    olu.follow("Go on")
    expect(olu.page.get_by_placeholder("Enter any login")).to_be_visible()
    olu.page.context.close()


def test_lars_is_told_and_still_has_the_form(browser: Browser, provided: str) -> None:
    lars = Visitor(browser, provided, "lars")
    lars.go("/signin")
    go_out(lars, "sub-lars")
    expect(lars.page.get_by_text("Signing in with Commerce ID did not work")).to_be_visible()
    expect(lars.page.get_by_label("Password")).to_be_visible()
    lars.look("signin-second-door-refused")
    lars.page.context.close()
