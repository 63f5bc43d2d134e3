"""Custodians: people who hold the credential of an account."""

from html import unescape

import pytest
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Relation
from govdesk.accounts.actions import custody
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from tests.accounts.conftest import TODAY
from tests.conftest import NOW
from tests.pages import PageClient


def test_a_custodian_holds_the_credential_from_that_day(
    session: Session, storms: SocialAccount, grace: Person, olu: Person
) -> None:
    custodianship = custody.add_custodian(session, storms, olu, by=grace, now=NOW, today=TODAY)
    session.commit()
    assert olu in storms.custodians
    assert custodianship.since_on == TODAY
    assert Relation.CUSTODIAN in storms.relations_of(olu)


def test_nobody_becomes_a_custodian_twice(
    session: Session, storms: SocialAccount, grace: Person, ada: Person
) -> None:
    with pytest.raises(Conflict, match="Ada Sørensen already holds"):
        custody.add_custodian(session, storms, ada, by=grace, now=NOW, today=TODAY)


def test_an_ended_custodianship_stays_on_record(
    session: Session, storms: SocialAccount, grace: Person, ada: Person
) -> None:
    (custodianship,) = storms.custodianships
    custody.end_custodianship(session, custodianship, by=grace, now=NOW, today=TODAY)
    session.commit()
    assert storms.custodians == []
    kept = session.get_one(Custodianship, custodianship.id)
    assert kept.ended_on == TODAY
    (line,) = audit.history_of(session, storms)
    assert (line.sentence, line.details) == (
        "took the credential from a custodian",
        [("Custodian", None, "Ada Sørensen")],
    )


def test_a_custodianship_ends_once(session: Session, storms: SocialAccount, grace: Person) -> None:
    (custodianship,) = storms.custodianships
    custody.end_custodianship(session, custodianship, by=grace, now=NOW, today=TODAY)
    with pytest.raises(Conflict, match="any more"):
        custody.end_custodianship(session, custodianship, by=grace, now=NOW, today=TODAY)
    assert len(audit.history_of(session, storms)) == 1


def test_who_held_it_once_can_hold_it_again(
    session: Session, storms: SocialAccount, grace: Person, ada: Person
) -> None:
    (custodianship,) = storms.custodianships
    custody.end_custodianship(session, custodianship, by=grace, now=NOW, today=TODAY)
    custody.add_custodian(session, storms, ada, by=grace, now=NOW, today=TODAY)
    session.commit()
    assert storms.custodians == [ada]


def test_naming_one_who_holds_it_gets_the_same_answer_and_leaves_no_trace(
    client: PageClient, session: Session, storms: SocialAccount, grace: Person, ada: Person, olu: Person
) -> None:
    comms, page = client.sign_in(grace), f"/accounts/{storms.id}"
    for who in (ada, olu):
        answer = comms.submit(page, to=f"{page}/custodians", login=who.login)
        assert answer.status_code == 303
        assert f"{who.name} holds the credential." in unescape(comms.get(answer.location).text)
    session.expire_all()
    assert set(storms.custodians) == {ada, olu}
    added = [line for line in audit.history_of(session, storms) if "handed the credential" in line.sentence]
    assert [line.details for line in added] == [[("Custodian", None, olu.name)]]
