"""`govdesk policies publish` also makes versions of the rules for rotations, a room that stands beside `policies`."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.files import PolicyFiles
from govdesk.i18n import _
from govdesk.policies.actions import Published
from govdesk.rotation.plan.reading import FILE
from govdesk.rotation.plan.versions import publish_file


def publish_rules(session: Session, files: PolicyFiles, now: datetime) -> Iterator[Published]:
    """A line for a new version; none where the file has not changed. Raises FileError."""
    made = publish_file(session, files, now=now)
    if made is not None:
        yield Published(FILE, _("Rules for rotations"), made.number, made.digest, now.date(), new=True)
