"""The trail keeps where recovery goes only so far that a change can be told, and nothing of places in the vault.

The one rewriting of what was recorded: until now mailboxes and numbers stood there in full, for every reader of the
trail and in every export of it. The guards against change are lifted for this transaction alone, and the trail gets
an event that says how many of its events were masked.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

EVENT = sa.table(
    "audit_event",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("action", sa.String),
    sa.column("subject_type", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("fields", sa.JSON),
)
FIELDS = ("sent_to", "pointer")
ABOUT = ("exposure:recovery_means:%", "exposure:vault_entry:%")
GUARD = """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
           BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"""


def upgrade() -> None:
    _lift_guard()
    masked = _mask_all(op.get_bind())
    _set_guard()
    if masked:
        op.bulk_insert(
            EVENT,
            [
                {
                    "at": datetime.now(UTC), "action": "audit:trail:masked", "subject_type": "audit_event",
                    "subject_id": 0, "fields": {"events": masked},
                }
            ],
        )  # fmt: skip


def downgrade() -> None:
    """What was masked stays so: nobody has it any more."""


def _mask_all(connection: sa.Connection) -> int:
    wanted = sa.or_(*(EVENT.c.action.like(pattern) for pattern in ABOUT))
    rows = connection.execute(sa.select(EVENT.c.id, EVENT.c.fields).where(wanted)).all()
    found = [{"row": row.id, "said": _masked_fields(row.fields)} for row in rows if set(FIELDS) & row.fields.keys()]
    if found:
        change = sa.update(EVENT).where(EVENT.c.id == sa.bindparam("row")).values(fields=sa.bindparam("said"))
        connection.execute(change, found)
    return len(found)


def _masked_fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _masked(value) if name in FIELDS else value for name, value in fields.items()}


def _masked(value: Any) -> Any:
    """As `exposure.masking` writes it from now on."""
    if isinstance(value, list):
        return [_masked(one) for one in value]
    if not value:
        return value
    name, at, host = str(value).rpartition("@")
    if at:
        return f"{name[:1]}…@{host}"
    digits = [letter for letter in str(value) if letter.isdigit()]
    is_number = len(digits) >= 6 and not any(letter.isalpha() for letter in str(value))
    return f"…{''.join(digits[-2:])}" if is_number else "…"


def _lift_guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_event_no_update")
    else:
        op.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change")


def _set_guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(GUARD)
    else:
        op.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_change")
