"""Somebody has left: their own access ends, and what they held is held by nobody from now on."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessGrant, AccountExposure, Held, RecoveryMeans
from govdesk.exposure.queries import HELD, held_by
from govdesk.exposure.rules import MeansKind, Way

LeftBehind = dict[int, set[str]]
"""Account → what of it a leaver had beside its password, by the names that rotations have for it."""

BY_WAY = {Way.OWN_LOGIN: "own_login", Way.TOOL_SEAT: "tool_seat", Way.API_TOKEN: "api_token", Way.UNKNOWN: "password"}
BY_MEANS = {MeansKind.PHONE: "recovery_phone", MeansKind.CODES: "recovery_codes"}


def end_access(session: Session, leaver: Person, *, left_on: date, now: datetime) -> LeftBehind:
    """End every own way in of `leaver`; gives what they had anything of beside passwords.

    Second factors, recovery and devices stay named as theirs until somebody says who has them now: each is a task.
    """
    had: LeftBehind = defaultdict(set)
    for account_id, line, way in _end_grants(session, leaver, left_on):
        had[account_id].add(BY_WAY[way])
        _record(session, "access_grant", account_id, line, leaver, now)
    for kind in HELD:
        for row in session.scalars(select(kind).where(*held_by(kind, leaver)).order_by(kind.id)):
            had[row.account_id].add(name_of(row))
            _record(session, "held", row.account_id, row.id, leaver, now)
    return had


def name_of(row: Held) -> str:
    """By which rotations know it."""
    if isinstance(row, RecoveryMeans):
        return BY_MEANS.get(row.kind, "recovery_mailbox")
    return str(row.__tablename__)


def _end_grants(session: Session, leaver: Person, left_on: date) -> list[tuple[int, int, Way]]:
    """Account, id and way of each."""
    ended = session.execute(
        update(AccessGrant)
        .where(AccessGrant.person_id == leaver.id, AccessGrant.ended_on.is_(None))
        .values(ended_on=left_on)
        .returning(AccessGrant.account_id, AccessGrant.id, AccessGrant.way)
        .execution_options(synchronize_session=False)
    )
    return [(row.account_id, row.id, row.way) for row in ended]


def _record(session: Session, what: str, account_id: int, line: int, leaver: Person, now: datetime) -> None:
    audit.record(
        session, f"exposure:{what}:left", AccountExposure(account_id=account_id), by=None, at=now,
        line=line, person_id=leaver.id,
    )  # fmt: skip
