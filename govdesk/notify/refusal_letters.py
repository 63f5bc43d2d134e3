"""The word to somebody near a reader whose mail comes back: that it does, not what it says."""

from typing import Any

from sqlalchemy.orm import Session

from govdesk.directory.models import Department, Person
from govdesk.i18n import _l
from govdesk.notify.kinds import Digested, writes
from govdesk.notify.models import Notice
from govdesk.notify.recipients import Reader, Unreachable, address, reader_for
from govdesk.notify.refusals import KIND, refused_of


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once mail gets through, or there is another address, or nobody left to be reached."""
    is_person = notice.subject_type == Person.__tablename__
    reader: Reader
    if is_person:
        reader = session.get_one(Person, notice.subject_id)
    else:
        reader = session.get_one(Department, notice.subject_id)
    refused = refused_of(session, reader)
    if (refused is None and _has_address(reader)) or (isinstance(reader, Person) and not reader.is_employed):
        return None
    return {
        "whose": reader.name,
        "is_person": is_person,
        "since": refused.since.date() if refused else None,
        "path": f"/people/{reader.login}" if isinstance(reader, Person) else "/notices",
    }


def _has_address(reader: Reader) -> bool:
    try:
        address(reader if isinstance(reader, Person) else reader_for(reader))
    except Unreachable:
        return False
    return True


writes(
    KIND,
    letter,
    why=_l("you are their manager, look after their department, or are at security."),
    digested=Digested(_l("People whom mail does not reach"), place=70),
)
