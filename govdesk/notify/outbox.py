"""Claiming notices and recording what became of them: of any number of workers one wins, on either database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from govdesk.notify.actions import unclaimed
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.outcomes import Outcome

LEASE = timedelta(seconds=60)
USABLE = timedelta(seconds=20)
"""How much of a lease is used: the rest is left for one slow send, so that a lease never ends during one."""
BATCH = 20


@dataclass(frozen=True)
class Claim:
    """One notice that is ours to send until `until`; the moment also tells our claim from any later one."""

    notice_id: int
    until: datetime

    def is_usable(self, now: datetime) -> bool:
        return now < self.until - LEASE + USABLE


def is_owed(session: Session, now: datetime) -> bool:
    """Whether anything is to be sent now."""
    return session.scalar(select(Notice.id).where(Notice.send_at <= now, unclaimed(now)).limit(1)) is not None


def claim(session: Session, now: datetime) -> list[Claim]:
    """Take the oldest notices that are to be sent now."""
    due = (
        select(Notice.id)
        .where(Notice.send_at <= now, unclaimed(now))
        .order_by(Notice.send_at, Notice.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = session.scalars(
        update(Notice)
        .where(Notice.id.in_(select(due.c.id)))
        .values(state=NoticeState.SENDING, claimed_until=now + LEASE)
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    )
    return [Claim(notice_id, now + LEASE) for notice_id in sorted(taken)]


def settle(session: Session, claim: Claim, outcome: Outcome) -> bool:
    """Record what became of a claimed notice; False when the claim ran out and somebody else decides now."""
    changed = session.scalar(
        update(Notice)
        .where(_is_ours(claim))
        .values(
            state=outcome.state, claimed_until=None, attempts=Notice.attempts + int(outcome.tried), **outcome.values
        )
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    )
    return changed is not None


def claimed(session: Session, claim: Claim) -> Notice | None:
    """The notice, while it is still ours."""
    return session.scalar(select(Notice).where(_is_ours(claim)))


def _is_ours(claim: Claim) -> ColumnElement[bool]:
    return and_(
        Notice.id == claim.notice_id,
        Notice.state == NoticeState.SENDING,
        Notice.claimed_until == claim.until,
    )
