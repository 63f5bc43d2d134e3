"""Putting notices into mails: what is owed to one reader at one moment goes out together."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from govdesk.directory.models import Department, Person
from govdesk.notify.gathering import is_gathering
from govdesk.notify.kinds import digested
from govdesk.notify.loose import MOST, loose_by_reader
from govdesk.notify.models import Notice, NoticeState, Parcel
from govdesk.notify.quiet import Hours, hours_of
from govdesk.notify.recipients import Reader
from govdesk.notify.rules import digest_day, next_digest_at


@dataclass(frozen=True)
class Packing:
    """The moment at which mails are made, and until when they are ours to send."""

    now: datetime
    tz: ZoneInfo
    until: datetime
    quiet: Hours | None = None
    """The organisation's quiet hours."""

    def pack(self, session: Session, readers: int) -> list[Parcel]:
        """Mails for about so many readers; what may wait is put off until the next digest."""
        theirs = loose_by_reader(session, self.now, readers)
        holds_back = is_gathering(session, self.now)
        last_digests = self._last_digests(session, theirs)
        own = hours_of(session, theirs)
        packed: list[tuple[Parcel, Sequence[Notice]]] = []
        for reader, notices in theirs.items():
            packed += [(self._parcel(reader, 1), [notice]) for notice in notices if not digested(notice.kind)]
            packed += self._apart(reader, [notice for notice in notices if _is_apart(notice)])
            shared = [notice for notice in notices if digested(notice.kind) and not _is_apart(notice)]
            quiet_until = self._quiet_until(own.get(reader.id) if isinstance(reader, Person) else None)
            if quiet_until is not None and not any(_is_urgent(notice) for notice in shared):
                _put_off(shared, quiet_until)
            elif shared and not holds_back:
                packed += self._digest(reader, shared, last_digests.get(reader))
        return _stored(session, packed)

    def _apart(self, reader: Reader, notices: Sequence[Notice]) -> list[tuple[Parcel, Sequence[Notice]]]:
        """At once, whatever else is still being recorded; no day's digest."""
        shares = _shares(notices)
        return [(self._parcel(reader, len(share)), share) for share in shares]

    def _digest(
        self, reader: Reader, notices: Sequence[Notice], last: Parcel | None
    ) -> list[tuple[Parcel, Sequence[Notice]]]:
        """Today's digest; once that has left, a mail out of turn if something in it is urgent."""
        day = digest_day(self.now, self.tz)
        is_turn = last is None or last.size >= MOST
        if not is_turn and not any(_is_urgent(notice) for notice in notices):
            _put_off(notices, next_digest_at(day, self.tz))
            return []
        first = last.part + 1 if last else 0
        shares = _shares(notices)
        parcels = [self._parcel(reader, len(share)) for share in shares]
        for part, parcel in enumerate(parcels, first):
            if is_turn:
                parcel.day, parcel.part = day, part
        return list(zip(parcels, shares, strict=True))

    def _parcel(self, reader: Reader, size: int) -> Parcel:
        return Parcel(
            message_id=f"<{uuid.uuid4().hex}@notice.govdesk>",
            person_id=reader.id if isinstance(reader, Person) else None,
            department_id=reader.id if isinstance(reader, Department) else None,
            day=None,
            part=0,
            size=size,
            made_at=self.now,
            send_at=self.now,
            claimed_until=self.until,
        )

    def _quiet_until(self, own: Hours | None) -> datetime | None:
        ends = [end for hours in (self.quiet, own) if hours and (end := hours.end(self.now, self.tz))]
        return max(ends, default=None)

    def _last_digests(self, session: Session, readers: Iterable[Reader]) -> dict[Reader, Parcel]:
        """The last mail of today's digest to each who has had one."""
        people = {reader.id: reader for reader in readers if isinstance(reader, Person)}
        departments = {reader.id: reader for reader in readers if isinstance(reader, Department)}
        theirs = or_(Parcel.person_id.in_(people), Parcel.department_id.in_(departments))
        query = select(Parcel).where(Parcel.day == digest_day(self.now, self.tz), theirs).order_by(Parcel.part)
        return {_reader(parcel, people, departments): parcel for parcel in session.scalars(query)}


def _reader(parcel: Parcel, people: dict[int, Person], departments: dict[int, Department]) -> Reader:
    if parcel.person_id is not None:
        return people[parcel.person_id]
    assert parcel.department_id is not None, "the table demands one reader"
    return departments[parcel.department_id]


def _put_off(notices: Iterable[Notice], until: datetime) -> None:
    for notice in notices:
        notice.send_at = until


def _shares(notices: Sequence[Notice]) -> list[Sequence[Notice]]:
    """What fits into one mail each."""
    return [notices[start : start + MOST] for start in range(0, len(notices), MOST)]


def _is_apart(notice: Notice) -> bool:
    kind = digested(notice.kind)
    return kind is not None and kind.apart


def _is_urgent(notice: Notice) -> bool:
    kind = digested(notice.kind)
    return notice.is_urgent or kind is None or not kind.waits


def _stored(session: Session, packed: Iterable[tuple[Parcel, Sequence[Notice]]]) -> list[Parcel]:
    parcels = [parcel for parcel, _notices in packed]
    session.add_all(parcels)
    session.flush()
    for parcel, notices in packed:
        for notice in notices:
            notice.parcel_id, notice.state = parcel.id, NoticeState.SENDING
    session.flush()
    return parcels
