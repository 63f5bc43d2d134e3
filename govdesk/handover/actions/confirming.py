"""Whoever is named for an account without a hand-over of their own is asked whether they can sign in to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts import heeding
from govdesk.accounts.confirming import has_confirmed, note_confirmed
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.handover import notices
from govdesk.handover.actions.ending import cancel
from govdesk.handover.models import Handover
from govdesk.handover.queries import confirming_ones
from govdesk.handover.rules import HandoverState
from govdesk.handover.terms import Terms
from govdesk.i18n import _


def welcome(session: Session, account: SocialAccount, by: Person | None, now: datetime) -> None:
    """Ask owner and deputy of an account registered by hand or opened; on a dead platform there is no sign-in.

    Who is being asked already is not asked again.
    """
    if account.state.is_in_use:
        asked = {one.incoming_id for one in session.scalars(confirming_ones(account))}
        for person in (account.owner, account.deputy):
            if person is not None and person.id not in asked:
                _ask(session, account, person, by=by, now=now)


def ask_who_is_new(session: Session, handover: Handover, *, by: Person, now: datetime) -> None:
    """A closed hand-over may have named others beside who confirmed it; who was asked before and is out is let go."""
    account, found = handover.account, handover.found
    for person, before in ((account.owner, found.get("owner_id")), (account.deputy, found.get("deputy_id"))):
        if person is not None and person.id != before and not has_confirmed(session, account, person):
            _ask(session, account, person, by=by, now=now)
    for asked in session.scalars(confirming_ones(account)).all():
        if asked.incoming not in (account.owner, account.deputy):
            cancel(session, asked, _("Somebody else answers for the account now."), by=None, now=now)


def state_confirmed(session: Session, accounts: Sequence[SocialAccount], *, by: Person, now: datetime) -> None:
    """An owner or deputy whom nobody asked states by themselves that sign-in and second factor work."""
    note_confirmed(session, [(account.id, by.id) for account in accounts], now=now)
    for account in accounts:
        audit.record(session, "handover:step:confirmed", account, by=by, at=now, incoming_id=by.id)


def _ask(session: Session, account: SocialAccount, person: Person, *, by: Person | None, now: datetime) -> None:
    terms = Terms.of(account)
    handover = Handover(
        account=account, only_confirms=True, incoming=person, owner=terms.owner, deputy=terms.deputy,
        department_ids=terms.ids["department_ids"], found=terms.ids, opened_by=by, opened_at=now,
    )  # fmt: skip
    handover.move_on(HandoverState.CONFIRMING, now)
    session.add(handover)
    session.flush()
    audit.record(session, "handover:step:asked", account, by=by, at=now, incoming_id=person.id)
    notices.tell(session, handover, by=by, now=now)


heeding.when_registered(welcome)
