"""SQLite counts no values and takes any index for a good one: none may be left that leads to everybody active."""

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from govdesk.directory.sync.rows import PEOPLE, keep_managers

STATE = "ix_person_state"


@pytest.mark.parametrize("last", [STATE, "ix_person_dn_digest"])
def test_managers_are_found_by_the_names_of_entries_whichever_index_was_made_last(
    session: Session, last: str
) -> None:
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts values")
    for index in sorted(PEOPLE.indexes, key=lambda index: index.name == last):
        index.drop(connection)
        index.create(connection)
    asked: list[tuple[str, tuple[object, ...]]] = []
    event.listen(
        connection, "before_cursor_execute", lambda _c, _cursor, words, values, *_: asked.append((words, values))
    )
    keep_managers(session)
    [(question, values)] = asked
    plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question}", values).all())
    assert "USING INDEX ix_person_dn_digest" in plan
    assert STATE not in plan
