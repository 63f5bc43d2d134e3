"""What somebody has begun to answer: kept for them alone until they send it or throw it away."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk.desk.types.models import TicketDraft
from govdesk.directory.models import Person
from govdesk.secrecy import holds_secret

KEPT_FOR = timedelta(days=60)
LONGEST = 40_000
"""Characters of all answers together; what is longer is not kept."""
OF_THE_FORM = frozenset({"csrf_token", "form_key", "no_secret", "later"})
"""What is of no use tomorrow."""


def draft_of(session: Session, person: Person, key: str) -> TicketDraft | None:
    """What somebody has begun of one type."""
    return session.scalar(select(TicketDraft).where(TicketDraft.person_id == person.id, TicketDraft.key == key))


def drafts_of(session: Session, person: Person) -> list[TicketDraft]:
    """All that somebody has begun, the latest first."""
    mine = select(TicketDraft).where(TicketDraft.person_id == person.id)
    return list(session.scalars(mine.order_by(TicketDraft.saved_at.desc(), TicketDraft.id)))


def keep_draft(
    session: Session, person: Person, key: str, sent: Mapping[str, Iterable[str]], *, now: datetime
) -> TicketDraft | None:
    """Keep what was typed, but for what looks like a secret; None, and no draft, when nothing is left."""
    written = _worth_keeping(sent)
    if not written:
        forget_draft(session, person, key)
        return None
    draft = draft_of(session, person, key)
    if draft is not None:
        draft.written, draft.saved_at = written, now
        return draft
    draft = TicketDraft(person_id=person.id, key=key, written=written, saved_at=now)
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:
        return draft_of(session, person, key)  # another tab, at this moment
    return draft


def forget_draft(session: Session, person: Person, key: str) -> None:
    session.execute(delete(TicketDraft).where(TicketDraft.person_id == person.id, TicketDraft.key == key))


def forget_old_drafts(session: Session, now: datetime) -> None:
    """Nobody comes back to them."""
    session.execute(delete(TicketDraft).where(TicketDraft.saved_at < now - KEPT_FOR))


def _worth_keeping(sent: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    kept, left = {}, LONGEST
    for name, values in sent.items():
        texts = [text for text in values if text.strip() and "\0" not in text]
        size = sum(map(len, texts))
        if name in OF_THE_FORM or not texts or size > left or any(map(holds_secret, texts)):
            continue
        kept[name[:60]], left = texts, left - size
    return kept
