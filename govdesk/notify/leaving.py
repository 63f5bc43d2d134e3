"""Kinds of mail that a person may leave: rooms say which could be, `policies/notices.yml` which may be.

What is left still stands behind Notices. Nobody can leave what others rely on: no room offers that.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.notify.models import LeftKind, Notice
from govdesk.settings import Settings

_LEAVABLE: dict[str, str] = {}


def lets_leave(kind: str, name: str) -> None:
    """Let policy decide whether people may leave this kind; `name` is what they read of it."""
    _LEAVABLE[kind] = name


def leavable() -> dict[str, str]:
    """What people read of each kind that policy may let them leave."""
    return _LEAVABLE


def kinds_left(session: Session, person: Person) -> set[str]:
    return set(session.scalars(select(LeftKind.kind).where(LeftKind.person_id == person.id)))


def leave(session: Session, person: Person, kind: str, *, now: datetime) -> None:
    """Once is enough: doing it again changes nothing."""
    if session.get(LeftKind, (person.id, kind)) is None:
        session.add(LeftKind(person_id=person.id, kind=kind, left_at=now))
        session.flush()


def want_again(session: Session, person: Person, kind: str) -> None:
    session.execute(delete(LeftKind).where(LeftKind.person_id == person.id, LeftKind.kind == kind))


def left_among(session: Session, notices: Iterable[Notice], may_be_left: Collection[str]) -> set[int]:
    """Ids of those of which their person wants no mail; asked only where one of these kinds is among them."""
    several = [notice for notice in notices if notice.kind in may_be_left and notice.person_id is not None]
    if not several:
        return set()
    people = {notice.person_id for notice in several}
    query = select(LeftKind.person_id, LeftKind.kind).where(LeftKind.person_id.in_(people))
    left = {(person_id, kind) for person_id, kind in session.execute(query)}
    return {notice.id for notice in several if (notice.person_id, notice.kind) in left}


def token(settings: Settings, person_id: int, kind: str) -> str:
    """What the link in a mail says of itself: it opens nothing, and ends this one kind for this one person."""
    return _serializer(settings).dumps([person_id, kind])


def meant_by(settings: Settings, text: str) -> tuple[int, str] | None:
    """Person and kind; None for what is not our token."""
    try:
        person_id, kind = _serializer(settings).loads(text)
    except (BadSignature, ValueError):
        return None
    return person_id, kind


def headers(settings: Settings, person_id: int, kind: str) -> Sequence[str]:
    """By which a mail program offers to leave it (RFC 2369), with one press (RFC 8058)."""
    address = f"{settings.base_url}/notices/leaving?token={token(settings, person_id, kind)}"
    return f"List-Unsubscribe: <{address}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt="leave a kind of notices")
