"""Changing the access list of an account. Each change is on record, and the forecast is reckoned anew with it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts import heeding
from govdesk.accounts.actions.custody import add_custodian, end_custodianship
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid
from govdesk.exposure.handing import NOBODY_KNOWN, Hold, tell_lost
from govdesk.exposure.masking import MASKED, masked
from govdesk.exposure.models import AccessGrant, AccountExposure, Held, Line
from govdesk.exposure.reckoning import reckon
from govdesk.exposure.rules import Way
from govdesk.exposure.touched import of_line
from govdesk.i18n import _
from govdesk.secrecy import holds_secret

Values = Mapping[str, Any]
"""Column → value, people as their ids."""
LATER = ("ends_on", "evidence")
"""What a custodianship can be told beside who and since when."""
ANOTHER = frozenset({"agency", "backup_id", "holder_id", "kind", "name", "sent_to"})
"""With another value in one of these a line is about something else, or in other hands."""


def add_line(
    session: Session,
    account: SocialAccount,
    kind: type[Line],
    values: Values,
    *,
    by: Actor,
    now: datetime,
    today: date,
) -> None:
    """Put a line on the list. Raises Invalid for a value that would open an account."""
    refuse_secrets(values)
    line = kind(account_id=account.id, **values)
    session.add(line)
    session.flush()
    _record(session, "added", line, by=by, now=now, **_told(values))
    _tell_entered(session, line, by=by, now=now, today=today)
    reckon(session, [account.id], today)


def grant_access(
    session: Session, account: SocialAccount, values: Values, *, by: Actor, now: datetime, today: date
) -> None:
    """Put a way in on the list; a person who knows the shared password becomes a custodian, and nothing else.

    Raises Conflict when they are one already, Invalid for a value that would open an account.
    """
    if values["way"] is not Way.SHARED_SECRET or values["person_id"] is None:
        add_line(session, account, AccessGrant, values, by=by, now=now, today=today)
        return
    refuse_secrets(values)
    person = session.get_one(Person, values["person_id"])
    custodianship = add_custodian(session, account, person, by=by, now=now, today=today, since_on=values["since_on"])
    change_line(session, custodianship, {name: values[name] for name in LATER}, by=by, now=now, today=today)


def change_line(
    session: Session, line: Line | Custodianship, values: Values, *, by: Actor, now: datetime, today: date
) -> bool:
    """Change what a line says; gives whether somebody knows still what is theirs no longer: its change is asked for.

    Raises Conflict once the line has ended, Invalid for a value that would open an account.
    """
    if line.ended_on is not None:
        raise Conflict(_("This line has been ended meanwhile. Add a new one."))
    refuse_secrets(values)
    changes = {name: (getattr(line, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return False
    before = Hold.of(line)
    for name, (_before, after) in changes.items():
        setattr(line, name, after)
    session.flush()
    session.expire(line)
    _record(session, "changed", line, by=by, now=now, **changes)
    if any(name in ANOTHER and after is not None for name, (_before, after) in changes.items()):
        _tell_entered(session, line, by=by, now=now, today=today)
    reckon(session, [line.account_id], today)
    if not isinstance(line, Held):
        return False
    return tell_lost(session, line, before, before.lost(Hold.of(line)), by=by, now=now, today=today)


def end_line(session: Session, line: Line | Custodianship, *, by: Actor, now: datetime, today: date) -> None:
    """Take a line off the list; it stays on record. Raises Conflict if somebody was faster.

    Whoever knew what it is about still knows it, see `surviving`: its change is asked for.
    """
    take_off(session, line, by=by, now=now, today=today)
    before = Hold.of(line)
    if isinstance(line, Held):
        tell_lost(session, line, before, before.holders or (NOBODY_KNOWN,), by=by, now=now, today=today)
    elif before.known is not None:
        holder, occasion = next(iter(before.holders), NOBODY_KNOWN), occasion_of(line, today)
        heeding.exposed(
            session,
            heeding.Exposed(line.account, (before.known,), occasion, by, now, today, holder.person, holder.agency),
        )


def take_off(session: Session, line: Line | Custodianship, *, by: Actor, now: datetime, today: date) -> None:
    """The same without a word of what is known still. Raises Conflict if somebody was faster."""
    if isinstance(line, Custodianship):
        end_custodianship(session, line, by=by, now=now, today=today)
    elif line.ended_on is not None:
        raise Conflict(_("This line has been ended meanwhile."))
    else:
        line.ended_on = today
        session.flush()
        _record(session, "ended", line, by=by, now=now)
        heeding.access_ended(session, [line.account_id], by, now)
        reckon(session, [line.account_id], today)


def occasion_of(way: Line | Custodianship, today: date) -> str:
    """What tells its end from any other; that its planned end was reached, and is put on record later, is one."""
    ends_on = getattr(way, "ends_on", None)
    planned = f":{ends_on}" if ends_on and ends_on < today else ""
    return f"{way.__tablename__}:{way.id}{planned}"


def refuse_secrets(values: Values) -> None:
    """Raises Invalid when a text among them would open an account."""
    if any(isinstance(value, str) and holds_secret(value) for value in values.values()):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept: enter only where it is."))


def _tell_entered(session: Session, line: Any, *, by: Actor, now: datetime, today: date) -> None:
    if touched := of_line(line):
        heeding.entered(session, heeding.Entered(touched, by, now, today))


def _record(session: Session, verb: str, line: Any, *, by: Actor, now: datetime, **fields: Any) -> None:
    """On the list's own trail: who reads the history of an account is not shown who can get in."""
    action = f"exposure:{line.__tablename__}:{verb}"
    told = {name: masked(value) if name in MASKED else value for name, value in fields.items()}
    audit.record(session, action, _list_of(line.account_id), by=by, at=now, line=line.id, **told)


def _list_of(account_id: int) -> AccountExposure:
    return AccountExposure(account_id=account_id)


def _told(values: Values) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}
