"""All reports, in the order of the page that lists them."""

from govdesk.reports import (
    exceptions,
    gaps,
    orphans,
    personal_recovery,
    recertification,
    register,
    review,
    rotations,
    sheets,
    single_holders,
)
from govdesk.reports.report import Report

REPORTS: tuple[Report, ...] = (
    register.REPORT,
    orphans.REPORT,
    single_holders.REPORT,
    personal_recovery.REPORT,
    exceptions.REPORT,
    recertification.REPORT,
    review.REPORT,
    rotations.REPORT,
    sheets.GCS,
    sheets.CIS5,
    gaps.REPORT,
)
BY_KEY = {report.key: report for report in REPORTS}
BY_NUMBER = {report.number: report for report in REPORTS}
