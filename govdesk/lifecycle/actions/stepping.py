"""What all steps of a request have in common: the record, the trail, the mail, and the next reminder."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.lifecycle import notices
from govdesk.lifecycle.models import AccountRequest, RequestStep
from govdesk.lifecycle.rules import DECISIONS, LONGEST_TEXT, REMIND_AFTER, Act, RequestState
from govdesk.secrecy import holds_secret


def go_on(
    session: Session,
    request: AccountRequest,
    act: Act,
    state: RequestState,
    *,
    text: str = "",
    by: Person | None,
    now: datetime,
) -> None:
    """Somebody did `act`, and the request is in `state` from now on; who is next has a mail.

    Raises Conflict where somebody else gave the same approval at this moment, Invalid for a text that holds a secret
    or is too long.
    """
    refuse_secrets(text)
    refuse_long(text)
    approval = request.state if act in DECISIONS else None
    step = RequestStep(act=act, approval=approval, round=request.round, by=by, text=text, done_at=now)
    try:
        with session.begin_nested():
            request.steps.append(step)
            request.state, request.changed_at = state, now
            request.remind_at = now + REMIND_AFTER if state.is_open else None
    except IntegrityError:
        raise Conflict(_("Somebody else has just done this step. Look at the request again.")) from None
    audit.record(
        session, f"lifecycle:request:{act}", request, by=by, at=now,
        **({"approval": approval} if approval else {}), **({"text_digest": audit.digest(text)} if text else {}),
    )  # fmt: skip
    notices.tell(session, request, by=by, now=now)


def refuse_secrets(*texts: str) -> None:
    """Raises Invalid when one of them would open an account."""
    if any(holds_secret(text) for text in texts):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept: say it without it."))


def refuse_long(*texts: str) -> None:
    """Raises Invalid when one of them is longer than an approver reads, whatever way it came in."""
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise Invalid(_("Say it in at most %(number)s characters", number=LONGEST_TEXT))
