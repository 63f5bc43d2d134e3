"""A last look at claimed mails before they are sent: who still reads them, and what in them still matters."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, selectinload

from govdesk import clock
from govdesk.directory.models import Person
from govdesk.notify import outcomes
from govdesk.notify.actions import queue_rows
from govdesk.notify.claims import Claim
from govdesk.notify.kinds import kind_of
from govdesk.notify.letters import Entry, Text, Voice
from govdesk.notify.mails import mail_of
from govdesk.notify.models import Notice, NoticeState, Parcel
from govdesk.notify.outbox import claimed
from govdesk.notify.outcomes import Outcome, Packed
from govdesk.notify.posting import announce
from govdesk.notify.recipients import NotWanted, Unreachable, address, reader_of
from govdesk.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LastLook:
    """Within one transaction: whoever is not answerable any more is told nothing, and who is now is owed a notice."""

    session: Session
    settings: Settings
    now: datetime

    def at(self, claims: Sequence[Claim]) -> list[Packed]:
        """Those mails that are still ours and say something to somebody; what becomes of the rest is recorded."""
        ours = claimed(self.session, claims)
        inside = _notices_in(self.session, ours.values())
        with_what_letters_ask = _loaded(self.session, inside.values())
        looked_at = {claim: self._packed(claim, parcel, inside[parcel.id]) for claim, parcel in ours.items()}
        del with_what_letters_ask
        for claim, packed in looked_at.items():
            if packed is None:
                ours[claim].settled_at, ours[claim].claimed_until = self.now, None
        self.session.flush()
        return [packed for packed in looked_at.values() if packed]

    def _packed(self, claim: Claim, parcel: Parcel, notices: Sequence[Notice]) -> Packed | None:
        """The mail to send; None when nothing is left to be said in it."""
        looked_at = [(notice, self._entry(parcel, notice)) for notice in notices]
        entries = {notice: entry for notice, entry in looked_at if entry}
        text = self._text(entries)
        if text is None:
            return None
        for notice, entry in entries.items():
            notice.title = (entry.line.title if entry.line else text.subject)[:300]
            notice.path = entry.names.get("path")
        announce(self.session, entries, self.settings, self.now)
        keys, to = [notice.key for notice in entries], next(iter(entries.values())).to
        return Packed(
            claim=claim,
            keys=keys,
            to=to.addr_spec,
            content=mail_of(
                text, message_id=parcel.message_id, keys=keys, sender=self.settings.mail_from, to=to, now=self.now
            ),
            due_at=max(notice.due_at for notice in entries),
            attempts=max(notice.attempts for notice in entries),
        )

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
            log.warning("notice %s reaches nobody: %s", notice.key, error)
            self._apply(notice, outcomes.failed(str(error)))
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
        self._apply(notice, outcomes.put_off(notice.due_at, notice.attempts, reason, self.now))

    def _apply(self, notice: Notice, outcome: Outcome) -> None:
        """Take it out of this mail, and try it again in another if it is still owed."""
        notice.state, notice.attempts = outcome.state, notice.attempts + 1
        notice.last_error = outcome.reason
        if outcome.send_at is not None:
            notice.parcel_id, notice.send_at = None, outcome.send_at


def _notices_in(session: Session, parcels: Iterable[Parcel]) -> dict[int, list[Notice]]:
    """The notices of each mail that were not taken back."""
    query = (
        select(Notice)
        .options(selectinload(Notice.person), selectinload(Notice.department))
        .where(Notice.parcel_id.in_([parcel.id for parcel in parcels]), Notice.state == NoticeState.SENDING)
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
