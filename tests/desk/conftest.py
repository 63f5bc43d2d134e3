"""A browser for each of the cast, and one account that tickets are about."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.desk.models import Ticket
from govdesk.directory.models import Department, Person
from tests.conftest import NOW
from tests.pages import PageClient

Browse = Callable[[Person], PageClient]
FileTicket = Callable[..., Ticket]


@pytest.fixture
def browse(app: Flask, session: Session) -> Browse:
    """`browse(olu)` is a browser in which Olu is signed in; the same at each call."""
    browsers: dict[int, PageClient] = {}

    def browser_of(person: Person) -> PageClient:
        if person.id not in browsers:
            browser = app.test_client()
            assert isinstance(browser, PageClient)
            browser.database = session
            browsers[person.id] = browser.sign_in(person)
        return browsers[person.id]

    return browser_of


@pytest.fixture
def noaa(session: Session, press_office: Department) -> SocialAccount:
    """An account of the press office."""
    meant = identify("https://x.com/noaa", catalogue())
    assert isinstance(meant, Identity)
    account = SocialAccount(
        identity=meant.key,
        platform=meant.platform,
        kind=meant.kind,
        handle=meant.handle,
        url=meant.url,
        name="NOAA",
        registered_at=NOW,
        ownerships=[Ownership(department=press_office, position=0)],
    )
    session.add(account)
    session.commit()
    return account


@pytest.fixture
def files(browse: Browse, session: Session) -> FileTicket:
    """`files(olu)` files a ticket through the page, and gives its row."""

    def through_the_page(person: Person, **words: str) -> Ticket:
        values = {"kind": "incident", "subject": "Strange posts", "text": "Two posts that are not ours.", **words}
        answer = browse(person).submit("/tickets/new", **values)
        assert answer.status_code == 303, answer.text
        session.expire_all()
        return session.get_one(Ticket, int(answer.location.rpartition("/")[2]))

    return through_the_page
