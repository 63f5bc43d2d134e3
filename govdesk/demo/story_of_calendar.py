"""What Sam has planned for the coming year, so that the calendar has something to show."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from govdesk.directory.queries import person_by_login
from govdesk.rotation.calendar.drafting import Wish, draft
from govdesk.rotation.calendar.looking import Look
from govdesk.rotation.calendar.planning import carry_out
from govdesk.rotation.calendar.spreading import days_to_choose
from govdesk.rotation.office import Office
from govdesk.rotation.rules import Credential

BEGINS_IN = timedelta(45)
"""Before the first reminder of any: loading owes no mail because of it."""
LASTS = timedelta(180)
A_YEAR = 365


def plan_the_year(session: Session, office: Office, *, now: datetime, today: date) -> None:
    """New recovery codes for the pages and channels that somebody holds, some in each week of half a year."""
    sam, first = person_by_login(session, "sam"), today + BEGINS_IN
    for platform in ("facebook", "youtube"):
        wish = Wish(
            chosen={"platform": platform, "custodians": "some"},
            credential=Credential.RECOVERY_CODES,
            days=days_to_choose(first, first + LASTS, skips_weekends=True),
            skips_closed=True,
            every_days=A_YEAR,
            changes_existing=False,
            reason="",
        )
        plan = draft(Look(session, sam, today, office), wish)
        carry_out(session, plan, form_key=f"the sample's plan of {platform}", by=sam, now=now)
