"""The mail that the time of a tool ends."""

from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.desk.tools.jobs import ENDING
from govdesk.desk.tools.models import SanctionedTool
from govdesk.i18n import _l
from govdesk.notify.models import Notice


def ending(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once somebody has decided anew."""
    tool = session.get_one(SanctionedTool, notice.subject_id)
    until = notice.context.get("until_on")
    if not tool.state.is_allowed or tool.until_on is None or tool.until_on.isoformat() != until:
        return None
    return {"tool": tool, "path": f"/tools/{tool.id}"}


notify.writes(ENDING, ending, why=_l("you decided about this tool, or asked for it."))
