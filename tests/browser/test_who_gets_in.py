"""Sam reads who can get in to an account, in all widths and both lights, and takes the pages apart."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

Visit = Callable[[str], Visitor]

pytestmark = pytest.mark.browser


def test_sam_looks_at_what_hangs_by_one_person(person: Visit) -> None:
    sam = person("sam")
    sam.go("/accounts?access=red")
    sam.look("who-gets-in-list")
    sam.page.locator("td a").first.click()
    sam.page.get_by_role("heading", name="Who can get in").wait_for()
    sam.look("who-gets-in-account")
    sam.follow("Open the access list")
    sam.page.get_by_role("heading", name="If they leave tomorrow").wait_for()
    sam.look("who-gets-in")
    sam.follow("Add somebody")
    sam.page.get_by_label("Evidence").fill("the password is Sunflower7")
    sam.press("Save")
    assert "looks like a password" in sam.read()
    sam.look("who-gets-in-refused")


def test_sam_asks_what_would_be_lost_if_ada_left(person: Visit) -> None:
    sam = person("sam")
    sam.go("/people/ada")
    sam.follow("Show what would be lost")
    assert "in trouble" in sam.read()
    sam.look("who-gets-in-leaving")


def test_security_finds_what_is_in_danger_in_their_day(person: Visit) -> None:
    sam = person("sam")
    sam.go("/")
    sam.page.get_by_role("heading", name="Who can get in").wait_for()
    sam.look("who-gets-in-my-day")
