"""Calling off what an import has asked for, when it is taken back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.importing.hands import HANDOVER, hands
from govdesk.accounts.importing.models import ImportRow


def call_off(session: Session, rows: Sequence[ImportRow], by: Actor | None, now: datetime) -> set[int]:
    """Ids of the rows whose hand-over was called off: nobody had acted on it."""
    asked = {row.changes[HANDOVER][1]: row.id for row in rows if row.changes and HANDOVER in row.changes}
    return {asked[id_] for id_ in hands().take_back(session, asked, by, now)} if asked else set()
