"""Ending an incident: all is changed, or somebody says why not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.models import AccountState
from govdesk.directory.models import Person
from govdesk.errors import Invalid
from govdesk.i18n import ngettext
from govdesk.incidents.logbook import demand_open, enter, refuse_secrets
from govdesk.incidents.models import Incident
from govdesk.incidents.queries import losses_of, still_open
from govdesk.incidents.rules import EntryKind
from govdesk.rotation.office import Office
from govdesk.rotation.resting import wake


@dataclass(frozen=True)
class Outcome:
    """How it ends, in security's words."""

    state: AccountState
    summary: str
    left_open: str
    """Why what is not changed yet stays so; empty where all is."""


def end(session: Session, incident: Incident, outcome: Outcome, *, by: Person, now: datetime, office: Office) -> None:
    """The account goes into the state that was chosen, and ordinary reminders go out again.

    What is left open stays due. Raises Conflict when it has ended already or the state cannot follow, Invalid when
    something is still to be changed and nobody says why, or for what would open an account.
    """
    demand_open(incident)
    refuse_secrets(outcome.summary, outcome.left_open)
    remaining = len(still_open(losses_of(session, incident)))
    if remaining and not outcome.left_open:
        raise Invalid(
            ngettext(
                "%(n)d credential is still to be changed. Have it changed first, or say why it is left open.",
                "%(n)d credentials are still to be changed. Have them changed first, or say why they are left open.",
                remaining,
            )
        )
    if incident.account.state is not outcome.state:
        change_state(
            session, incident.account, outcome.state, reason=outcome.summary[:500], by=by, now=now,
            today=office.today(now),
        )  # fmt: skip
    incident.closed_at, incident.closed_by = now, by
    incident.state_after, incident.summary = outcome.state, outcome.summary
    incident.left_open = outcome.left_open if remaining else None
    enter(session, incident, EntryKind.CLOSED, by=by, now=now, state=outcome.state, number=remaining)
    wake(session, incident.in_it, now=now)
    audit.record(
        session, "incidents:incident:ended", incident, by=by, at=now,
        state=outcome.state, losses=remaining, reason_digest=audit.digest(outcome.summary),
    )  # fmt: skip
