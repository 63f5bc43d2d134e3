"""Numbered versions of the rules: the newest is in force.

A page that edits makes one. So does the file, when it says something else than the last version that was made of it:
what was edited on the page meanwhile is then over, and stands in the history.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.models import Person
from govdesk.errors import Conflict, NotFound
from govdesk.files import PolicyFiles
from govdesk.i18n import _
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.plan.reading import FILE, plan_of, read_plan
from govdesk.web.guard import NO_SUCH_PAGE

MOST_SHOWN = 50


@dataclass(frozen=True)
class Written:
    """A text that is to be the next version."""

    text: str
    source: Source
    reason: str | None = None
    by: Person | None = None


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def newest(session: Session) -> RotationPolicyVersion | None:
    """The version in force; None while none was made: then the file counts."""
    return session.scalar(_latest_first().limit(1))


def newest_text(session: Session) -> str | None:
    """What the version in force says: one row by its index, asked at every tick."""
    return session.scalar(select(RotationPolicyVersion.text).order_by(RotationPolicyVersion.number.desc()).limit(1))


def history(session: Session) -> Sequence[RotationPolicyVersion]:
    """The latest first."""
    return session.scalars(_latest_first().limit(MOST_SHOWN)).all()


def version(session: Session, number: int) -> RotationPolicyVersion:
    """One of them. Raises NotFound."""
    found = session.scalar(select(RotationPolicyVersion).where(RotationPolicyVersion.number == number))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def last_planned(session: Session) -> RotationPolicyVersion | None:
    """The version by which days were set last; None when none was."""
    return session.scalar(_latest_first().where(RotationPolicyVersion.planned_on.is_not(None)).limit(1))


def publish_file(session: Session, files: PolicyFiles, *, now: datetime) -> RotationPolicyVersion | None:
    """Make a version of `rotation.yml` if it has changed since the last one made of it; None when it has not.

    Raises FileError, and changes nothing, for a file that cannot be used.
    """
    read_plan(files)
    if not file_has_changed(session, files):
        return None
    return make_version(session, Written(files.text(FILE), Source.FILE), after=_number(newest(session)), now=now)


def file_has_changed(session: Session, files: PolicyFiles) -> bool:
    """Whether it says something else than the last version that was made of it."""
    last = last_of_file(session)
    return last is None or last.digest != digest_of(files.text(FILE))


def last_of_file(session: Session) -> RotationPolicyVersion | None:
    """The last version that the file made; None when it has made none."""
    return session.scalar(_latest_first().where(RotationPolicyVersion.source == Source.FILE).limit(1))


def make_version(session: Session, written: Written, *, after: int, now: datetime) -> RotationPolicyVersion:
    """Put the next version in force.

    Raises FileError for a text that cannot be used, Conflict when there is one after `after` already.
    """
    plan_of(written.text)
    if _number(newest(session)) != after:
        raise _overtaken()
    made = RotationPolicyVersion(
        number=after + 1, digest=digest_of(written.text), text=written.text, source=written.source,
        reason=written.reason, by=written.by, made_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # at this very moment
        raise _overtaken() from None
    reason = {"reason_digest": audit.digest(written.reason)} if written.reason else {}
    audit.record(
        session, "rotation:rules:published", made, by=written.by, at=now, version=made.number, digest=made.digest,
        **reason,
    )  # fmt: skip
    return made


def is_made(session: Session, text: str, *, after: int, by: Person) -> bool:
    """Whether the version in force is this text, put there by the same person right behind `after`."""
    last = newest(session)
    return last is not None and (last.number, last.digest, last.by) == (after + 1, digest_of(text), by)


def _overtaken() -> Conflict:
    return Conflict(_("The rules were changed meanwhile. Look at them anew, then make your change again."))


def _number(version: RotationPolicyVersion | None) -> int:
    return version.number if version else 0


def _latest_first() -> Select[RotationPolicyVersion]:
    return select(RotationPolicyVersion).order_by(RotationPolicyVersion.number.desc())
