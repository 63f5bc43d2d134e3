"""Counting sign-ins before the directory is asked: every try is taken from what is left, a right one gives it back.

Each function locks the row it counts in, the address's before the login's, so that a hundred tries at one moment
count as a hundred; the caller commits at once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from govdesk.signin.limits import (
    ADDRESS_TRIES,
    ADDRESS_WINDOW,
    FAMILIAR_FOR,
    MOST_IN_LINE,
    TURN_LASTS,
    Limits,
    Reason,
)
from govdesk.signin.models import AddressTries, LoginTries, Place
from govdesk.signin.turns import Waiting, in_order, turn

Row = TypeVar("Row", AddressTries, LoginTries)


@dataclass(frozen=True)
class Held:
    """A sign-in that is not tried now."""

    reason: Reason
    until: datetime


@dataclass(frozen=True)
class Try:
    """A sign-in that is tried, and what it took."""

    login_key: str
    address: str
    at: datetime
    is_stranger: bool
    last_before: datetime
    """The login's last try before this one."""


def take_from_address(session: Session, address: str, *, now: datetime) -> Held | None:
    """Count one try of `address`, or say until when it has none left."""
    row = _made(session, AddressTries, address=address, began_at=now, tries=0)
    if now - row.began_at >= ADDRESS_WINDOW:
        row.began_at, row.tries = now, 0
    if row.tries >= ADDRESS_TRIES:
        return Held(Reason.ADDRESS, row.began_at + ADDRESS_WINDOW)
    row.tries += 1
    return None


def take(session: Session, login_key: str, address: str, limits: Limits, *, now: datetime) -> Try | Held:
    """Count one try for a login from `address`, or say until when there is none."""
    login = _made(session, LoginTries, key=login_key, began_at=now, last_at=now, tries=0, strangers=0)
    if now - login.last_at >= limits.window:
        login.began_at, login.tries, login.strangers = now, 0, 0
    place = _place(session, login, address)
    is_stranger = place.succeeded_at is None or now - place.succeeded_at >= FAMILIAR_FOR
    if _has_used_its_own(login, place, limits, is_stranger):
        return Held(Reason.PLACE, login.last_at + limits.window)
    if is_stranger and (at := _turn(session, login, place, limits, now)) > now:
        return Held(Reason.TURN, at)
    tried = Try(login_key, address, now, is_stranger, login.last_at)
    login.tries, login.strangers = login.tries + 1, login.strangers + is_stranger
    login.last_at = max(login.last_at, now)  # another may have read the clock later and counted sooner
    place.tries, place.waits_since, place.turn_at = place.tries + 1, None, None
    return tried


def give_back(session: Session, tried: Try) -> None:
    """Take a try back from its login: it was no wrong password."""
    login = _locked(session, LoginTries, tried.login_key)
    place = session.get_one(Place, (tried.login_key, tried.address))
    if place.counts_since != login.began_at or not place.tries:
        return  # forgotten meanwhile
    login.tries, login.strangers = max(0, login.tries - 1), max(0, login.strangers - tried.is_stranger)
    place.tries -= 1
    if login.last_at == tried.at:
        login.last_at = tried.last_before


def give_back_to_address(session: Session, address: str, *, tried_at: datetime) -> None:
    """Take a try back from its address."""
    row = _locked(session, AddressTries, address)
    if tried_at >= row.began_at:
        row.tries = max(0, row.tries - 1)


def make_familiar(session: Session, tried: Try, *, now: datetime) -> None:
    """The person was here: from now on strangers' tries do not slow this address."""
    session.get_one(Place, (tried.login_key, tried.address)).succeeded_at = now


def note_wrong(session: Session, tried: Try, *, now: datetime) -> None:
    """The directory counts from the moment of its answer, which may be seconds after the try was taken."""
    login = _locked(session, LoginTries, tried.login_key)
    login.last_at = max(login.last_at, now)


def _has_used_its_own(login: LoginTries, place: Place, limits: Limits, is_stranger: bool) -> bool:
    if is_stranger:
        return place.tries >= limits.one_stranger
    # What others used up takes all but one try from a familiar address: that one strangers cannot take.
    return place.tries >= limits.one_familiar or (place.tries > 0 and login.tries >= limits.total)


def _turn(session: Session, login: LoginTries, place: Place, limits: Limits, now: datetime) -> datetime:
    """When a stranger may try: now, or what its place in the line gives."""
    familiar = login.tries - login.strangers
    free = max(0, min(limits.strangers, limits.total - familiar) - login.strangers)
    with session.no_autoflush:  # our own row, not yet written, waits for nothing
        others = _waiting(session, login.key, now)
    since = others.pop(place.address, now)
    line = in_order([*(Waiting(*one) for one in others.items()), Waiting(place.address, since)])
    at = turn(line.index(Waiting(place.address, since)), free, limits, last_at=login.last_at, now=now)
    if at > now and len(line) <= MOST_IN_LINE:
        place.waits_since, place.turn_at = since, at
    return at


def _waiting(session: Session, login_key: str, now: datetime) -> dict[str, datetime]:
    """Who stands in line, and since when; whoever let the turn pass does not."""
    rows = session.execute(
        select(Place.address, Place.waits_since)
        .where(Place.login_key == login_key, Place.waits_since.is_not(None), Place.turn_at > now - TURN_LASTS)
        .order_by(Place.waits_since)
        .limit(MOST_IN_LINE)
    )
    return {address: since for address, since in rows if since is not None}


def _place(session: Session, login: LoginTries, address: str) -> Place:
    place = session.get(Place, (login.key, address))
    if place is None:
        place = Place(login_key=login.key, address=address, tries=0)
        session.add(place)
    if place.counts_since != login.began_at:
        place.counts_since, place.tries = login.began_at, 0
    return place


def _made(session: Session, kind: type[Row], **values: Any) -> Row:
    """The row as it is now, made if it was not there, and locked until the end of the transaction."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    key = next(iter(values))
    row = insert(kind).values(**values)
    # Changing nothing, but locking it as a change does.
    row = row.on_conflict_do_update(index_elements=[key], set_={key: row.excluded[key]})
    return session.scalars(row.returning(kind), execution_options={"populate_existing": True}).one()


def _locked(session: Session, kind: type[Row], key: str) -> Row:
    """The row as it is now, locked until the end of the transaction."""
    return session.get_one(kind, key, with_for_update=True, populate_existing=True)
