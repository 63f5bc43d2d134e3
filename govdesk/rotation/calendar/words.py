"""How the history tells what was done in the calendar."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.i18n import _, _l
from govdesk.rotation.calendar.models import RotationPlan

audit.tells(
    {
        "rotation:calendar:exported": _l("took the calendar along as a file"),
        "rotation:plan:made": _l("put a plan for many accounts into the calendar"),
        "rotation:plan:undone": _l("took a plan for many accounts back"),
        "rotation:overdue:read": _l("read what is overdue and who was told of it"),
        "rotation:overdue:exported": _l("took along as a file what is overdue and who was told of it"),
    },
    fields={"accounts": _l("Accounts"), "format": _l("Format"), "reason_digest": _l("Digest of the reason")},
)


def plan_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids of plans to names and where they stand, for the trail."""
    rows = session.execute(select(RotationPlan.id, RotationPlan.first_on).where(RotationPlan.id.in_(list(ids))))
    return {
        id_: (_("Plan for many accounts from %(day)s", day=first_on), f"/rotations/calendar/plans#plan-{id_}")
        for id_, first_on in rows
    }


audit.things(RotationPlan.__tablename__, plan_things)
