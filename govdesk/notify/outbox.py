"""Claiming mails and recording what became of them: of any number of workers one wins, on either database."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, literal_column, or_, select, update
from sqlalchemy.orm import Session

from govdesk.notify.claims import LEASE, Claim
from govdesk.notify.loose import is_loose
from govdesk.notify.models import Notice, NoticeState, Parcel
from govdesk.notify.outcomes import Outcome
from govdesk.notify.packing import Packing


def is_owed(session: Session, now: datetime) -> bool:
    """Whether anything is to be sent now."""
    waiting = select(Parcel.id).where(_is_free(now)).limit(1)
    loose = select(Notice.id).where(is_loose(now)).limit(1)
    return session.scalar(waiting) is not None or session.scalar(loose) is not None


def claim(session: Session, now: datetime, tz: ZoneInfo, size: int) -> list[Claim]:
    """Take about so many mails that are to be sent now: those that were tried before, then new ones."""
    until = now + LEASE
    taken = _retake(session, now, until, size)
    if len(taken) < size:
        taken += [parcel.id for parcel in Packing(now, tz, until).pack(session, size - len(taken))]
    return [Claim(parcel_id, until) for parcel_id in taken]


def _retake(session: Session, now: datetime, until: datetime, size: int) -> list[int]:
    due = (
        select(Parcel.id)
        .where(_is_free(now))
        .order_by(Parcel.send_at, Parcel.id)
        .limit(size)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = session.scalars(
        update(Parcel)
        .where(Parcel.id.in_(select(due.c.id)))
        .values(claimed_until=until)
        .returning(Parcel.id)
        .execution_options(synchronize_session=False)
    ).all()
    if taken:
        session.execute(
            update(Notice)
            .where(Notice.parcel_id.in_(taken), Notice.state == NoticeState.OWED)
            .values(state=NoticeState.SENDING)
            .execution_options(synchronize_session=False)
        )
    return sorted(taken)


def _is_free(now: datetime) -> ColumnElement[bool]:
    """A mail to be tried now that nobody has in hand; in the words of the index, which are no parameters."""
    nobody = or_(Parcel.claimed_until.is_(None), Parcel.claimed_until <= now)
    return and_(literal_column("parcel.settled_at IS NULL"), Parcel.send_at <= now, nobody)


def settle(session: Session, claim: Claim, outcome: Outcome, now: datetime) -> bool:
    """Record what became of a claimed mail; False when the claim ran out and somebody else decides now."""
    is_open = outcome.state is NoticeState.OWED
    values = {"claimed_until": None, "settled_at": None if is_open else now}
    if send_at := outcome.values.get("send_at"):
        values["send_at"] = send_at
    ours = update(Parcel).where(is_ours(claim)).values(**values).returning(Parcel.id)
    if session.scalar(ours.execution_options(synchronize_session=False)) is None:
        return False
    session.execute(
        update(Notice)
        .where(Notice.parcel_id == claim.parcel_id, Notice.state == NoticeState.SENDING)
        .values(state=outcome.state, attempts=Notice.attempts + int(outcome.tried), **outcome.values)
        .execution_options(synchronize_session=False)
    )
    return True


def claimed(session: Session, claims: Iterable[Claim]) -> dict[Claim, Parcel]:
    """Those of these mails that are still ours, kept from others until the transaction ends."""
    by_id = {claim.parcel_id: claim for claim in claims}
    ours = or_(*(is_ours(claim) for claim in by_id.values()))
    found = session.scalars(select(Parcel).where(ours).order_by(Parcel.id).with_for_update())
    return {by_id[parcel.id]: parcel for parcel in found}


def is_ours(claim: Claim) -> ColumnElement[bool]:
    return and_(Parcel.id == claim.parcel_id, Parcel.claimed_until == claim.until)
