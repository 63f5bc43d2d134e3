"""The mails about impostors. Addresses in them are disarmed, so that no mail program makes links of them."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.i18n import _l
from govdesk.notify.models import Notice
from govdesk.proof import (
    cautioning,  # noqa: F401 (the worker looks at long files)
    outsiders,
)
from govdesk.proof.models import Outsider, Standing
from govdesk.proof.rules import disarmed
from govdesk.proof.telling import DECIDED, REPORTED

MOST_NAMED = 20
FOUND = {
    Standing.IMPOSTOR: _l("an impostor. Whoever asks about this address is told so from now on"),
    Standing.FAN: _l("run by fans, and harmless"),
    Standing.EMPLOYEE: _l("run by somebody who works here"),
    Standing.DISMISSED: _l("nothing to do with us"),
}


def reported(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once all that was reported is decided, or for who decides no more."""
    if notice.person is None or Role.COMMS not in notice.person.roles:
        return None
    since = datetime.fromisoformat(notice.context["since"])
    waiting = list(session.scalars(outsiders.waiting_since(since)))
    named = [disarmed(outsider.url) for outsider in waiting[:MOST_NAMED]]
    path = "/accounts/impostors?standing=reported"
    return {"n": len(waiting), "named": named, "path": path} if waiting else None


def decided(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None when it was decided otherwise meanwhile."""
    outsider = session.get_one(Outsider, notice.subject_id)
    if outsider.standing != notice.stage or outsider.standing not in FOUND:
        return None
    path = "/accounts/impostors/new"
    return {"address": disarmed(outsider.url), "found": FOUND[outsider.standing], "path": path}


notify.writes(REPORTED, reported, why=_l("you are at communications, which decides about impostors."))
notify.writes(DECIDED, decided, why=_l("you reported it."))
