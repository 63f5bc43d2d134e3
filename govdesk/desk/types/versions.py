"""Numbered versions of request types: of each the newest is in force, and a file that changed makes the next.

What was edited on the page is over once its file says something else than the last version that was made of it.
"""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from govdesk import audit
from govdesk.desk.types.models import RequestTypeVersion, Source
from govdesk.desk.types.reading import RequestType, name_of, texts_of, type_of
from govdesk.directory.models import Person
from govdesk.errors import Conflict, NotFound
from govdesk.files import FileError, PolicyFiles
from govdesk.i18n import _
from govdesk.web.guard import NO_SUCH_PAGE

log = logging.getLogger(__name__)
MOST_SHOWN = 50


@dataclass(frozen=True)
class Written:
    """A text that is to be the next version of a type."""

    key: str
    text: str
    source: Source
    reason: str | None = None
    by: Person | None = None


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def types_in_force(session: Session, files: PolicyFiles) -> dict[str, RequestType]:
    """All types by key; a file that no version was made of yet counts as it is, unless it cannot be used."""
    found = {}
    for key, text in sorted((texts_of(files) | texts_in_force(session)).items()):
        try:
            found[key] = type_of(name_of(key), text)
        except FileError as error:
            log.error("a request type is left out: %s", error)
    return found


def texts_in_force(session: Session) -> dict[str, str]:
    """Key → text of the newest version, of those that have one."""
    rows = session.execute(select(RequestTypeVersion.key, RequestTypeVersion.text).where(_is_newest()))
    return {row.key: row.text for row in rows}


def newest(session: Session, key: str) -> RequestTypeVersion | None:
    """The version in force; None while none was made."""
    return session.scalar(_latest_first(key).limit(1))


def history(session: Session, key: str) -> Sequence[RequestTypeVersion]:
    """The latest first."""
    return session.scalars(_latest_first(key).options(joinedload(RequestTypeVersion.by)).limit(MOST_SHOWN)).all()


def version(session: Session, version_id: int) -> RequestTypeVersion:
    """One of them. Raises NotFound."""
    found = session.get(RequestTypeVersion, version_id)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def version_to_ask_by(session: Session, wanted: RequestType, files: PolicyFiles, now: datetime) -> RequestTypeVersion:
    """The version that answers are kept with; of a file that has made none yet, its first."""
    found = newest(session, wanted.key)
    return found or make_version(session, Written(wanted.key, texts_of(files)[wanted.key], Source.FILE), now=now)


def publish_files(session: Session, files: PolicyFiles, *, now: datetime) -> Iterator[RequestTypeVersion]:
    """Make a version of each file that has changed since the last one made of it. Raises FileError for a bad one."""
    texts = texts_of(files)
    for key, text in texts.items():
        type_of(name_of(key), text)
    made = digests_of_files(session)
    for key, text in texts.items():
        if made.get(key) != digest_of(text):
            yield make_version(session, Written(key, text, Source.FILE), after=_number(session, key), now=now)


def digests_of_files(session: Session) -> dict[str, str]:
    """Key → digest of the last version that a file made."""
    versions = select(RequestTypeVersion.key, RequestTypeVersion.digest).where(_is_newest(Source.FILE))
    return {row.key: row.digest for row in session.execute(versions)}


def make_version(session: Session, written: Written, *, after: int = 0, now: datetime) -> RequestTypeVersion:
    """Put the next version in force.

    Raises FileError for a text that cannot be used, Conflict when there is one after `after` already.
    """
    type_of(name_of(written.key), written.text)
    if _number(session, written.key) != after:
        raise _overtaken()
    made = RequestTypeVersion(
        key=written.key, number=after + 1, digest=digest_of(written.text), text=written.text,
        source=written.source, reason=written.reason, by=written.by, made_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # at this very moment
        raise _overtaken() from None
    reason = {"reason_digest": audit.digest(written.reason)} if written.reason else {}
    audit.record(
        session, "desk:type:published", made, by=written.by, at=now, type_key=made.key, version=made.number,
        digest=made.digest, **reason,
    )  # fmt: skip
    return made


def _overtaken() -> Conflict:
    return Conflict(_("This request type was changed meanwhile. Look at it anew, then make your change again."))


def _number(session: Session, key: str) -> int:
    highest = select(func.max(RequestTypeVersion.number)).where(RequestTypeVersion.key == key)
    return session.scalar(highest) or 0


def _latest_first(key: str) -> Select[RequestTypeVersion]:
    return select(RequestTypeVersion).where(RequestTypeVersion.key == key).order_by(RequestTypeVersion.number.desc())


def _is_newest(source: Source | None = None) -> ColumnElement[bool]:
    """A condition: the highest number of its type, among those of one source where one is given."""
    numbers = select(RequestTypeVersion.key, func.max(RequestTypeVersion.number)).group_by(RequestTypeVersion.key)
    if source is not None:
        numbers = numbers.where(RequestTypeVersion.source == source)
    return tuple_(RequestTypeVersion.key, RequestTypeVersion.number).in_(numbers)
