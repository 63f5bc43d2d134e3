"""What becomes of open requests when somebody leaves."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.i18n import _
from govdesk.lifecycle import notices
from govdesk.lifecycle.actions.asking import withdraw
from govdesk.lifecycle.actions.stepping import go_on
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.queries import open_ones
from govdesk.lifecycle.rules import Act, RequestState, approvals_of


def ask_others(session: Session, leaver: Person, *, now: datetime) -> None:
    """What the leaver asked for is withdrawn unless it is approved; where they were named another is asked for;
    what waited for them waits for who is asked now; whose own access it was about has none any more."""
    for request in session.scalars(open_ones()).all():
        is_named = leaver in (request.owner, request.deputy)
        if leaver is request.person or _has_nobody_to_answer(request, is_named=is_named):
            withdraw(session, request, _("%(name)s has left.", name=leaver.name), by=None, now=now)
        elif is_named and request.state is not RequestState.RETURNED:
            _ask_for_another(session, request, leaver, now)
        elif request.state.is_approval and _was_asked(leaver, request):
            notices.tell(session, request, by=None, now=now)


def _has_nobody_to_answer(request: AccountRequest, *, is_named: bool) -> bool:
    """Who asked for it has left, and it is not approved, or needs another name."""
    return not request.requester.is_employed and (is_named or request.state is not RequestState.APPROVED)


def _ask_for_another(session: Session, request: AccountRequest, leaver: Person, now: datetime) -> None:
    request.asked_by_state = approvals_of(request.kind)[0]
    text = _("%(name)s has left: name somebody else.", name=leaver.name)
    go_on(session, request, Act.RETURNED, RequestState.RETURNED, text=text, by=None, now=now)


def _was_asked(leaver: Person, request: AccountRequest) -> bool:
    """By name: as owner or deputy, or as a head."""
    account = request.account
    if request.state is RequestState.OWNER and account and leaver in (account.owner, account.deputy):
        return True
    return request.state in (RequestState.OWNER, RequestState.DEPARTMENT) and _is_above(leaver, request)


def _is_above(leaver: Person, request: AccountRequest) -> bool:
    department, seen = request.answering, set[int]()
    while department is not None and department.id not in seen:
        if department.head_id == leaver.id:
            return True
        seen.add(department.id)
        department = department.parent
    return False
