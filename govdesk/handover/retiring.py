"""An account that is retired changes hands no more."""

from sqlalchemy.orm import Session

from govdesk.accounts import heeding
from govdesk.accounts.heeding import Turn
from govdesk.accounts.models import AccountState
from govdesk.directory.models import Person
from govdesk.handover.actions.ending import cancel
from govdesk.handover.queries import confirming_ones, open_one
from govdesk.i18n import _


def call_off(session: Session, turn: Turn) -> None:
    """Cancel the open hand-over of an account once it is retired; nobody is asked to confirm it any more."""
    if turn.account.state is not AccountState.RETIRED:
        return
    by = session.get(Person, turn.by.id) if turn.by else None
    running = open_one(session, turn.account)
    for handover in ([running] if running else []) + list(session.scalars(confirming_ones(turn.account))):
        cancel(session, handover, _("The account is retired."), by=by, now=turn.now)


heeding.when_state_changes(call_off)
