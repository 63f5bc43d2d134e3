"""Who is told when a request goes on: whose turn it is, and at the end everybody concerned."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.directory.models import Person
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.queries import next_ones
from govdesk.lifecycle.rules import Kind, RequestState

KIND = "account_request"
REMINDER = "account_request_reminder"


def tell(session: Session, request: AccountRequest, *, by: Person | None, now: datetime) -> None:
    """Queue a mail to each but `by`, who knows; what was said before and is unsent is taken back."""
    for kind in (KIND, REMINDER):
        notify.cancel(session, kind, subject=request, now=now)
    number = len(request.steps)
    for reader in _readers(session, request):
        if reader is not by:
            notify.queue(
                session, KIND, subject=request, to=reader, at=now, stage=request.state,
                key=f"request:{request.id}:{number}:{request.state}:p{reader.id}",
            )  # fmt: skip


def remind(session: Session, request: AccountRequest, *, now: datetime) -> None:
    """Queue another mail to whoever it lies with today."""
    for reader in next_ones(session, request):
        notify.queue(
            session, REMINDER, subject=request, to=reader, at=now, stage=request.state,
            key=f"request:{request.id}:r{now:%Y%m%d%H}:p{reader.id}",
        )  # fmt: skip


def _readers(session: Session, request: AccountRequest) -> list[Person]:
    if not request.state.is_open:
        return _here([request.requester, *request.named])
    turn = next_ones(session, request)
    if request.state is RequestState.APPROVED and request.kind in (Kind.OPEN, Kind.GRANT):
        # Who is to hold an account or to get in has policies to read before that.
        return _here([*turn, *request.named])
    return _here(turn)


def _here(people: Iterable[Person | None]) -> list[Person]:
    """Those who work here, each once."""
    return list(dict.fromkeys(person for person in people if person is not None and person.is_employed))
