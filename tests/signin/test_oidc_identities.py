"""One name at the provider, one person; an administrator may let them be tied anew."""

from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.cli import main
from govdesk.directory.models import Person
from govdesk.signin.oidc import identities
from govdesk.signin.oidc.identities import forget, tie
from govdesk.signin.oidc.models import OidcIdentity
from tests.conftest import NOW

HERE, ELSEWHERE = "https://login.example.org", "https://other.example.org"


def names(session: Session) -> set[tuple[int, str]]:
    return {(row.person_id, row.subject) for row in session.scalars(select(OidcIdentity))}


def test_the_first_name_stays(session: Session, ada: Person) -> None:
    assert tie(session, ada, HERE, "a", now=NOW)
    assert tie(session, ada, HERE, "a", now=NOW)
    assert not tie(session, ada, HERE, "A", now=NOW)
    assert names(session) == {(ada.id, "a")}


def test_a_name_is_never_a_second_persons(session: Session, ada: Person, olu: Person) -> None:
    assert tie(session, ada, HERE, "a", now=NOW)
    assert not tie(session, olu, HERE, "a", now=NOW)
    assert tie(session, olu, HERE, "o", now=NOW)
    assert not tie(session, olu, HERE, "a", now=NOW)
    assert names(session) == {(ada.id, "a"), (olu.id, "o")}


@pytest.mark.parametrize(("subject", "is_theirs"), [("a", True), ("b", False)])
def test_of_two_first_sign_ins_at_once_one_name_stays(
    session: Session, ada: Person, monkeypatch: pytest.MonkeyPatch, subject: str, is_theirs: bool
) -> None:
    tie(session, ada, HERE, "a", now=NOW)
    look, looks = identities._known, []  # noqa: SLF001 - what another request overtakes

    def too_early(*wanted: Any) -> bool | None:
        looks.append(wanted)
        return None if len(looks) == 1 else look(*wanted)

    monkeypatch.setattr(identities, "_known", too_early)
    assert tie(session, ada, HERE, subject, now=NOW) is is_theirs
    assert (len(looks), names(session)) == (2, {(ada.id, "a")})


def test_another_provider_names_anew(session: Session, ada: Person, olu: Person) -> None:
    assert tie(session, ada, HERE, "a", now=NOW)
    assert tie(session, olu, ELSEWHERE, "a", now=NOW)
    assert tie(session, ada, ELSEWHERE, "b", now=NOW)


def test_what_is_forgotten_may_be_tied_anew_and_is_on_record(session: Session, ada: Person, olu: Person) -> None:
    tie(session, ada, HERE, "a", now=NOW)
    assert forget(session, " ADA ", now=NOW) == 1
    assert tie(session, olu, HERE, "a", now=NOW)
    told = session.execute(select(AuditEvent.action, AuditEvent.subject_id, AuditEvent.fields)).all()
    assert [tuple(event) for event in told] == [
        ("signin:identity:pinned", ada.id, {"issuer": HERE}),
        ("signin:identity:forgotten", ada.id, {"issuer": HERE}),
        ("signin:identity:pinned", olu.id, {"issuer": HERE}),
    ]


def test_the_command_says_when_there_is_nothing_to_forget(
    database_url: str,
) -> None:
    environment = {"GOVDESK_DATABASE_URL": database_url, "GOVDESK_SECRET_KEY": "only for tests, never elsewhere"}
    answer = CliRunner().invoke(main, ["signin", "forget", "nobody"], env=environment)
    assert answer.exit_code == 1
    assert "Nobody with the login nobody is tied" in answer.stderr
