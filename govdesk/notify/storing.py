"""Writing down the mails that are made, and what was put into each: few statements, however many there are."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from govdesk.notify.columns import change_each, in_columns, is_postgresql, rows_of, table_of
from govdesk.notify.loose import Box, Loose
from govdesk.notify.models import Notice, NoticeState, Parcel

NAMES = (
    "message_id", "person_id", "department_id", "day", "part", "size", "made_at", "send_at", "claimed_until",
)  # fmt: skip


class Mail(NamedTuple):
    """One that is made: for whom, of what, and of which day it is the digest."""

    box: Box
    notices: Sequence[Loose]
    day: date | None = None
    part: int = 0


def store(session: Session, mails: Sequence[Mail], now: datetime, until: datetime) -> list[int]:
    """Their ids; they are the caller's to send `until` then."""
    if not mails:
        return []
    ids = _inserted(session, [_row(mail, now, until) for mail in mails])
    change_each(
        session,
        Notice,
        [
            {"id": notice.id, "parcel_id": id_, "state": NoticeState.SENDING}
            for id_, mail in zip(ids, mails, strict=True)
            for notice in mail.notices
        ],
    )
    return ids


def _row(mail: Mail, now: datetime, until: datetime) -> dict[str, Any]:
    return {
        "message_id": f"<{uuid.uuid4().hex}@notice.govdesk>",
        **mail.box._asdict(),
        "day": mail.day,
        "part": mail.part,
        "size": len(mail.notices),
        "made_at": now,
        "send_at": now,
        "claimed_until": until,
    }


def _inserted(session: Session, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Their ids, in the order of the rows."""
    if not is_postgresql(session):
        return list(session.scalars(insert(Parcel).returning(Parcel.id, sort_by_parameter_order=True), rows))
    made = session.connection().execute(_insert_together(), in_columns(NAMES, rows))
    by_message_id = {row.message_id: row.id for row in made}
    return [by_message_id[row["message_id"]] for row in rows]


@cache
def _insert_together() -> Any:
    table = table_of(Parcel)
    given = rows_of(table, NAMES)
    return insert(table).from_select(NAMES, select(*given.c)).returning(table.c.message_id, table.c.id)
