"""How the trail speaks of tools."""

from govdesk import audit
from govdesk.desk.tools.rules import ToolState
from govdesk.i18n import _

audit.things("sanctioned_tool", lambda _session, ids: {n: (_("Tool %(n)s", n=n), f"/tools/{n}") for n in ids})
audit.labels(ToolState, "state")
