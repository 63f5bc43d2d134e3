"""The bell: what a person was told and has not put aside yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Boolean, ColumnElement, literal_column, select, update
from sqlalchemy.orm import Session

from govdesk.db import counted
from govdesk.directory.models import Person
from govdesk.notify.models import Notice, NoticeState

SHOWN = 100


def unread(session: Session, person: Person) -> Sequence[Notice]:
    """The newest first, at most `SHOWN`."""
    return session.scalars(select(Notice).where(*_new(person)).order_by(Notice.id.desc()).limit(SHOWN)).all()


def number_new(session: Session, person: Person) -> int:
    """How many there are, up to `SHOWN`: one look into an index that holds nothing else."""
    return counted(session, select(Notice.id).where(*_new(person)), SHOWN - 1)


def _new(person: Person) -> tuple[ColumnElement[bool], ...]:
    # In the words of the index, which are no parameters.
    told = literal_column("notice.state IN ('sent', 'kept', 'failed')", Boolean)
    return Notice.person_id == person.id, told, literal_column("notice.read_at IS NULL", Boolean)


def mark_read(session: Session, person: Person, *, up_to: int, now: datetime) -> None:
    """Put aside what `person` was told up to this notice: what came while they read stays."""
    session.execute(
        update(Notice)
        .where(
            Notice.person_id == person.id,
            Notice.id <= up_to,
            Notice.state.in_([NoticeState.SENT, NoticeState.KEPT, NoticeState.FAILED]),
            Notice.read_at.is_(None),
        )
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )
