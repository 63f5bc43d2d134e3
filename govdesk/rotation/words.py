"""How the history tells what this room did."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.queries import people_names
from govdesk.i18n import _, _l
from govdesk.rotation.models import RotationEvent
from govdesk.rotation.queries import schedule_things
from govdesk.rotation.reasons import RotationReason
from govdesk.rotation.rules import Credential

NAMED = {
    RotationReason.LEAVER: _l("%(name)s has left"),
    RotationReason.MOVER: _l("%(name)s works elsewhere now"),
    RotationReason.REMOVED: _l("%(name)s has lost access, or a part of it"),
    RotationReason.AGENCY: _l("The contract of %(thing)s has ended"),
    RotationReason.COMPROMISE: _l("Somebody else may be in %(account)s"),
    RotationReason.BREACH: _l("%(thing)s was broken into"),
    RotationReason.DEVICE: _l("%(name)s has lost a device"),
    RotationReason.CAMPAIGN: _l("%(thing)s makes changes necessary"),
    RotationReason.REQUEST: _l("A change was asked for %(account)s"),
}


def title_of(event: RotationEvent, *, by_name: bool) -> str:
    """What happened in a sentence; without names for who may not read who can get in."""
    if not by_name or event.kind not in NAMED:
        return str(event.kind.label)
    if event.kind is RotationReason.CAMPAIGN and event.account:
        return _("Somebody knows the password of %(account)s who should not", account=event.account.handle)
    known = {
        "name": event.person.name if event.person else event.thing,
        "account": event.account.handle if event.account else event.thing,
        "thing": event.thing,
    }
    sentence = str(NAMED[event.kind])
    wanted = next(name for name in known if f"%({name})s" in sentence)
    return sentence % known if known[wanted] else str(event.kind.label)


def event_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to names and pages, for the trail, which names nobody here."""
    found = session.scalars(select(RotationEvent).where(RotationEvent.id.in_(ids)))
    return {row.id: (str(row.kind.label), f"/rotations/events/{row.id}") for row in found}


audit.tells(
    {
        "rotation:custodians:read": _l("read who is asked to change it"),
        "rotation:list:imported": _l("scheduled rotations from a file"),
        "rotation:list:printed": _l("printed on the command line what is owed, and by whom"),
        "rotation:schedule:set": _l("scheduled a rotation"),
        "rotation:schedule:changed": _l("changed a rotation's schedule"),
        "rotation:credential:rotated": _l("recorded a rotation"),
        "rotation:step:done": _l("did a step of a change"),
        "rotation:step:dismissed": _l("said that a step of a change does not apply"),
        "rotation:step:reopened": _l("opened a step of a change again"),
        "rotation:change:said": _l("said that it was changed"),
        "rotation:change:refused": _l("did not confirm a change"),
        "rotation:change:withdrawn": _l("took back that it was changed"),
        "rotation:change:forced": _l("asked for a change, since somebody else may be in"),
        "rotation:change:demanded": _l("asked for a change, since somebody who could know the credential has left"),
        "rotation:change:due": _l("asked for a change, since somebody knows it who should no longer"),
        "rotation:event:read": _l("read what is to be changed because of it"),
        "rotation:preview:read": _l("looked up on access lists what an event would make due"),
        "rotation:event:opened": _l("put on record by what credentials became known"),
        "rotation:event:widened": _l("put on record that more credentials became known by it"),
        "rotation:responsible:left": _l("noted that whoever was asked to change it has left"),
    },
    fields={
        "operator": _l("At the keyboard"),
        "rows": _l("Lines"),
        "credential": _l("Credential"),
        "due_on": _l("Due"),
        "rotated_on": _l("Changed on"),
        "every_days": _l("Repeats after days"),
        "responsible_id": _l("Responsible"),
        "doer_id": _l("Changed by"),
        "step": _l("Step"),
        "attested": _l("Attested"),
        "steps": _l("Steps done with it"),
        "leaver_id": _l("Who left"),
        "happened_at": _l("Happened"),
        "losses": _l("Credentials"),
    },
)
audit.names(people_names, "responsible_id", "leaver_id", "doer_id")
audit.labels(Credential, "credential")
audit.labels(RotationReason, "kind")
audit.things("rotation_schedule", schedule_things)
audit.things("rotation_event", event_things)
audit.tells_holders(
    "leaver_id",
    "responsible_id",
    "doer_id",
    "rotation:credential:rotated",
    "rotation:step:done",
    "rotation:step:dismissed",
    "rotation:step:reopened",
    "rotation:change:said",
    "rotation:change:refused",
    "rotation:change:withdrawn",
)
audit.is_about_holders("rotation:change:demanded", "rotation:change:due", "rotation:responsible:left")
