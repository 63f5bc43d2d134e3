"""`acknowledge: no`: a policy that people look up, and that nobody is asked to acknowledge."""

import pytest
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.policies.actions import acknowledge
from govdesk.policies.queries import owed_by
from tests.pages import PageClient
from tests.policies.conftest import SOUND, House

LOOKED_UP = SOUND.replace("owner:", "acknowledge: no\nowner:")


def test_nobody_owes_it_until_it_asks(house: House, session: Session, olu: Person) -> None:
    house.publish(LOOKED_UP)
    assert owed_by(session, olu, today=house.today) == []
    house.publish(SOUND)
    assert [version.number for version in owed_by(session, olu, today=house.today)] == [2]


def test_it_cannot_be_acknowledged(house: House, session: Session, olu: Person) -> None:
    version = house.publish(LOOKED_UP)
    with pytest.raises(Conflict, match="looked up"):
        acknowledge(session, version, olu, digest=version.digest, now=house.now, today=house.today)


def test_yes_is_what_holds_when_nothing_is_said(house: House) -> None:
    said = house.publish(SOUND.replace("owner:", "acknowledge: yes\nowner:"))
    assert (said.number, house.publish(SOUND).number, said.asks) == (1, 1, True)


def test_its_pages_ask_nothing_and_count_nobody(client: PageClient, house: House, olu: Person, grace: Person) -> None:
    house.publish(LOOKED_UP)
    shown = client.sign_in(olu).get("/policies/house-rules").text
    assert "You are not asked to acknowledge it." in shown
    assert "Acknowledge version 1" not in shown
    assert "to look up" in client.get("/policies").text
    listed = client.sign_in(grace).get("/policies").text
    assert "not asked" in listed
    assert "See who has not" not in client.get("/policies/house-rules").text
    assert client.get("/policies/house-rules/coverage").status_code == 404


def test_what_is_asked_stands_before_what_is_looked_up(client: PageClient, house: House, olu: Person) -> None:
    house.write(LOOKED_UP.replace("House", "A garden"), "garden-rules/policy.md")
    house.publish(SOUND)
    listed = client.sign_in(olu).get("/policies").text
    assert listed.index("House rules</a>") < listed.index("A garden rules</a>")
