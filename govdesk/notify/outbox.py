"""Claiming mails and recording what became of them: of any number of workers one wins, on either database."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, literal_column, or_, select, update
from sqlalchemy.orm import Session

from govdesk.db import UTCDateTime, among
from govdesk.notify.claims import LEASE, Claim
from govdesk.notify.loose import is_loose
from govdesk.notify.models import Notice, NoticeState, Parcel
from govdesk.notify.outcomes import Outcome
from govdesk.notify.packing import Packing
from govdesk.notify.quiet import Hours


def is_owed(session: Session, now: datetime) -> bool:
    """Whether anything is to be sent now."""
    waiting = select(Parcel.id).where(_is_free(now)).limit(1)
    loose = select(Notice.id).where(is_loose(now)).limit(1)
    return session.scalar(waiting) is not None or session.scalar(loose) is not None


def claim(session: Session, now: datetime, tz: ZoneInfo, size: int, quiet: Hours | None = None) -> list[Claim]:
    """Take about so many mails that are to be sent now: those that were tried before, then new ones."""
    until = now + LEASE
    taken = _retake(session, now, until, size)
    if len(taken) < size:
        taken += Packing(now, tz, until, quiet).pack(session, size - len(taken))
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
    return settle_over(session.connection(), claim, outcome, now)


def settle_over(connection: Connection, claim: Claim, outcome: Outcome, now: datetime) -> bool:
    """The same; on PostgreSQL in one statement, which needs no transaction round it."""
    is_open = outcome.state is NoticeState.OWED
    this = {"this": claim.parcel_id, "later": outcome.send_at}
    mail = {**this, "until": claim.until, "settled": None if is_open else now}
    became = {"became": outcome.state, "tried": int(outcome.tried), "sent": outcome.sent_at, "error": outcome.reason}
    if connection.dialect.name == "postgresql":
        return connection.execute(_SETTLE, {**mail, **became}).scalar() is not None
    if connection.execute(_SETTLE_MAIL, mail).rowcount == 0:
        return False
    connection.execute(_SETTLE_NOTICES, {**this, **became})
    return True


def give_back(session: Session, claims: Iterable[Claim]) -> None:
    """Let others have what was claimed and not tried."""
    ours = claimed(session, claims).values()
    for parcel in ours:
        parcel.claimed_until = None
    session.execute(
        update(Notice)
        .where(Notice.parcel_id.in_([parcel.id for parcel in ours]), Notice.state == NoticeState.SENDING)
        .values(state=NoticeState.OWED)
        .execution_options(synchronize_session=False)
    )


def claimed(session: Session, claims: Iterable[Claim]) -> dict[Claim, Parcel]:
    """Those of these mails that are still ours, kept from others until the transaction ends."""
    wanted = set(claims)
    found = session.scalars(
        select(Parcel)
        .where(
            among(session, Parcel.id, [claim.parcel_id for claim in wanted]),
            Parcel.claimed_until.in_({claim.until for claim in wanted}),
        )
        .order_by(Parcel.id)
        .with_for_update()
    )
    by_claim = {Claim(parcel.id, parcel.claimed_until): parcel for parcel in found if parcel.claimed_until}
    return {claim: by_claim[claim] for claim in sorted(wanted & by_claim.keys(), key=lambda one: one.parcel_id)}


# Made once: a mail is sent in the time that making these twice would take.
_LATER = bindparam("later", type_=UTCDateTime)
_SETTLE_MAIL = (
    update(Parcel)
    .where(Parcel.id == bindparam("this"), Parcel.claimed_until == bindparam("until"))
    .values(claimed_until=None, settled_at=bindparam("settled"), send_at=func.coalesce(_LATER, Parcel.send_at))
)
_SETTLE_NOTICES = (
    update(Notice)
    .where(Notice.parcel_id == bindparam("this"), Notice.state == NoticeState.SENDING)
    .values(
        state=bindparam("became"),
        attempts=Notice.attempts + bindparam("tried"),
        sent_at=bindparam("sent"),
        last_error=bindparam("error"),
        send_at=func.coalesce(_LATER, Notice.send_at),
    )
)
_SETTLED = _SETTLE_MAIL.returning(Parcel.id).cte("settled")
_SETTLE = select(_SETTLED.c.id).add_cte(_SETTLE_NOTICES.where(exists(select(_SETTLED.c.id))).cte("told"))
