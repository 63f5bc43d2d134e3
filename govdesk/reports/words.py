"""How the history tells what this room did."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.i18n import _l
from govdesk.reports.shelf import BY_NUMBER


def report_things(_session: Session, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Numbers to titles and pages, for the trail."""
    known = (BY_NUMBER[number] for number in numbers if number in BY_NUMBER)
    return {report.number: (str(report.title), f"/reports/{report.key}") for report in known}


audit.tells(
    {
        "reports:report:read": _l("read a report"),
        "reports:report:exported": _l("took a report along as a file"),
    },
    fields={"format": _l("Format"), "shown": _l("Shown"), "platform": _l("Platform")},
)
audit.things("report", report_things)
