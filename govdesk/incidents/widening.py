"""The incident reaches further than was thought: an account that was left out, or is linked since, is taken in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.touching import PASSWORD, Touched
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.incidents.logbook import demand_open, enter
from govdesk.incidents.models import Incident, ReachedAccount
from govdesk.incidents.reach import LINKED, Linked, reach_of
from govdesk.incidents.rules import EntryKind
from govdesk.rotation.happening import Happening
from govdesk.rotation.office import Office
from govdesk.rotation.resting import rest
from govdesk.rotation.widening import widen


def linked_since(session: Session, incident: Incident) -> Sequence[Linked]:
    """Accounts that share something with it now and were not looked at when it began."""
    looked_at = {one.account_id for one in incident.reached}
    return [linked for linked in reach_of(session, incident.account).linked if linked.account.id not in looked_at]


def take_in(
    session: Session, incident: Incident, account_id: int | None, *, by: Person, now: datetime, office: Office
) -> None:
    """Its password and what it shares are due from now on, in the same event.

    Raises Conflict once the incident has ended, or for an account that is in or has nothing to do with it.
    """
    demand_open(incident)
    shared = next((one for one in reach_of(session, incident.account).linked if one.account.id == account_id), None)
    one = _not_in_yet(incident, account_id) or _new_one(incident, account_id, shared)
    if one is None:
        raise Conflict(_("This account is in already. Reload the page to see who took it in."))
    event = incident.event
    happening = Happening(event.kind, event.occasion, now, now, office.today(now), by=by, account=incident.account)
    # Its password also where it shares nothing any more.
    touched = shared.touched if shared else [Touched(one.account_id, PASSWORD, LINKED)]
    widen(session, event, happening, touched)
    one.left_out = None
    session.flush()
    enter(session, incident, EntryKind.TAKEN_IN, by=by, now=now, account_id=one.account_id)
    rest(session, [one.account_id], now=now)
    audit.record(session, "incidents:account:taken-in", incident, by=by, at=now, account_ids=[one.account_id])


def _not_in_yet(incident: Incident, account_id: int | None) -> ReachedAccount | None:
    left_out = (one for one in incident.reached if one.left_out is not None and one.account_id == account_id)
    return next(left_out, None)


def _new_one(incident: Incident, account_id: int | None, shared: Linked | None) -> ReachedAccount | None:
    """A line for what is linked only since it began."""
    if shared is None or any(one.account_id == account_id for one in incident.reached):
        return None
    one = ReachedAccount(account_id=shared.account.id, links=[thing.key for thing in shared.things])
    incident.reached.append(one)
    return one
