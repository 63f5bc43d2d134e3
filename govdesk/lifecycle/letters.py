"""The mails of requests."""

from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.i18n import _, _l
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.notices import KIND, REMINDER
from govdesk.lifecycle.queries import next_ones
from govdesk.lifecycle.rules import Kind, RequestState
from govdesk.notify.models import Notice


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once the next step was done, or when it is somebody else's turn."""
    request = session.get(AccountRequest, notice.subject_id)
    if request is None or notice.stage != request.state:
        return None
    is_turn = notice.person in next_ones(session, request)
    if request.state.is_open and not is_turn and not _is_to_hold(request, notice):
        return None
    return {
        "request": request,
        "state": request.state,
        "is_turn": is_turn,
        "is_reminder": notice.kind == REMINDER,
        "what": _(_WHAT[request.kind], handle=request.handle),
        "said": _said(request, is_turn=is_turn),
        "path": f"/accounts/requests/{request.id}",
    }


def _is_to_hold(request: AccountRequest, notice: Notice) -> bool:
    is_new = request.kind in (Kind.OPEN, Kind.GRANT) and request.state is RequestState.APPROVED
    return is_new and notice.person in request.named


def _said(request: AccountRequest, *, is_turn: bool) -> str:
    """What has happened and what to do."""
    names = {
        "what": _(_WHAT[request.kind], handle=request.handle),
        "requester": request.requester.name,
        "reason": request.steps[-1].text.rstrip(".") if request.steps else "",
    }
    if request.state.is_approval:
        return _(_APPROVE, **names)
    if request.state is RequestState.APPROVED:
        return _(_TO_DO.get(request.kind, _DO) if is_turn else _HELD[request.kind], **names)
    return _(_SAID[request.state], **names)


_WHAT = {
    Kind.OPEN: _l("open the account %(handle)s"),
    Kind.CHANGE: _l("change the account %(handle)s"),
    Kind.CLOSE: _l("close the account %(handle)s"),
    Kind.GRANT: _l("give somebody access to %(handle)s"),
    Kind.REVOKE: _l("end somebody's access to %(handle)s"),
}
_APPROVE = _l(
    "%(requester)s asks to %(what)s, and it waits for you. What to do: look at what is asked for and at what we have "
    "already, then approve it, send it back with a question, or refuse it."
)
_OPENED = _l(
    "the request to %(what)s is approved. What to do: open it with the mailbox that was named, acknowledge the "
    "policies that are asked of you, then say on the page of the request that the account is there. Until then it is "
    "not official."
)
_DO = _l(
    "the request to %(what)s is approved. What to do: do it, then put on record that it is done. Only then the "
    "register changes."
)
_HOLD = _l(
    "you are to hold an account: the request to %(what)s is approved. What to do: read and acknowledge the policies "
    "that are asked of you; before that the account does not become official."
)
_GIVE = _l(
    "the request to %(what)s is approved. What to do: let them in on the platform as was asked, then put on record "
    "that it is done. Owner and security have this mail; one of you is enough."
)
_END = _l(
    "the request to %(what)s is approved. What to do: take their access away on the platform, then put on record "
    "that it is done. Owner and security have this mail; one of you is enough."
)
_GET = _l(
    "you are to get access: the request to %(what)s is approved. What to do: read and acknowledge the policies "
    "that are asked of you; before that nobody lets you in."
)
_TO_DO = {Kind.OPEN: _OPENED, Kind.GRANT: _GIVE, Kind.REVOKE: _END}
_HELD = {Kind.OPEN: _HOLD, Kind.GRANT: _GET}
_SAID = {
    RequestState.RETURNED: _l(
        "your request to %(what)s was sent back with a question: %(reason)s. What to do: answer it; then it goes on."
    ),
    RequestState.DONE: _l("the request to %(what)s is done, and the register says so. Nothing is left to do."),
    RequestState.REFUSED: _l("the request to %(what)s was refused: %(reason)s. The register stays as it is."),
    RequestState.WITHDRAWN: _l("the request to %(what)s was withdrawn: %(reason)s. The register stays as it is."),
}

WHY = _l("the request is yours, names you, or waits for you.")

notify.writes(KIND, letter, why=WHY)
notify.writes(REMINDER, letter, why=WHY, digested=notify.Digested(_l("Requests that wait for you"), place=50))
