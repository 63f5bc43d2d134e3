"""What belongs to an account is found by it, however many accounts there are."""

import pytest
from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint

import govdesk.tables  # noqa: F401 - all models
from govdesk.db import Base

OWNED = [
    (table, name)
    for table in Base.metadata.sorted_tables
    for name in sorted(
        column.name
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint) and constraint.ondelete == "CASCADE"
        for column in constraint.columns
    )
]


@pytest.mark.parametrize(("table", "column"), OWNED, ids=[f"{table.name}.{column}" for table, column in OWNED])
def test_a_whole_index_leads_to_it(table: Table, column: str) -> None:
    unique = [list(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    whole = [list(each.columns) for each in table.indexes if each.dialect_options["sqlite"].get("where") is None]
    assert column in [columns[0].name for columns in (list(table.primary_key), *unique, *whole) if columns]
