"""Whoever holds an account or answers for it asks that something of it is changed now."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationEvent, RotationReason
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event, opened_by
from govdesk.rotation.queries import schedules_of
from govdesk.rotation.rules import Credential
from govdesk.secrecy import holds_secret

ASKED = "rotation_asked"
ITSELF = frozenset({Was.ITSELF})


def may_be_asked(session: Session, account: SocialAccount) -> dict[str, str]:
    """What can be changed of it, by a key for the form, in words: what is scheduled first."""
    scheduled = {key_of(s.credential, s.line_id): s.credential_name for s in schedules_of(session, account)}
    return {**scheduled, **{kind.value: str(kind.label) for kind in Credential if kind.value not in scheduled}}


def key_of(credential: str, line: int | None) -> str:
    return credential if line is None else f"{credential}:{line}"


def ask_for_change(
    session: Session, account: SocialAccount, key: str, reason: str, *, by: Person, form_key: str, now: datetime,
    office: Office,
) -> RotationEvent:  # fmt: skip
    """Let it fall due today as an event of its own, of which security hears; the same form twice is one event.

    Raises Conflict for what is to be changed already because of what happened, and where nobody uses the account;
    Invalid for a reason that would open an account.
    """
    occasion = f"asked:{form_key}"
    if (known := opened_by(session, occasion)) is not None:
        return known
    if holds_secret(reason):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept: say only what happened."))
    if not account.state.is_in_use:
        raise Conflict(_("Nobody uses this account any more, so nothing of it has to be changed."))
    if any(key_of(s.credential, s.line_id) == key and s.open_losses for s in schedules_of(session, account)):
        if (known := opened_by(session, occasion)) is not None:  # by the same form, since we looked
            return known
        raise Conflict(_("It is to be changed already, because of what happened. Its page tells by whom."))
    happening = Happening(
        RotationReason.REQUEST, occasion, now, now, office.today(now), by=by, account=account, reason=reason
    )
    event = open_event(session, happening, [_touched(account, key)])
    assert event is not None, "something of an account in use can always be changed"
    tell_security(session, event, by=by, now=now)
    return event


def tell_security(session: Session, event: RotationEvent, *, by: Person, now: datetime) -> None:
    """All there but who told of it."""
    to = {f"asked:{event.id}:p{one.id}": one for one in session.scalars(people_with_role(Role.SECURITY))}
    others = {own_key: one for own_key, one in to.items() if one is not by}
    notify.queue_all(session, ASKED, subject=event, to=others, at=now, is_urgent=True)


def _touched(account: SocialAccount, key: str) -> Touched:
    credential, _colon, line = key.partition(":")
    return Touched(account.id, credential, ITSELF, int(line) if line else None)
