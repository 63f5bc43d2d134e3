"""One house and one browser for the whole walk."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visitor import Visitor
from tools.house import open_house

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_house(tmp_path_factory.mktemp("var")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed: sh tools/system.sh test")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def person(browser: Browser, address: str) -> Iterator[Callable[[str], Visitor]]:
    """`person("grace")`: her browser, signed in; the same one each time."""
    known: dict[str, Visitor] = {}

    def visit(login: str) -> Visitor:
        if login not in known:
            known[login] = Visitor(browser, address, login)
            known[login].sign_in()
        return known[login]

    yield visit
    for visitor in known.values():
        visitor.page.context.close()
