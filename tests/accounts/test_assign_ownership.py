"""Who answers for an account, and what the history says of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.actions import ownership
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person
from tests.conftest import NOW


def events(session: Session) -> list[tuple[str, dict[str, object]]]:
    return [(event.action, event.fields) for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]


def test_several_departments_own_an_account_and_the_first_is_accountable(
    session: Session, orphan: SocialAccount, grace: Person, census: Department, commerce: Department
) -> None:
    ownership.assign_departments(session, orphan, [census, commerce], by=grace, now=NOW)
    session.commit()
    session.expire_all()
    assert orphan.departments == [census, commerce]
    assert not orphan.is_orphan
    assert events(session) == [("accounts:departments:assigned", {"department_ids": [[], [census.id, commerce.id]]})]


def test_the_order_of_departments_can_be_turned_round(
    session: Session, orphan: SocialAccount, grace: Person, census: Department, commerce: Department
) -> None:
    ownership.assign_departments(session, orphan, [census, commerce], by=grace, now=NOW)
    session.commit()
    ownership.assign_departments(session, orphan, [commerce, census], by=grace, now=NOW)
    session.commit()
    session.expire_all()
    assert orphan.departments == [commerce, census]


def test_a_department_can_be_taken_away(
    session: Session, storms: SocialAccount, grace: Person, commerce: Department
) -> None:
    ownership.assign_departments(session, storms, [commerce], by=grace, now=NOW)
    session.commit()
    session.expire_all()
    assert storms.departments == [commerce]


def test_a_change_of_departments_is_a_new_version_of_the_account(
    session: Session, storms: SocialAccount, grace: Person, commerce: Department
) -> None:
    version = storms.version
    ownership.assign_departments(session, storms, [commerce], by=grace, now=NOW)
    session.commit()
    assert storms.version == version + 1


def test_assigning_what_already_is_writes_nothing(session: Session, storms: SocialAccount, grace: Person) -> None:
    ownership.assign_departments(session, storms, storms.departments, by=grace, now=NOW)
    ownership.assign_owner(session, storms, grace, by=grace, now=NOW)
    ownership.assign_deputy(session, storms, None, by=grace, now=NOW)
    session.commit()
    assert events(session) == []


def test_the_history_names_people_before_and_after(
    session: Session, storms: SocialAccount, grace: Person, ada: Person
) -> None:
    ownership.assign_owner(session, storms, ada, by=grace, now=NOW)
    ownership.assign_deputy(session, storms, grace, by=grace, now=NOW)
    session.commit()
    deputy, owner = audit.history_of(session, storms)
    assert (owner.actor_name, owner.sentence) == ("Grace Okafor", "set the owner")
    assert owner.details == [("Owner", "Grace Okafor", "Ada Sørensen")]
    assert deputy.details == [("Deputy", "none", "Grace Okafor")]


def test_a_decision_settles_the_words_that_nobody_understood(
    session: Session, orphan: SocialAccount, grace: Person, census: Department
) -> None:
    orphan.unmatched = {"department": ["Bureau of Counting"], "owner": ["gone"]}
    ownership.assign_departments(session, orphan, [census], by=grace, now=NOW)
    session.commit()
    assert orphan.unmatched == {"owner": ["gone"]}
