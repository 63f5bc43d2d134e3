"""Putting notices into mails: what is owed to one reader at one moment goes out together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk.notify.digests import Last, last_digests
from govdesk.notify.gathering import is_gathering
from govdesk.notify.kinds import digested
from govdesk.notify.loose import MOST, Box, Loose, loose_by_reader
from govdesk.notify.models import Notice
from govdesk.notify.quiet import Hours, hours_of
from govdesk.notify.rules import digest_day, next_digest_at
from govdesk.notify.storing import Mail, store


@dataclass(frozen=True)
class Packing:
    """The moment at which mails are made, and until when they are ours to send."""

    now: datetime
    tz: ZoneInfo
    until: datetime
    quiet: Hours | None = None
    """The organisation's quiet hours."""

    def pack(self, session: Session, readers: int) -> list[int]:
        """Mails for about so many readers, by their ids; what may wait is put off until the next digest."""
        theirs = loose_by_reader(session, self.now, readers)
        if not theirs:
            return []
        holds_back = is_gathering(session, self.now)
        had_today = last_digests(session, theirs, digest_day(self.now, self.tz))
        own = hours_of(session, [box.person_id for box in theirs if box.person_id is not None])
        packed: list[Mail] = []
        for box, notices in theirs.items():
            packed += [Mail(box, [notice]) for notice in notices if not digested(notice.kind)]
            # At once, whatever else is still being recorded; no day's digest.
            packed += [Mail(box, share) for share in _shares([one for one in notices if _is_apart(one)])]
            shared = [notice for notice in notices if digested(notice.kind) and not _is_apart(notice)]
            quiet_until = self._quiet_until(own.get(box.person_id))
            if quiet_until is not None and not any(_is_urgent(notice) for notice in shared):
                _put_off(session, shared, quiet_until)
            elif shared and not holds_back:
                packed += self._digest(session, box, shared, had_today.get(box))
        stored = store(session, packed, self.now, self.until)
        session.expire_all()  # whatever it held of these notices is old now
        return stored

    def _digest(self, session: Session, box: Box, notices: Sequence[Loose], last: Last | None) -> list[Mail]:
        """Today's digest; once that has left, a mail out of turn if something in it is urgent."""
        day = digest_day(self.now, self.tz)
        is_turn = last is None or last.size >= MOST
        if not is_turn and not any(_is_urgent(notice) for notice in notices):
            _put_off(session, notices, next_digest_at(day, self.tz))
            return []
        shares = _shares(notices)
        if not is_turn:
            return [Mail(box, share) for share in shares]
        first = last.part + 1 if last else 0
        return [Mail(box, share, day, part) for part, share in enumerate(shares, first)]

    def _quiet_until(self, own: Hours | None) -> datetime | None:
        ends = [end for hours in (self.quiet, own) if hours and (end := hours.end(self.now, self.tz))]
        return max(ends, default=None)


def _put_off(session: Session, notices: Iterable[Loose], until: datetime) -> None:
    session.execute(
        update(Notice)
        .where(Notice.id.in_([notice.id for notice in notices]))
        .values(send_at=until)
        .execution_options(synchronize_session=False)
    )


def _shares(notices: Sequence[Loose]) -> list[Sequence[Loose]]:
    """What fits into one mail each."""
    return [notices[start : start + MOST] for start in range(0, len(notices), MOST)]


def _is_apart(notice: Loose) -> bool:
    kind = digested(notice.kind)
    return kind is not None and kind.apart


def _is_urgent(notice: Loose) -> bool:
    kind = digested(notice.kind)
    return notice.is_urgent or kind is None or not kind.waits
