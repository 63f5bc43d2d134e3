"""Handing over several accounts in one go: each has its own hand-over, the parties have one list and one mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Invalid
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.actions.steps import list_items
from govdesk.handover.models import Handover, HandoverBatch
from govdesk.handover.rules import Item
from govdesk.handover.successions import Succession
from govdesk.i18n import _


@dataclass(frozen=True)
class Occasion:
    """Why, and by which form: the same form twice is one batch."""

    why: str | None = None
    form_key: str | None = None


def open_batch(
    session: Session,
    accounts: Sequence[SocialAccount],
    succession: Succession,
    occasion: Occasion,
    *,
    by: Person,
    now: datetime,
) -> HandoverBatch:
    """Open a hand-over for each account that changes hands, all of them or none.

    Raises Invalid when none does, Conflict while another hand-over of one of them is open.
    """
    known = select(HandoverBatch).where(HandoverBatch.form_key == occasion.form_key)
    if occasion.form_key and (found := session.scalar(known)):
        return found
    batch = HandoverBatch(opened_by=by, opened_at=now, form_key=occasion.form_key)
    session.add(batch)
    session.flush()
    terms = [(account, succession.terms(account)) for account in accounts]
    opened = [
        open_handover(session, account, after, why=occasion.why, by=by, now=now, batch=batch)
        for account, after in terms
    ]
    if not any(opened):
        raise Invalid(_("None of these accounts would change hands: they are theirs already."))
    session.expire(batch, ["handovers"])
    return batch


def list_together(
    session: Session, handovers: Sequence[Handover], listed: dict[Item, str], *, by: Person, now: datetime
) -> None:
    """The same list for all of them. Raises Invalid for a secret, Conflict when one is out of turn."""
    for handover in handovers:
        list_items(session, handover, listed, by=by, now=now)
