"""A person at a browser: signs in, clicks, and looks hard at every page on the way."""

import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, ViewportSize

SHOTS = Path(__file__).parent / "shots"
WIDE, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=390, height=844)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
JUDGED = {("wide", "light"), ("phone", "dark")}
"""Both widths and both lights: what a page is made of hangs by the width, its colours by the light."""


class Visitor:
    """One person's browser. Requests to other origins and complaints of the browser fail the walk."""

    def __init__(self, browser: Browser, address: str, login: str) -> None:
        self.address, self.login = address, login
        context = browser.new_context(viewport=WIDE, base_url=address, locale="en-GB")
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self) -> None:
        self.page.goto("/signin")
        self.page.get_by_label("Login").fill(self.login)
        self.page.get_by_label("Password").fill("govdesk")
        self.page.get_by_role("button", name="Sign in").click()

    def go(self, path: str) -> None:
        self.page.goto(path)

    def read(self) -> str:
        """What the main part of the page says."""
        return self.page.locator("main").inner_text()

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name).click()

    def follow(self, name: str) -> None:
        """Follow the first link of this name."""
        self.page.get_by_role("link", name=name).first.click()

    def wait_for(self, thing: Locator, milliseconds: int) -> None:
        """Reload until `thing` is on the page. Raises AssertionError when it never comes."""
        until = time.monotonic() + milliseconds / 1000
        while thing.count() == 0:
            assert time.monotonic() < until, f"{thing} did not come"
            self.page.wait_for_timeout(500)
            self.page.reload()

    def picture(self, name: str) -> None:
        """What fits on the screen, for the README."""
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def look(self, name: str) -> None:
        """Take four pictures (wide, phone, light, dark) and find nothing wrong in any of them."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for width, size in (("wide", WIDE), ("phone", PHONE)):
                self.page.set_viewport_size(size)
                self._take(f"{name}-{width}-{scheme}")
                if (width, scheme) in JUDGED:
                    self._judge(f"{name}-{width}-{scheme}")
        assert not self.complaints, f"{name}: the browser complained: {self.complaints}"
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(WIDE)

    def _take(self, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
        sideways = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert sideways <= 0, f"{name} scrolls {sideways} px sideways"

    def _judge(self, name: str) -> None:
        found = Axe().run(self.page, options={"runOnly": WCAG}).response["violations"]
        faults = [f"{fault['id']}: {[node['target'] for node in fault['nodes'][:3]]}" for fault in found]
        assert not faults, f"{name}: {faults}"

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "about:", "blob:")):
            self.complaints.append(f"request to another place: {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        # An error page is an answer, not a fault of the page that shows it.
        if message.type in ("error", "warning") and "status of" not in message.text:
            self.complaints.append(message.text)
