"""Noting that somebody read a report."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.reports.report import Report
from govdesk.reports.scene import Chosen


def note_reading(
    session: Session, report: Report, chosen: Chosen, *, form: str | None, by: Actor | None, now: datetime
) -> None:
    """Put on record who saw what of it; `form`: as a file of this kind. By nobody: from the command line."""
    narrowed = {"department_id": chosen.department_id, "platform": chosen.platform, "shown": chosen.shown}
    fields = {"format": form, **narrowed}
    audit.record(
        session, "reports:report:exported" if form else "reports:report:read", report, by=by, at=now,
        **{name: value for name, value in fields.items() if value},
    )  # fmt: skip
