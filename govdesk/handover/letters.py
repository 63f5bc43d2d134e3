"""The mails of hand-overs."""

from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.handover.models import Handover
from govdesk.handover.notices import KIND
from govdesk.handover.queries import next_ones
from govdesk.handover.rules import HandoverState
from govdesk.i18n import _, _l
from govdesk.notify.models import Notice


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once the next step was done, or when it is somebody else's turn."""
    handover = session.get(Handover, notice.subject_id)
    if handover is None or notice.stage != handover.state:
        return None
    if handover.state.is_open and notice.person not in next_ones(session, handover):
        return None
    return {
        "handover": handover,
        "account": handover.account,
        "state": handover.state,
        "said": _said(handover, to_outgoing=notice.person is handover.outgoing),
        "path": f"/handovers/{handover.id}",
    }


def _said(handover: Handover, *, to_outgoing: bool) -> str:
    """What has happened and what to do."""
    names = {
        "account": handover.account.handle,
        "incoming": handover.incoming.name,
        "outgoing": handover.outgoing.name if handover.outgoing else "",
        "reason": (handover.end_reason or "").rstrip("."),
    }
    if handover.state is HandoverState.LISTING:
        return _(_YOURS if to_outgoing else _IN_THEIR_PLACE, **names)
    if handover.only_confirms and handover.state is HandoverState.CONFIRMING:
        return _(_NAMED, **names)
    return _(_SAID[handover.state], **names)


_YOURS = _l(
    "%(incoming)s is to take over %(account)s from you. What to do: say what there is to hand over, such as how one "
    "signs in, the second factor and the ways to recover the account. Never write a password or a code."
)
_IN_THEIR_PLACE = _l(
    "%(incoming)s is to take over %(account)s from %(outgoing)s, who has left. What to do: say in their place what "
    "there is to hand over. Never write a password or a code."
)
_NAMED = _l(
    "the register names you for %(account)s. What to do: sign in to the account, try the second factor, then confirm "
    "that both work. If it is not yours, decline and say why."
)
_SAID = {
    HandoverState.CONFIRMING: _l(
        "you are to answer for %(account)s. What to do: sign in to the account, try the second factor, then confirm "
        "that both work. If it is not yours to take, decline and say why."
    ),
    HandoverState.CLOSING: _l(
        "%(incoming)s has confirmed that they can sign in to %(account)s. What to do: close the hand-over; only then "
        "the register changes."
    ),
    HandoverState.CLOSED: _l(
        "the hand-over of %(account)s to %(incoming)s is closed and the register is changed. Nothing is left to do."
    ),
    HandoverState.DECLINED: _l(
        "%(incoming)s declined to take over %(account)s: %(reason)s. The register stays as it is."
    ),
    HandoverState.CANCELLED: _l(
        "the hand-over of %(account)s to %(incoming)s is cancelled: %(reason)s. The register stays as it is."
    ),
}


notify.writes(KIND, letter, why=_l("you take part in this hand-over, or look after it."))
