"""Somebody else may be in an account: each of its credentials is to be changed today."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.accounts import heeding
from govdesk.accounts.heeding import Turn
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.touching import Touched, Was
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationReason
from govdesk.rotation.opening import open_event
from govdesk.rotation.queries import schedules_of
from govdesk.rotation.rules import Credential


def demand_changes(session: Session, turn: Turn) -> None:
    """Let all credentials fall due once the account counts as compromised; its password also if none had a day."""
    if turn.account.state is not AccountState.COMPROMISED:
        return
    account, was = turn.account, frozenset({Was.ITSELF})
    touched = [Touched(account.id, s.credential, was, s.line_id) for s in schedules_of(session, account)]
    touched.append(Touched(account.id, Credential.PASSWORD, was))
    happening = Happening(
        RotationReason.COMPROMISE,
        occasion_of(account, turn.now),
        turn.now,
        turn.now,
        turn.today,
        by=turn.by,
        account=account,
    )
    open_event(session, happening, touched)


def occasion_of(account: SocialAccount, at: datetime) -> str:
    """Whoever has opened an event for it before the state changes has opened the one for all of it."""
    return f"compromise:{account.id}:{at.isoformat()}"


heeding.when_state_changes(demand_changes)
