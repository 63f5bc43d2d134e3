"""One sign-in, from the knock to the verdict.

Counted in a short transaction, then the directory is asked while the database is free, then settled in another: on
SQLite nobody waits for a slow directory, on PostgreSQL no row stays locked.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.db import Sessions
from govdesk.directory.ldap.authentication import Refusal, Verdict, locating, prove
from govdesk.directory.ldap.server import DirectoryServer, DirectoryUnreachable
from govdesk.signin import throttle
from govdesk.signin.actions import LONGEST_LOGGED
from govdesk.signin.limits import Limits, address_key, hidden
from govdesk.signin.queries import likely_name, person_tried
from govdesk.signin.throttle import Held, Try

log = logging.getLogger(__name__)

REFUSED_AFTER = 0.3
"""Seconds after which a refusal is told. Servers take longer for a wrong password than for an entry that does not
exist (Active Directory 17 ms, when it is busy), and we write more about whom we know: both would tell who exists."""


@dataclass(frozen=True)
class Typed:
    """What somebody entered, and where."""

    login: str
    password: str = field(repr=False)
    address: str


@dataclass(frozen=True)
class Answer:
    """What the directory said, and the try it took."""

    verdict: Verdict
    tried: Try


@dataclass(frozen=True)
class Door:
    """What guards a door: where tries are counted, up to which limits, with which key names are hidden."""

    sessions: Sessions
    limits: Limits
    secret: str

    def knock(self, name: Callable[[Session], str], address: str) -> Try | Held:
        """Count one try for a name (an entry's id, or a folded login), or say until when there is none."""
        now, address = clock.utcnow(), address_key(address)
        with self.sessions() as session:
            taken: Try | Held | None = throttle.take_from_address(session, address, now=now)
            if taken is None:
                taken = throttle.take(session, self._key(name(session)), address, self.limits, now=now)
            session.commit()
        return taken

    def knock_instead(self, tried: Try, name: str) -> Try | Held:
        """Count a try for the entry that was found in place of the one for what was typed."""
        key = self._key(name)
        if key == tried.login_key:
            return tried
        with self.sessions() as session:
            throttle.give_back(session, tried)
            session.commit()
            taken = throttle.take(session, key, tried.address, self.limits, now=clock.utcnow())
            session.commit()
        return taken

    def take_back(self, tried: Try) -> None:
        """Nothing was wrong with what was typed."""
        with self.sessions() as session:
            take_back(session, tried)
            session.commit()

    def _key(self, name: str) -> str:
        return hidden(self.secret, name)


def take_back(session: Session, tried: Try) -> None:
    """Give a try back to its address and its login."""
    throttle.give_back_to_address(session, tried.address, tried_at=tried.at)
    throttle.give_back(session, tried)


def take_back_after_success(session: Session, tried: Try, *, now: datetime) -> None:
    """The same; and the address is familiar from now on."""
    take_back(session, tried)
    throttle.make_familiar(session, tried, now=now)


def ask(door: Door, server: DirectoryServer, typed: Typed) -> Answer | Held:
    """What the directory says of a login and a password, or until when it is not asked. Raises DirectoryUnreachable.

    A right password's try is left to the caller's own transaction.
    """
    began = time.monotonic()
    # By the entry it most likely leads to, so that who has no try left costs the directory nothing.
    taken = door.knock(lambda session: likely_name(session, typed.login), typed.address)
    if isinstance(taken, Held):
        return _held(typed, taken)
    tried = taken
    try:
        with locating(server, typed.login) as located:
            taken = door.knock_instead(tried, located.key)
            if isinstance(taken, Held):
                return _held(typed, taken)
            tried = taken
            verdict = prove(server, located, typed.password)
    except DirectoryUnreachable:
        door.take_back(tried)
        raise
    if verdict.facts is None:
        _settle_refusal(door, typed, Answer(verdict, tried), located.key)
        time.sleep(max(0.0, began + REFUSED_AFTER - time.monotonic()))
    return Answer(verdict, tried)


def _settle_refusal(door: Door, typed: Typed, answer: Answer, entry_id: str) -> None:
    """The reason goes to log and trail; what the person is told is in `advice`."""
    verdict, now = answer.verdict, clock.utcnow()
    log.info("sign-in refused to %s from %s: %s", _shown(typed), typed.address, verdict.detail)
    with door.sessions() as session:
        if verdict.password_was_right or verdict.refusal is Refusal.NOTHING_TYPED:
            take_back(session, answer.tried)  # the directory has nothing to count
        else:
            # Written for unknown logins, too: a refusal takes as long whether somebody has the login or not.
            throttle.note_wrong(session, answer.tried, now=now)
        if person := person_tried(session, entry_id, typed.login):
            audit.record(
                session, "signin:attempt:refused", person, by=None, at=now,
                refusal=str(verdict.refusal), address=typed.address[:64],
            )  # fmt: skip
        session.commit()


def _held(typed: Typed, held: Held) -> Held:
    until = f"{held.until:%Y-%m-%d %H:%M:%S} UTC"
    log.info("sign-in of %s from %s held until %s: %s", _shown(typed), typed.address, until, held.reason)
    return held


def _shown(typed: Typed) -> str:
    return ascii(typed.login[:LONGEST_LOGGED])
