"""The local administrator for the day the directory is down: let in, proved, sent away; each step is made known."""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.access import Role
from govdesk.directory.actions.leaving import end_sessions
from govdesk.directory.actions.roles import keep_roles
from govdesk.directory.models import Person, PersonState, WebSession
from govdesk.directory.queries import people_with_role
from govdesk.directory.rules import login_key
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.signin import credentials
from govdesk.signin.models import BreakGlass
from govdesk.signin.queries import open_account, open_account_of, unclosed

log = logging.getLogger(__name__)

LETTER = "breakglass"
LONGEST_HOURS = 24
GIVEN_BY = "govdesk breakglass"
"""What stands as the group that gave the role."""


@dataclass(frozen=True)
class Proof:
    """What was typed."""

    login: str
    password: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """An account and what opens it: shown once, stored nowhere."""

    account: BreakGlass
    password: str = field(repr=False)
    secret: str = field(repr=False)


def local_login(login: str) -> str:
    """The login of the row of a local administrator: no directory has such a one, so neither shadows the other."""
    return f"{login.strip()} (break-glass)"


def open_up(
    session: Session, login: str, hours: int, *, secret: str, operator: str, now: datetime, today: date
) -> Opened:
    """Let a local administrator in for some hours.

    Raises Conflict when one is in already, or when the login is or was a person's of the directory.
    """
    close_expired(session, now=now, today=today)
    if open_account(session, now):
        raise Conflict(_("A break-glass account is open already. Close it first: govdesk breakglass close"))
    if _is_of_directory(session, login):
        raise Conflict(_("%(login)s is a login of the directory. Choose one that nobody has.", login=login))
    person = _local_person(session, login)
    password, codes = credentials.new_password(), credentials.new_secret()
    account = BreakGlass(
        person=person,
        opened_at=now,
        expires_at=now + timedelta(hours=hours),
        password_hash=credentials.password_hash(password),
        sealed_secret=credentials.sealed(codes, secret),
        last_step=0,
    )
    session.add(account)
    session.flush()
    keep_roles(session, person, {Role.ADMIN: GIVEN_BY}, now=now)
    _make_known(session, account, "opened", at=now, hours=hours, operator=operator)
    return Opened(account, password, codes)


def password_fits(session: Session, proof: Proof, *, now: datetime) -> bool:
    """A tenth of a second of work, also for a login that opens nothing; it needs no write lock."""
    account = _account_of(session, proof, now)
    return credentials.is_password(account.password_hash if account else None, proof.password)


def prove(
    session: Session, proof: Proof, *, password_fits: bool, secret: str, address: str, now: datetime
) -> BreakGlass | None:
    """The open account whose password and code these are; the code is spent. None when anything does not fit."""
    account = _account_of(session, proof, now)
    if account is None:
        log.warning("break-glass sign-in refused from %s: no such account is open", address)
        return None
    if not (password_fits and _spend(session, account, proof.code, secret, now)):
        _make_known(session, account, "refused", at=now, address=address)
        return None
    _make_known(session, account, "used", at=now, address=address)
    return account


def close(session: Session, *, operator: str, now: datetime, today: date) -> BreakGlass:
    """Send the local administrator away. Raises Conflict when none is in."""
    account = session.scalars(unclosed()).first()
    if account is None:
        raise Conflict(_("No break-glass account is open."))
    _end(session, account, now, today)
    _make_known(session, account, "closed", at=now, operator=operator)
    return account


def close_expired(session: Session, *, now: datetime, today: date) -> None:
    """Clear away what has opened nothing since its time was over."""
    for account in session.scalars(unclosed().where(BreakGlass.expires_at <= now)).all():
        _end(session, account, now, today)
        _make_known(session, account, "expired", at=now)


def lets_in(session: Session, row: WebSession, now: datetime) -> bool:
    """Whether a session of somebody whom no directory knows may go on."""
    account = open_account_of(session, row.person, now)
    return account is not None and row.created_at >= account.opened_at


def _account_of(session: Session, proof: Proof, now: datetime) -> BreakGlass | None:
    account = open_account(session, now)
    fits = account is not None and account.person.login_key == login_key(local_login(proof.login))
    return account if fits else None


def _is_of_directory(session: Session, login: str) -> bool:
    found = select(Person.id).where(Person.login_key == login_key(login), Person.directory_id.is_not(None)).limit(1)
    return session.scalar(found) is not None


def _local_person(session: Session, login: str) -> Person:
    shown = local_login(login)
    person = session.scalar(select(Person).where(Person.login_key == login_key(shown), Person.directory_id.is_(None)))
    if person is None:
        person = Person(login=shown, login_key=login_key(shown), name=_("Break-glass administrator"))
        session.add(person)
    person.state, person.left_on = PersonState.ACTIVE, None
    session.flush()
    return person


def _spend(session: Session, account: BreakGlass, code: str, secret: str, now: datetime) -> bool:
    """Whether the code is right and was not used; of two who send it at one moment, one is."""
    codes = credentials.unsealed(account.sealed_secret, secret)
    step = credentials.matching_step(codes, code, now) if codes else None
    if step is None:
        return False
    spent = (
        update(BreakGlass)
        .where(BreakGlass.id == account.id, BreakGlass.last_step < step, BreakGlass.closed_at.is_(None))
        .values(last_step=step)
        .returning(BreakGlass.id)
    )
    return session.scalar(spent) is not None


def _end(session: Session, account: BreakGlass, now: datetime, today: date) -> None:
    account.closed_at, account.password_hash, account.sealed_secret = now, "", ""
    account.person.state, account.person.left_on = PersonState.DISABLED, today
    end_sessions(session, account.person, now=now)
    keep_roles(session, account.person, {}, now=now)


def _make_known(session: Session, account: BreakGlass, what: str, *, at: datetime, **fields: object) -> None:
    """In the trail, in the log, and by mail to security and administrators."""
    told = "".join(f", {name} {value}" for name, value in fields.items())
    log.warning("break-glass account %s: %s%s", account.person.login, what, told)
    by = account.person if what == "used" else None
    audit.record(session, f"signin:breakglass:{what}", account.person, by=by, at=at, **fields)
    readers = {p.id: p for role in (Role.SECURITY, Role.ADMIN) for p in session.scalars(people_with_role(role))}
    # Of many refusals within an hour one is told: the trail has them all.
    moment = f"{at:%Y%m%d%H}" if what == "refused" else f"{at:%Y%m%d%H%M%S}"
    for person in readers.values():
        key = f"{LETTER}:{account.id}:{what}:{moment}:{person.id}"
        context = {"at": at.isoformat(), **fields}
        notify.queue(session, LETTER, subject=account, to=person, key=key, at=at, stage=what, context=context)
