"""A last look at claimed mails before they are sent: who still reads them, and what in them still matters."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk import clock
from govdesk.db import among
from govdesk.directory.models import Person
from govdesk.notify import outcomes
from govdesk.notify.actions import queue_rows
from govdesk.notify.claims import Claim
from govdesk.notify.columns import Row, change_each
from govdesk.notify.headlines import put_in_pages
from govdesk.notify.kinds import kind_of
from govdesk.notify.leaving import headers as leaving_headers
from govdesk.notify.leaving import left_among
from govdesk.notify.letters import Entry, Text, Voice
from govdesk.notify.mails import mail_of
from govdesk.notify.models import Notice, NoticeState, Parcel
from govdesk.notify.outbox import claimed
from govdesk.notify.outcomes import Outcome, Packed
from govdesk.notify.posting import announce
from govdesk.notify.recipients import Address, NotWanted, Unreachable, address, reader_of
from govdesk.notify.refusals import KIND as MAIL_REFUSED
from govdesk.notify.refusals import refused_among, tell_stand_in
from govdesk.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LastLook:
    """Within one transaction: whoever is not answerable any more is told nothing, and who is now is owed a notice."""

    session: Session
    settings: Settings
    now: datetime
    may_be_left: Collection[str] = ()
    """Kinds of which a person may want no mail."""
    told: list[Row] = field(default_factory=list)
    """What the bell is to say of each notice: written for all of them at once."""

    def at(self, claims: Sequence[Claim]) -> list[Packed]:
        """Those mails that are still ours and say something to somebody; what becomes of the rest is recorded."""
        ours = claimed(self.session, claims)
        inside = _notices_in(self.session, ours.values())
        with_what_letters_ask = _loaded(self.session, inside.values())
        left = left_among(self.session, chain.from_iterable(inside.values()), self.may_be_left)
        looked_at = {claim: self._packed(claim, parcel, inside[parcel.id], left) for claim, parcel in ours.items()}
        del with_what_letters_ask
        change_each(self.session, Notice, self.told)
        for claim, packed in looked_at.items():
            if packed is None:
                ours[claim].settled_at, ours[claim].claimed_until = self.now, None
        self.session.flush()
        packed_up = [packed for packed in looked_at.values() if packed]
        refused = refused_among(self.session, {packed.to for packed in packed_up})
        return [replace(one, is_refused=True) if one.to in refused else one for one in packed_up]

    def _packed(
        self, claim: Claim, parcel: Parcel, notices: Sequence[Notice], left: Collection[int]
    ) -> Packed | None:
        """The mail to send; None when nothing is left to be said in it."""
        looked_at = [(notice, self._entry(parcel, notice)) for notice in notices]
        entries = {notice: entry for notice, entry in looked_at if entry}
        text = self._text(entries)
        if text is None:
            return None
        for notice, entry in entries.items():
            title = (entry.line.title if entry.line else text.subject)[:300]
            self.told.append({"id": notice.id, "title": title, "path": entry.names.get("path")})
        announce(self.session, entries, self.settings, self.now)
        if all(notice.id in left for notice in entries):
            for notice in entries:  # their reader finds them in the pages, and wants no mail
                notice.state = NoticeState.KEPT
            return None
        keys, to = [notice.key for notice in entries], next(iter(entries.values())).to
        return Packed(
            claim=claim,
            keys=keys,
            to=to.addr_spec,
            content=mail_of(
                text,
                message_id=parcel.message_id,
                headers=[*(f"X-Notice-Key: {key}" for key in keys), *self._ways_out(list(entries))],
                sender=self.settings.mail_from,
                to=to,
                now=self.now,
            ),
            attempts=max(notice.attempts for notice in entries),
        )

    def _ways_out(self, notices: Sequence[Notice]) -> Sequence[str]:
        """Headers of a mail that says one thing, which its reader may leave."""
        [first, *others] = notices
        if others or first.person_id is None or first.kind not in self.may_be_left:
            return ()
        return leaving_headers(self.settings, first.person_id, first.kind)

    def _entry(self, parcel: Parcel, notice: Notice) -> Entry | None:
        """What `notice` says in this mail; None when it says nothing in it, which is then recorded."""
        try:
            reader = reader_of(notice)
            if reader.id == (parcel.person_id if isinstance(reader, Person) else parcel.department_id):
                return self._said_to(address(reader), parcel, notice)
            self._release(notice)  # a department has another head now
        except NotWanted as error:
            self._cancel(notice, str(error))
        except Unreachable as error:
            self._unreached(notice, str(error))
        except DBAPIError:  # nothing is wrong with the notice
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest must go out
            self._spoilt(notice, error)
        return None

    def _said_to(self, to: Address, parcel: Parcel, notice: Notice) -> Entry | None:
        names = kind_of(notice).letter(self.session, notice)
        if names is None:
            self._cancel(notice, "it does not matter to them any more")
            return None
        return Entry(to, names, self._voice(to).line(notice, names) if parcel.size > 1 else None)

    def _text(self, entries: dict[Notice, Entry]) -> Text | None:
        if not entries:
            return None
        notice, first = next(iter(entries.items()))
        voice = self._voice(first.to)
        if len(entries) > 1:
            return voice.digest([(one.kind, entry) for one, entry in entries.items()])
        try:
            return voice.text(notice, first.names)
        except DBAPIError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            self._spoilt(notice, error)
            return None

    def _unreached(self, notice: Notice, why: str) -> None:
        """No mail can be written to its reader: they find it in the pages, and somebody near them hears that."""
        log.warning("notice %s reaches nobody: %s", notice.key, why)
        self._apply(notice, outcomes.failed(why))
        with self.session.no_autoflush:
            put_in_pages(self.session, notice, self.settings, self.now)
        if notice.kind != MAIL_REFUSED:  # else two whom nothing reaches would tell each other
            tell_stand_in(self.session, notice.person or notice.department, self.now)

    def _voice(self, to: Address) -> Voice:
        return Voice(
            self.settings.base_url or "", clock.local_date(self.now, self.settings.timezone), to.display_name
        )

    def _cancel(self, notice: Notice, reason: str) -> None:
        log.info("notice %s is cancelled: %s", notice.key, reason)
        notice.state = NoticeState.CANCELLED
        self.session.flush()
        rows = kind_of(notice).successors(self.session, notice)
        queue_rows(self.session, [row for row in rows if row["key"] != notice.key])

    def _release(self, notice: Notice) -> None:
        """Let it go out in another mail."""
        notice.state, notice.parcel_id, notice.send_at = NoticeState.OWED, None, self.now

    def _spoilt(self, notice: Notice, error: Exception) -> None:
        log.error("notice %s cannot be written", notice.key, exc_info=error)
        reason = f"cannot be written: {error!r}"
        self._apply(notice, outcomes.put_off(notice.attempts, reason, self.now))

    def _apply(self, notice: Notice, outcome: Outcome) -> None:
        """Take it out of this mail, and try it again in another if it is still owed."""
        notice.state, notice.attempts = outcome.state, notice.attempts + 1
        notice.last_error = outcome.reason
        if outcome.send_at is not None:
            notice.parcel_id, notice.send_at = None, outcome.send_at


def _notices_in(session: Session, parcels: Iterable[Parcel]) -> dict[int, list[Notice]]:
    """The notices of each mail that were not taken back."""
    ids = [parcel.id for parcel in parcels]
    query = (
        select(Notice)
        # Roles are asked of few: with the person, not for all of them.
        .options(joinedload(Notice.person).lazyload(Person.granted), selectinload(Notice.department))
        .where(among(session, Notice.parcel_id, ids), Notice.state == NoticeState.SENDING)
        .order_by(Notice.id)
    )
    inside: dict[int, list[Notice]] = defaultdict(list)
    for notice in session.scalars(query):
        assert notice.parcel_id is not None, "asked for by it"
        inside[notice.parcel_id].append(notice)
    return inside


def _loaded(session: Session, several: Iterable[Sequence[Notice]]) -> list[object]:
    """What the letters of these notices will ask for, read in one go for each kind; to be held until they have."""
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for notices in several:
        for notice in notices:
            by_kind[notice.kind].append(notice)
    return [kind_of(notices[0]).loads(session, notices) for notices in by_kind.values()]
