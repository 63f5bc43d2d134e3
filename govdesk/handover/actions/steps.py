"""What the parties do: one lists, one confirms, a third closes. Each step can be done once, in this order."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.actions.custody import end_custodianship
from govdesk.accounts.actions.ownership import assign_departments, assign_deputy, assign_owner
from govdesk.accounts.confirming import note_confirmed
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid, NotPermitted
from govdesk.handover import notices
from govdesk.handover.actions.confirming import ask_who_is_new
from govdesk.handover.actions.leaving_hands import known_by_who_is_out, roles_in, tell
from govdesk.handover.models import Handover
from govdesk.handover.queries import departments_of
from govdesk.handover.rules import HandoverState, Item
from govdesk.handover.terms import Terms
from govdesk.i18n import _
from govdesk.secrecy import holds_secret


def list_items(session: Session, handover: Handover, listed: dict[Item, str], *, by: Person, now: datetime) -> None:
    """Say what there is to hand over. Raises Invalid for a text that holds a secret, Conflict out of turn."""
    _demand(handover, HandoverState.LISTING)
    if any(holds_secret(text) for text in listed.values()):
        raise Invalid(_("This looks like a secret. Say what there is and where it is kept, never the thing itself."))
    handover.listed = {str(item): text for item, text in listed.items() if text}
    handover.listed_by, handover.listed_at = by, now
    _go_on(session, handover, HandoverState.CONFIRMING, "listed", by=by, now=now)


def confirm(session: Session, handover: Handover, *, by: Person, now: datetime) -> None:
    """State that sign-in and second factor work for who takes over.

    Where nothing in the register changes that is the end of it, unless they named themselves. Raises Conflict out of
    turn, and where they do not answer for the account any more.
    """
    _demand(handover, HandoverState.CONFIRMING)
    account = handover.account
    if handover.only_confirms and handover.incoming not in (account.owner, account.deputy):
        raise Conflict(_("Somebody else answers for this account meanwhile. There is nothing left to confirm."))
    handover.confirmed_at = now
    if not handover.only_confirms or handover.opened_by is handover.incoming:
        _go_on(session, handover, HandoverState.CLOSING, "confirmed", by=by, now=now)
        return
    handover.ended_by, handover.ended_at = by, now
    note_confirmed(session, [(account.id, handover.incoming_id)], now=now)
    _go_on(session, handover, HandoverState.CLOSED, "confirmed", by=by, now=now)


def close(
    session: Session,
    handovers: Sequence[Handover],
    *,
    by: Person,
    now: datetime,
    today: date,
    ends_access: bool = False,
) -> None:
    """Let them count: the register changes. All of it or nothing, in the caller's transaction.

    With `ends_access` who hands over holds the credential no longer. Whoever has nothing to do with an account any
    more knows its password still: its change is asked for.
    Raises NotPermitted for who takes over themselves or asked to hand over, Conflict out of turn or where somebody
    else was given the account meanwhile, and Invalid where one of those named has left.
    """
    out = []
    for handover in handovers:
        before = roles_in(handover.account)
        _close_one(session, handover, by=by, now=now, access_ends_on=today if ends_access else None)
        out.append((handover, known_by_who_is_out(handover.account, before)))
    tell(session, out, by=by, now=now, today=today)


def _close_one(
    session: Session, handover: Handover, *, by: Person, now: datetime, access_ends_on: date | None
) -> None:
    if handover.bars_from_closing(by):
        raise NotPermitted(_("Who takes over, or asked to hand over, cannot close the hand-over themselves."))
    _demand(handover, HandoverState.CLOSING)
    if not handover.only_confirms:
        _change_register(session, handover, by=by, now=now)
    note_confirmed(session, [(handover.account_id, handover.incoming_id)], now=now)
    handover.ended_by, handover.ended_at = by, now
    if access_ends_on:
        _end_access(session, handover, by=by, now=now, today=access_ends_on)
    _go_on(session, handover, HandoverState.CLOSED, "closed", by=by, now=now)
    ask_who_is_new(session, handover, by=by, now=now)


def _change_register(session: Session, handover: Handover, *, by: Person, now: datetime) -> None:
    account = handover.account
    if Terms.of(account).ids != handover.found:
        raise Conflict(_("Somebody has changed who answers for the account meanwhile. Cancel this and open another."))
    for person in (handover.owner, handover.deputy):
        if person is not None and not person.is_employed:
            raise Invalid(_("%(name)s has left meanwhile. Cancel this and open another.", name=person.name))
    assign_departments(session, account, departments_of(session, handover), by=by, now=now)
    assign_owner(session, account, handover.owner, by=by, now=now)
    assign_deputy(session, account, handover.deputy, by=by, now=now)


def _end_access(session: Session, handover: Handover, *, by: Person, now: datetime, today: date) -> None:
    """Of who answers for the account still, as its deputy, nothing ends."""
    account = handover.account
    if handover.outgoing in (account.owner, account.deputy):
        return
    for held in [one for one in account.custodianships if one.person_id == handover.outgoing_id]:
        end_custodianship(session, held, by=by, now=now, today=today)


def _demand(handover: Handover, state: HandoverState) -> None:
    if handover.state is not state:
        raise Conflict(_("This step is done, or it is not its turn yet. Look at the hand-over again."))


def _go_on(
    session: Session, handover: Handover, state: HandoverState, what: str, *, by: Person, now: datetime
) -> None:
    handover.move_on(state, now)
    audit.record(session, f"handover:step:{what}", handover.account, by=by, at=now, incoming_id=handover.incoming_id)
    notices.tell(session, handover, by=by, now=now)
