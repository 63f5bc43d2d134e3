"""Asking that an account changes hands."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.actions.ownership import assign_departments
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid
from govdesk.handover import notices
from govdesk.handover.models import Handover, HandoverBatch
from govdesk.handover.rules import HandoverState
from govdesk.handover.terms import Parties, Terms, parties
from govdesk.i18n import _


def open_handover(
    session: Session,
    account: SocialAccount,
    terms: Terms,
    *,
    why: str | None,
    by: Person | None,
    now: datetime,
    batch: HandoverBatch | None = None,
) -> Handover | None:
    """Let `account` change hands as `terms` say, once both parties have done their part.

    None when nothing changes hands: other departments that own it along are put on record at once. Raises Invalid
    where nobody is named who could take over, and Conflict while another hand-over of the account is open.
    """
    between = parties(Terms.of(account), terms)
    if between is None:
        assign_departments(session, account, terms.departments, by=by, now=now)
        return None
    if between.incoming is None:
        raise Invalid(_("Name an owner: there must be somebody who takes over."))
    handover = _new(account, terms, between, between.incoming, now)
    handover.why, handover.opened_by = why, by
    handover.batch_id = batch.id if batch else None
    try:
        with session.begin_nested():
            session.add(handover)
    except IntegrityError:
        raise Conflict(_("A hand-over of this account is open already.")) from None
    audit.record(
        session, "handover:step:opened", account, by=by, at=now,
        outgoing_id=handover.outgoing_id, incoming_id=handover.incoming_id,
    )  # fmt: skip
    notices.tell(session, handover, by=by, now=now)
    return handover


def _new(account: SocialAccount, terms: Terms, between: Parties, incoming: Person, now: datetime) -> Handover:
    handover = Handover(
        account=account,
        outgoing=between.outgoing,
        incoming=incoming,
        owner=terms.owner,
        deputy=terms.deputy,
        department_ids=terms.ids["department_ids"],
        found=Terms.of(account).ids,
        opened_at=now,
    )
    handover.move_on(HandoverState.LISTING if between.outgoing else HandoverState.CONFIRMING, now)
    return handover
