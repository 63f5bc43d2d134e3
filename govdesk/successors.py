"""What a file says of who answers for accounts on record becomes hand-overs: a story told across rooms."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.actions.changing import accounts_of
from govdesk.accounts.importing.hands import Asking, Hands, Wanted, changes_hands_by
from govdesk.accounts.importing.matching import batches
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.errors import Conflict, Invalid
from govdesk.handover.actions.ending import cancel
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.models import Handover, HandoverBatch
from govdesk.handover.queries import handovers_to_change
from govdesk.handover.rules import STILL_OPEN, HandoverState
from govdesk.handover.terms import Terms, parties
from govdesk.i18n import _


def hindrances(session: Session, wanted: Sequence[Wanted]) -> Mapping[int, str]:
    """An account changes hands once at a time; nobody is asked again for what they declined."""
    accounts, latest = accounts_of(session, (one.account_id for one in wanted)), _latest(session, wanted)
    told = {one.account_id: _hindrance(session, one, accounts[one.account_id], latest) for one in wanted}
    return {account_id: why for account_id, why in told.items() if why}


def _hindrance(session: Session, wanted: Wanted, account: SocialAccount, latest: Mapping[int, Handover]) -> str:
    last = latest.get(account.id)
    if not account.state.is_in_use:
        return _("The account is not in use: who answers for it stays.")
    if last is not None and last.state.is_open:
        return (
            _("A hand-over to them is open already.") if _leads_to(last, wanted) else _("Another hand-over is open.")
        )
    if last is not None and last.state is HandoverState.DECLINED and _leads_to(last, wanted):
        return _("%(name)s declined to take it over: ask on the page of the account.", name=last.incoming.name)
    between = parties(Terms.of(account), _terms(session, wanted))
    if between is None or between.incoming is None:
        return _("Nobody is named who could take it over. Name an owner.")
    return ""


def _latest(session: Session, wanted: Sequence[Wanted]) -> dict[int, Handover]:
    """Id of an account → its latest hand-over, the open one before all others."""
    query = select(Handover).where(~Handover.only_confirms).order_by(Handover.state.in_(STILL_OPEN), Handover.id)
    return {
        handover.account_id: handover
        for portion in batches(one.account_id for one in wanted)
        for handover in session.scalars(query.where(Handover.account_id.in_(portion)))
    }


def _leads_to(handover: Handover, wanted: Wanted) -> bool:
    after = handover.department_ids, handover.owner_id, handover.deputy_id
    return after == (list(wanted.departments), wanted.owner, wanted.deputy)


def _terms(session: Session, wanted: Wanted) -> Terms:
    departments = tuple(session.get_one(Department, id_) for id_ in wanted.departments)
    owner, deputy = (session.get_one(Person, id_) if id_ else None for id_ in (wanted.owner, wanted.deputy))
    return Terms(departments, owner, deputy)


def ask(session: Session, wanted: Sequence[Wanted], asking: Asking) -> Mapping[int, int]:
    """All that one file asks for is one list: each party gets one mail."""
    by = session.get(Person, asking.by.id) if asking.by else None
    batch, opened = _batch(session, asking, by), dict[int, int]()
    accounts = accounts_of(session, (one.account_id for one in wanted))
    why = _("%(file)s names others.", file=asking.source)
    for one in wanted:
        account, terms = accounts[one.account_id], _terms(session, one)
        try:
            handover = open_handover(session, account, terms, why=why, by=by, now=asking.now, batch=batch)
        except (Conflict, Invalid):  # somebody was faster: the row says so
            continue
        if handover is not None:
            opened[account.id] = handover.id
    return opened


def _batch(session: Session, asking: Asking, by: Person | None) -> HandoverBatch:
    key = f"import:{asking.import_id}"
    batch = session.scalar(select(HandoverBatch).where(HandoverBatch.form_key == key))
    if batch is None:
        batch = HandoverBatch(opened_by=by, opened_at=asking.now, form_key=key)
        session.add(batch)
        session.flush()
    return batch


def take_back(session: Session, ids: Collection[int], by: Actor | None, now: datetime) -> Collection[int]:
    """Call off those on which nobody has acted since they were opened."""
    person, called_off = session.get(Person, by.id) if by else None, set[int]()
    for handover in handovers_to_change(session, ids):
        if handover.state.is_open and handover.changed_at == handover.opened_at:
            cancel(session, handover, _("The file that asked for it was taken back."), by=person, now=now)
            called_off.add(handover.id)
    return called_off


changes_hands_by(Hands(hindrances, ask, take_back))
