"""An account that was left out is taken in after all: the incident reaches further than was thought."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.touching import Touched
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.exposure.touched import PASSWORD
from govdesk.i18n import _
from govdesk.incidents.logbook import demand_open, enter
from govdesk.incidents.models import Incident
from govdesk.incidents.reach import LINKED, reach_of
from govdesk.incidents.rules import EntryKind
from govdesk.rotation.happening import Happening
from govdesk.rotation.office import Office
from govdesk.rotation.opening import widen
from govdesk.rotation.resting import rest


def take_in(
    session: Session, incident: Incident, account_id: int | None, *, by: Person, now: datetime, office: Office
) -> None:
    """Its password and what it shares are due from now on, in the same event.

    Raises Conflict once the incident has ended, or for an account that was not left out.
    """
    demand_open(incident)
    left_out = [one for one in incident.reached if one.left_out is not None and one.account_id == account_id]
    if not left_out:
        raise Conflict(_("This account is in already. Reload the page to see who took it in."))
    [one] = left_out
    event = incident.event
    happening = Happening(
        event.kind, event.occasion, now, now, office.today(now), by=by, account=incident.account
    )  # fmt: skip
    widen(session, event, happening, _touched(session, incident, one.account_id))
    one.left_out = None
    enter(session, incident, EntryKind.TAKEN_IN, by=by, now=now, account_id=one.account_id)
    rest(session, [one.account_id], now=now)
    audit.record(session, "incidents:account:taken-in", incident, by=by, at=now, account_ids=[one.account_id])


def _touched(session: Session, incident: Incident, account_id: int) -> list[Touched]:
    """What it shares today; its password also where it shares nothing any more."""
    shared = (
        linked.touched for linked in reach_of(session, incident.account).linked if linked.account.id == account_id
    )
    return list(next(shared, [Touched(account_id, PASSWORD, LINKED)]))
