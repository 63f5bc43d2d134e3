"""Several people, or one impatient one, at the same moment: real connections, on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.directory.models import Person, PersonRole
from govdesk.settings import Settings
from tests.crowd import HANDS, again, app_of_its_own, at_once
from tests.desk.conftest import Browse
from tests.pages import Page

MATTER = {"kind": "question", "subject": "May I?", "text": "May I post on Sundays?"}


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    with app_of_its_own(settings, tmp_path) as app:
        yield app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["sessions"]() as session:
        yield session


@pytest.fixture
def people(session: Session) -> dict[str, Person]:
    roles = {"olu": (), "mei": (Role.AGENT,), "jun": (Role.AGENT,)}
    people = {
        login: Person(
            directory_id=login,
            login=login,
            login_key=login,
            name=login.capitalize(),
            mail=f"{login}@commerce.example",
            granted=[PersonRole(role=role, group_dn="cn=agents") for role in held],
        )
        for login, held in roles.items()
    }
    session.add_all(people.values())
    session.commit()
    return people


def test_six_posts_of_one_form_make_one_ticket(
    app: Flask, browse: Browse, session: Session, people: dict[str, Person]
) -> None:
    browser = browse(people["olu"])
    form = Page(browser.get("/tickets/new").text).form("/tickets/new")
    data = {**form.values, **MATTER}
    answers = at_once([again(app, browser, "/tickets/new", data) for _ in range(HANDS)])
    assert [answer.status_code for answer in answers] == [303] * HANDS
    assert len({answer.location for answer in answers}) == 1
    assert session.scalar(select(func.count()).select_from(Ticket)) == 1
    assert session.scalar(select(func.count()).select_from(TicketMessage)) == 1


def test_six_posts_of_one_answer_make_one_answer(
    app: Flask, browse: Browse, session: Session, people: dict[str, Person]
) -> None:
    here = browse(people["olu"]).submit("/tickets/new", **MATTER).location
    browser = browse(people["mei"])
    form = Page(browser.get(here).text).form(f"{here}/messages")
    data = {**form.values, "reply-text": "Yes, you may."}
    answers = at_once([again(app, browser, form.action, data) for _ in range(HANDS)])
    assert [answer.status_code for answer in answers] == [303] * HANDS
    assert session.scalar(select(func.count()).select_from(TicketMessage)) == 2


def test_of_two_agents_who_take_a_ticket_one_is_told_who_was_faster(
    app: Flask, browse: Browse, session: Session, people: dict[str, Person]
) -> None:
    here = browse(people["olu"]).submit("/tickets/new", **MATTER).location
    acts = []
    for login in ("mei", "jun"):
        form = Page(browse(people[login]).get(here).text).form(f"{here}/assignment")
        acts.append(again(app, browse(people[login]), form.action, form.values))
    slower, faster = sorted(at_once(acts), key=lambda answer: -answer.status_code)
    assert (faster.status_code, slower.status_code) == (303, 409)
    ticket = session.scalars(select(Ticket)).one()
    assert ticket.assignee is not None
    assert f"{ticket.assignee.name} took it a moment ago." in slower.text
