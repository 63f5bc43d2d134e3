"""The mails about hand-overs that were opened together: one for each person and step."""

from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.handover.models import Handover, HandoverBatch
from govdesk.handover.notices import OF_BATCH, told_next
from govdesk.handover.rules import HandoverState
from govdesk.i18n import _, _l
from govdesk.notify.models import Notice

MOST_LISTED = 20
"""Accounts that a mail names; the page has all of them."""


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """What still is at that step and the reader's when the mail goes out; None when nothing is."""
    batch = session.get_one(HandoverBatch, notice.subject_id)
    theirs = [one for one in batch.handovers if _concerns(session, one, notice)]
    if not theirs:
        return None
    state = theirs[0].state
    return {
        "state": state,
        "number": len(theirs),
        "listed": theirs[:MOST_LISTED],
        "more": len(theirs) - len(theirs[:MOST_LISTED]),
        "said": _(_SAID[state]),
        "path": _path(batch, state),
    }


def _concerns(session: Session, handover: Handover, notice: Notice) -> bool:
    if handover.state != notice.stage or notice.person not in told_next(session, handover):
        return False
    return handover.state.is_open or handover.changed_at.date() == notice.due_at.date()


def _path(batch: HandoverBatch, state: HandoverState) -> str:
    if state in (HandoverState.CONFIRMING, HandoverState.CLOSING):
        return "/handovers/mine"
    return f"/handovers/batches/{batch.id}"


_SAID = {
    HandoverState.LISTING: _l(
        "What to do: say once for all of them what there is to hand over, such as how one signs in, the second "
        "factor and the ways to recover the accounts. Never write a password or a code."
    ),
    HandoverState.CONFIRMING: _l(
        "You are to answer for them. What to do: sign in to each, try the second factor, then confirm on one page "
        "that both work. Decline those that are not yours to take, and say why."
    ),
    HandoverState.CLOSING: _l(
        "Who takes over has confirmed that they can sign in. What to do: close the hand-overs; only then the "
        "register changes."
    ),
    HandoverState.CLOSED: _l("The register is changed. Nothing is left to do."),
    HandoverState.DECLINED: _l("Who was to take over has declined. For these the register stays as it is."),
    HandoverState.CANCELLED: _l("The hand-overs are called off. For these the register stays as it is."),
}

notify.writes(OF_BATCH, letter, why=_l("you take part in these hand-overs, or look after them."))
