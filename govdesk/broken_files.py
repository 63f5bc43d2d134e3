"""A file of `policies/` that cannot be used any more: administrators hear of it, once a day until it is put right."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.access import Role
from govdesk.campaigns.office import read_terms
from govdesk.db import Sessions
from govdesk.desk.clocks.reading import read_desk
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.files import FileError, PolicyFiles
from govdesk.i18n import _l
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.policy import sound_policy
from govdesk.rotation.plan.reading import read_plan
from govdesk.settings import Settings

BROKEN = "policy_broken"
READERS: tuple[Callable[[PolicyFiles], object], ...] = (read_plan, sound_policy, read_terms, read_desk)
"""Of all files that jobs read while the worker runs."""


def tell_broken_files(sessions: Sessions, settings: Settings, _stopping: Callable[[], bool] = lambda: False) -> None:
    """Owe the administrators a notice for each file that cannot be used; take it back where it is right again."""
    now, faults = clock.utcnow(), {error.name: error for error in _faults(PolicyFiles(settings.policies))}
    with sessions() as session:
        mended = [notice.person for notice in _waiting(session) if notice.context["file"] not in faults]
        notify.cancel_all(session, BROKEN, mended, now=now)
        for error in faults.values():
            _tell_administrators(session, error, clock.local_date(now, settings.timezone))
        session.commit()


def letter(_session: Session, notice: Notice) -> dict[str, Any] | None:
    """None for who is no administrator any more."""
    if notice.person is None or Role.ADMIN not in notice.person.roles:
        return None
    return {"file": notice.context["file"], "reason": notice.context["reason"], "path": "/settings"}


def _faults(files: PolicyFiles) -> Iterator[FileError]:
    for read in READERS:
        try:
            read(files)
        except FileError as error:
            yield error


def _waiting(session: Session) -> list[Notice]:
    return list(session.scalars(select(Notice).where(Notice.kind == BROKEN, Notice.state == NoticeState.OWED)))


def _tell_administrators(session: Session, error: FileError, today: date) -> None:
    at, said = clock.utcnow(), {"file": error.name, "reason": str(error)}
    people: list[Person] = list(session.scalars(people_with_role(Role.ADMIN)))
    for reader in people:
        key = f"broken:{error.name}:{today:%Y%m%d}:p{reader.id}"
        notify.queue(session, BROKEN, subject=reader, to=reader, key=key, at=at, context=said)


notify.writes(BROKEN, letter, why=_l("you administer Govdesk."))
