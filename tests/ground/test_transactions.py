"""Two that change the same row at once: neither change is lost, on either database."""

from threading import Thread

import pytest
from sqlalchemy import Engine, delete, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from govdesk import db
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person
from tests.conftest import NOW

WRITERS, TIMES = 4, 25


def test_read_then_write_by_many_loses_nothing(engine: Engine) -> None:
    sessions = db.sessions_of(engine)
    with sessions() as session:
        session.add(Department(key="counter", name="0"))
        session.commit()

    def count() -> None:
        for _ in range(TIMES):
            with sessions() as session:
                row = session.scalars(select(Department).where(Department.key == "counter").with_for_update()).one()
                row.name = str(int(row.name) + 1)
                session.commit()

    writers = [Thread(target=count) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with sessions() as session:
        assert session.scalars(select(Department.name).where(Department.key == "counter")).one() == str(
            WRITERS * TIMES
        )
        session.execute(delete(Department).where(Department.key == "counter"))
        session.commit()


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
def test_the_trail_can_be_neither_changed_nor_shortened(session: Session, olu: Person, statement: str) -> None:
    session.add(AuditEvent(at=NOW, action="a:b:c", actor_id=olu.id, subject_type="person", subject_id=1, fields={}))
    session.flush()
    with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
        session.execute(text(statement))
    assert session.scalars(select(AuditEvent.action)).all() == ["a:b:c"]


def test_a_naive_moment_is_refused(session: Session, olu: Person) -> None:
    naive = NOW.replace(tzinfo=None)
    session.add(AuditEvent(at=naive, action="a", actor_id=None, subject_type="x", subject_id=1, fields={}))
    with pytest.raises(Exception, match="naive"):
        session.flush()


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("postgresql://u:p@one:5432,two:5433/desk", ("one:5432", "two:5433")),
        ("postgresql+psycopg://u:p@one,two/desk?sslmode=require", ("one", "two")),
    ],
)
def test_several_hosts_of_postgresql_may_be_named(url: str, hosts: tuple[str, ...]) -> None:
    assert db.connect(url).url.query["host"] == hosts
