"""Writing the log of an incident: by itself from what happens on its accounts, and by hand."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts import heeding as accounts
from govdesk.accounts.heeding import Turn
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.incidents.models import Incident, IncidentEntry
from govdesk.incidents.queries import at_rest, open_ones_with
from govdesk.incidents.rules import SHEET_ONCE_IN, EntryKind, Step
from govdesk.rotation import heeding as rotation
from govdesk.rotation.models import Rotation
from govdesk.rotation.resting import rests_on
from govdesk.secrecy import holds_secret


def enter(
    session: Session, incident: Incident, kind: EntryKind, *, by: Actor | None, now: datetime, **facts: Any
) -> None:
    """One line that tells of something by values of the register."""
    session.add(IncidentEntry(incident_id=incident.id, at=now, by_id=by.id if by else None, kind=kind, facts=facts))
    session.flush()


def note(session: Session, incident: Incident, text: str, *, by: Person, form_key: str | None, now: datetime) -> None:
    """What somebody has to say; the same form twice is one line. Raises Invalid for what would open an account."""
    if form_key and session.scalar(select(IncidentEntry.id).where(IncidentEntry.form_key == form_key)):
        return
    refuse_secrets(text)
    entry = IncidentEntry(
        incident_id=incident.id, at=now, by_id=by.id, kind=EntryKind.NOTE, text=text, form_key=form_key
    )
    session.add(entry)
    session.flush()
    audit.record(session, "incidents:log:noted", incident, by=by, at=now, text_digest=audit.digest(text))


def tick(session: Session, incident: Incident, step: Step, *, by: Person, now: datetime) -> None:
    """A step is done. Raises Conflict when it is already, or the incident has ended."""
    demand_open(incident)
    if session.scalar(
        select(IncidentEntry.id).where(IncidentEntry.incident_id == incident.id, IncidentEntry.step == step)
    ):
        raise Conflict(_("Somebody has ticked this step meanwhile. Reload the page to see who."))
    entry = IncidentEntry(incident_id=incident.id, at=now, by_id=by.id, kind=EntryKind.STEP, step=step)
    session.add(entry)
    session.flush()
    audit.record(session, "incidents:step:ticked", incident, by=by, at=now, step=step)


def note_sheet(session: Session, incident: Incident, *, by: Person, now: datetime) -> None:
    """Somebody took the emergency sheet; who looks at it again at once has not taken another.

    It writes before it reads: see `audit.note_reading`.
    """
    key = f"sheet:{incident.id}:{by.id}:{int(now.timestamp() // SHEET_ONCE_IN.total_seconds())}"
    entry = IncidentEntry(incident_id=incident.id, at=now, by_id=by.id, kind=EntryKind.SHEET, form_key=key)
    with suppress(IntegrityError), session.begin_nested():
        session.add(entry)


def demand_open(incident: Incident) -> None:
    """Raises Conflict once it has ended."""
    if incident.closed_at is not None:
        raise Conflict(_("This incident has ended meanwhile. Reload the page to see how."))


def refuse_secrets(*texts: str) -> None:
    """Raises Invalid."""
    if any(holds_secret(text) for text in texts):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept: say only what happened."))


def _note_rotation(session: Session, recorded: Rotation) -> None:
    schedule = recorded.schedule
    facts = {"account_id": schedule.account_id, "credential": schedule.credential, "line": schedule.line_id}
    for incident in open_ones_with(session, [schedule.account_id]):
        enter(session, incident, EntryKind.ROTATED, by=recorded.by, now=recorded.recorded_at, **facts)


def _note_ending(session: Session, account_ids: Collection[int], by: Actor | None, now: datetime) -> None:
    for incident in open_ones_with(session, account_ids):
        for account_id in sorted(set(account_ids) & set(incident.in_it)):
            enter(session, incident, EntryKind.ENDED, by=by, now=now, account_id=account_id)


def _note_turn(session: Session, turn: Turn) -> None:
    for incident in open_ones_with(session, [turn.account.id]):
        facts = {"account_id": turn.account.id, "state": turn.account.state}
        enter(session, incident, EntryKind.STATE, by=turn.by, now=turn.now, **facts)


rotation.when_recorded(_note_rotation)
accounts.when_access_ends(_note_ending)
accounts.when_state_changes(_note_turn)
rests_on(at_rest)
