"""Somebody is named in a form as people know them: by login, mail or name; never guessed."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.directory.naming import called, spelt
from tests.conftest import NOW
from tests.pages import PageClient


@pytest.fixture
def noaa(session: Session, press_office: Department, ada: Person) -> SocialAccount:
    account = SocialAccount(
        identity="x:noaa", platform="x", kind="profile", handle="noaa", url="https://x.com/noaa", name="NOAA",
        owner=ada, registered_at=NOW, ownerships=[Ownership(department=press_office, position=0)],
    )  # fmt: skip
    session.add(account)
    session.commit()
    return account


@pytest.fixture
def namesake(session: Session, census: Department) -> Person:
    """Another Ada Sørensen, at the Census."""
    made = Person(
        directory_id="ada2", login="ada2", login_key="ada2", name="Ada Sørensen", mail="ada2@commerce.example",
        department=census,
    )  # fmt: skip
    session.add(made)
    session.commit()
    return made


@pytest.mark.parametrize(
    "text",
    [
        "ada",
        " ADA ",
        "Ada Sørensen",
        "ada  SØRENSEN",
        "Ada Sørensen (ada)",
        "ada@commerce.example",
        "Ada@COMMERCE.example",
    ],
)
def test_login_mail_and_whole_name_mean_the_same_person(session: Session, ada: Person, text: str) -> None:
    assert called(session, text) == [ada]


@pytest.mark.parametrize(
    "text",
    ["", "Sørensen", "Olu (ada)", "Lars Lindqvist", "lars", "a@", "()", "%", "Ada Sørensen Ada Sørensen"],
)
def test_part_of_a_name_somebody_who_left_and_a_wrong_pair_mean_nobody(
    session: Session, ada: Person, lars: Person, text: str
) -> None:
    assert not called(session, text)


def test_of_two_with_one_name_the_form_asks_which_one(
    client: PageClient,
    app: Flask,
    session: Session,
    noaa: SocialAccount,
    grace: Person,
    ada: Person,
    namesake: Person,
) -> None:
    there = f"/accounts/{noaa.id}"
    asked = client.sign_in(grace).submit(there, to=f"{there}/custodians", login="Ada Sørensen")
    assert asked.status_code == 422
    assert "Several people who work here are meant by this" in asked.text
    for person in (ada, namesake):
        assert f'value="{person.login}"' in asked.text
        assert person.department is not None
        assert f"<bdi>{person.department.name}</bdi>" in asked.text
    app.config["WTF_CSRF_ENABLED"] = False
    chosen = {"login": ["Ada Sørensen", "ada2"], "form_key": "k"}
    assert client.post(f"{there}/custodians", data=chosen).status_code == 303
    session.refresh(noaa)
    assert noaa.custodians == [namesake]


def test_who_is_chosen_has_to_have_the_name(
    client: PageClient, app: Flask, noaa: SocialAccount, grace: Person, namesake: Person, olu: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    sent = {"login": ["Ada Sørensen", "olu"], "form_key": "k"}
    assert client.sign_in(grace).post(f"/accounts/{noaa.id}/custodians", data=sent).status_code == 422


def test_only_who_may_search_people_is_offered_some_while_typing(
    client: PageClient, noaa: SocialAccount, grace: Person, ada: Person, lars: Person, olu: Person
) -> None:
    shown = client.sign_in(grace).get(f"/accounts/{noaa.id}").text
    assert 'data-suggests="/suggestions/people"' in shown
    offered = client.get("/suggestions/people?q=søren").json
    assert offered == [{"label": "NOAA Press Office", "value": spelt(ada)}]
    assert client.get("/suggestions/people?q=lars").json == [], "who has left is offered to nobody"
    assert client.get("/suggestions/people?q=").json == []
    asks = client.sign_in(olu).get("/handovers/new").text
    assert 'name="person"' in asks
    assert "data-suggests" not in asks
    assert client.get("/suggestions/people?q=ada").status_code == 403
