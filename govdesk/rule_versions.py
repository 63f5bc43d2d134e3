"""`govdesk policies publish` also makes versions of what rooms beside it keep: rotations, requests."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.desk.types.reading import name_of
from govdesk.desk.types.versions import publish_files
from govdesk.files import PolicyFiles
from govdesk.i18n import _
from govdesk.policies.actions import Published
from govdesk.rotation.plan.reading import FILE
from govdesk.rotation.plan.versions import last_of_file, publish_file


def publish_rules(session: Session, files: PolicyFiles, now: datetime) -> Iterator[Published]:
    """What the file is now: a new version, or the last one that was made of it. Raises FileError."""
    made = publish_file(session, files, now=now)
    version = made or last_of_file(session)
    if version is not None:
        on = version.made_at.date()
        is_new = made is not None
        yield Published(FILE, _("Rules for rotations"), version.number, version.digest, on, is_new)


def publish_types(session: Session, files: PolicyFiles, now: datetime) -> Iterator[Published]:
    """Each request type whose file has changed, as a new version. Raises FileError."""
    for version in publish_files(session, files, now=now):
        title = version.type.content.title
        yield Published(name_of(version.key), title, version.number, version.digest, version.made_at.date(), True)
