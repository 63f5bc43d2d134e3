"""The mail about hand-overs in which nothing happens."""

from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.handover.models import Handover
from govdesk.handover.queries import next_ones, open_ones
from govdesk.handover.stuck import KIND, told_of_it
from govdesk.i18n import _l
from govdesk.notify.models import Notice

MOST_LISTED = 20
"""Hand-overs that a mail names; the page has all of them."""


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """Those that are still stuck when it goes out: the reader's own first; None when none is."""
    assert notice.person is not None, "people are reminded"
    nudged = session.scalars(open_ones().where(Handover.nudged.is_not(None)))
    stuck = [handover for handover in nudged if notice.person in told_of_it(session, handover)]
    if not stuck:
        return None
    turns = {handover.id: next_ones(session, handover) for handover in stuck}
    stuck.sort(key=lambda handover: notice.person not in turns[handover.id])
    mine = sum(notice.person in turn for turn in turns.values())
    return {
        "number": len(stuck),
        "mine": mine,
        "listed": [(handover, turns[handover.id]) for handover in stuck[:MOST_LISTED]],
        "more": len(stuck) - len(stuck[:MOST_LISTED]),
        "path": "/handovers/mine" if mine else "/handovers",
    }


notify.writes(
    KIND,
    letter,
    why=_l("a hand-over waits for you, or for somebody whose hand-overs you look after."),
    digested=notify.Digested(_l("Hand-overs"), place=40),
)
