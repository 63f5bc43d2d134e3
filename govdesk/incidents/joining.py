"""What is put on an access list while an incident goes on about the account belongs to the incident from then on."""

from dataclasses import replace

from sqlalchemy.orm import Session

from govdesk.accounts import heeding
from govdesk.accounts.heeding import Entered
from govdesk.accounts.touching import PASSWORD
from govdesk.incidents.logbook import enter
from govdesk.incidents.models import Incident
from govdesk.incidents.queries import open_ones_with
from govdesk.incidents.reach import LINKED
from govdesk.incidents.rules import EntryKind
from govdesk.incidents.things import ITSELF
from govdesk.rotation.happening import Happening
from govdesk.rotation.widening import widen


def join(session: Session, what: Entered) -> None:
    """It is due in the event of each incident that the account is in, and stands in the log.

    Whoever is given a password that was changed in the incident gets the new one: that stays changed. Whatever else
    comes in now came while strangers may be in, and is to be changed, also if the line was changed before.
    """
    for incident in open_ones_with(session, [what.touched.account_id]):
        number = _widen(session, incident, what)
        enter(
            session, incident, EntryKind.ENTERED, by=what.by, now=what.now, number=number,
            account_id=what.touched.account_id, credential=what.touched.credential, line=what.touched.line,
        )  # fmt: skip


def _widen(session: Session, incident: Incident, what: Entered) -> int:
    event, touched = incident.event, what.touched
    is_itself = touched.account_id == incident.account_id
    happening = Happening(event.kind, event.occasion, what.now, what.now, what.today, by=what.by)
    of_incident = replace(touched, was=ITSELF if is_itself else LINKED)
    return widen(session, event, happening, [of_incident], again=touched.credential != PASSWORD)


heeding.when_entered(join)
