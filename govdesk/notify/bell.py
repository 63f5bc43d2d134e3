"""The bell: what a person was told and has not put aside yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Boolean, literal_column, select, update
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.notify.models import Notice, NoticeState

SHOWN = 100


def unread(session: Session, person: Person) -> Sequence[Notice]:
    """The newest first, at most `SHOWN`."""
    # In the words of the index, which are no parameters.
    told, kept = literal_column("notice.state = 'sent'", Boolean), literal_column("notice.read_at IS NULL", Boolean)
    mine = select(Notice).where(Notice.person_id == person.id, told, kept)
    return session.scalars(mine.order_by(Notice.id.desc()).limit(SHOWN)).all()


def mark_read(session: Session, person: Person, *, up_to: int, now: datetime) -> None:
    """Put aside what `person` was told up to this notice: what came while they read stays."""
    session.execute(
        update(Notice)
        .where(
            Notice.person_id == person.id,
            Notice.id <= up_to,
            Notice.state == NoticeState.SENT,
            Notice.read_at.is_(None),
        )
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )
