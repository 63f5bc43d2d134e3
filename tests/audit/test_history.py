"""What was done, as people read it: names for ids, words for states, days as people say them."""

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts import words as _accounts  # noqa: F401 (teaches the history)
from govdesk.audit.history import Line, lines_with_things
from govdesk.desk import words as _desk  # noqa: F401 (likewise)
from govdesk.directory import words as _directory  # noqa: F401 (likewise)
from govdesk.directory.models import Department, Person
from tests.conftest import NOW
from tests.pages import PageClient


def line_of(session: Session, action: str, subject: Person, by: Person | None, **fields: object) -> Line:
    event = audit.record(session, action, subject, by=by, at=NOW, **fields)
    session.flush()
    return audit.lines(session, [event])[0]


def test_people_and_departments_are_called_by_name(session: Session, grace: Person, ada: Person, olu: Person) -> None:
    line = line_of(session, "accounts:owner:assigned", ada, grace, owner_id=(olu.id, ada.id))
    assert (line.actor_name, line.sentence) == (grace.name, "set the owner")
    assert line.details == [("Owner", olu.name, ada.name)]


def test_lists_are_told_whole(session: Session, grace: Person, commerce: Department, census: Department) -> None:
    both = [commerce.id, census.id]
    line = line_of(session, "accounts:departments:assigned", grace, grace, department_ids=([], both))
    assert line.details == [("Departments", "none", "Department of Commerce, Bureau of the Census")]


def test_states_and_days_are_told_in_words(session: Session, mei: Person) -> None:
    line = line_of(session, "desk:ticket:resolved", mei, mei, state=("open", "resolved"), due_on=NOW.date())
    assert line.details[0] == ("State", "In work", "Resolved")
    assert line.details[1][2] == "Mon 1 Mar 2027"


def test_what_nobody_did_was_done_by_govdesk(session: Session, ada: Person) -> None:
    assert line_of(session, "directory:person:left", ada, None).actor_name == "Govdesk"


def test_an_action_nobody_has_words_for_is_still_shown(session: Session, ada: Person) -> None:
    assert line_of(session, "a:thing:happened", ada, ada).sentence == "a:thing:happened"


def test_a_fingerprint_is_told_by_its_beginning(session: Session, ada: Person) -> None:
    digest = audit.digest("what was written")
    line = line_of(session, "desk:ticket:replied", ada, ada, text_digest=digest)
    assert line.details[0][2] == f"{digest[:12]}…"


def test_the_trail_leads_to_what_it_is_about(session: Session, mei: Person) -> None:
    event = audit.record(session, "desk:ticket:filed", _Ticket(7), by=mei, at=NOW)
    session.flush()
    assert lines_with_things(session, [event])[0].thing == ("Ticket 7", "/tickets/7")


def test_an_auditor_reads_the_trail_and_nobody_else_does(
    client: PageClient, session: Session, noor: Person, root: Person, olu: Person
) -> None:
    line_of(session, "directory:person:left", olu, None)
    session.commit()
    assert "noted that this person has left" in client.sign_in(noor).get("/audit").text
    for other in (root, olu):
        assert client.sign_in(other).get("/audit").status_code == 403


class _Ticket:
    """As much of a ticket as the trail needs."""

    __tablename__ = "ticket"

    def __init__(self, number: int) -> None:
        self.id = number


def test_x5_a_name_cannot_turn_the_words_beside_it_round(
    client: PageClient, session: Session, noor: Person, ada: Person, grace: Person
) -> None:
    ada.name = grace.name = "Ada \u202eevil"
    audit.record(session, "accounts:owner:assigned", noor, by=ada, at=NOW, owner_id=(ada.id, grace.id))
    session.commit()
    shown = client.sign_in(noor).get("/audit").text
    assert shown.count(ada.name) == shown.count(f"<bdi>{ada.name}</bdi>") == 3
