"""Other channels than mail: recorded when the mail is looked at for the last time, and tried until they are taken."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload

from govdesk import clock
from govdesk.db import Sessions
from govdesk.notify import chat, webhook
from govdesk.notify.calling import Busy, NotPosted, Unwanted
from govdesk.notify.headlines import put_in_pages
from govdesk.notify.loose import is_loose
from govdesk.notify.models import Notice, NoticeState, Posting
from govdesk.notify.outcomes import Outcome, failed, put_off
from govdesk.settings import Settings

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MAIL_TAKES = timedelta(seconds=30)
"""Alarms whose mail has not left by then are announced without it."""
MOST = 50
WEBHOOK, CHAT = "webhook", "chat"


def announce(session: Session, notices: Iterable[Notice], settings: Settings, now: datetime) -> None:
    """Owe the channels that are set what they are to be told of these notices."""
    rows = [
        {"channel": channel, "key": key, "notice_id": notice.id, "state": NoticeState.OWED,
         "made_at": now, "send_at": now, "attempts": 0}
        for notice in notices
        for channel, key in _channels(notice, settings)
    ]  # fmt: skip
    if rows:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.connection().execute(insert(Posting).on_conflict_do_nothing(), rows)


def _channels(notice: Notice, settings: Settings) -> Iterable[tuple[str, str]]:
    if settings.webhook_url.get_secret_value():
        yield WEBHOOK, notice.key
    if settings.chat_urls.get_secret_value() and notice.kind in chat.KINDS:
        yield CHAT, chat.room_key(notice)


def announce_alarms(sessions: Sessions, settings: Settings) -> None:
    """Owe the channels those alarms whose mail does not leave: there is no mail server, or it is down."""
    now = clock.utcnow()
    if not settings.chat_urls.get_secret_value() and not settings.webhook_url.get_secret_value():
        return
    with sessions() as session:
        waiting = session.scalars(_waiting_alarms(now)).all()
        said = [notice for notice in waiting if put_in_pages(session, notice, settings, now)]
        announce(session, said, settings, now)
        session.commit()


def _waiting_alarms(now: datetime) -> Select[Notice]:
    announced = select(Posting.id).where(Posting.notice_id == Notice.id).exists()
    is_late = Notice.due_at <= now - MAIL_TAKES
    return (
        select(Notice)
        .where(is_loose(now), is_late, Notice.kind.in_(chat.KINDS), Notice.title.is_(None), ~announced)
        .order_by(Notice.id)
        .limit(MOST)
    )


def post_owed(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Announce all that is owed now, each in turns with other workers; one that is not taken is tried again later.

    Chat rooms come first, and a channel that did not take one is left alone until the next call: no receiver that
    hangs holds up an alarm for another.
    """
    announce_alarms(sessions, settings)
    for channel in (CHAT, WEBHOOK):
        while not stopping() and _posts_one(sessions, settings, channel):
            pass


def _posts_one(sessions: Sessions, settings: Settings, channel: str) -> bool:
    """Whether one was owed, and taken."""
    with sessions() as session:
        owed = _claim(session, channel, clock.utcnow())
        session.commit()
        if owed is None:
            return False
        _post(owed, settings, clock.utcnow())
        session.commit()
        return owed.state is NoticeState.SENT


def _claim(session: Session, channel: str, now: datetime) -> Posting | None:
    """The oldest, put off by a lease, so that who dies over it leaves it to others."""
    due = select(Posting.id).where(
        Posting.state == NoticeState.OWED, Posting.send_at <= now, Posting.channel == channel
    )
    oldest = due.order_by(Posting.send_at, Posting.id).limit(1).with_for_update(skip_locked=True).scalar_subquery()
    taken = session.scalar(
        update(Posting)
        .where(Posting.id == oldest)
        .values(send_at=now + LEASE)
        .returning(Posting.id)
        .execution_options(synchronize_session=False)
    )
    return session.get(Posting, taken, options=[joinedload(Posting.notice)]) if taken else None


def _judged(error: NotPosted, attempts: int, now: datetime) -> Outcome:
    if isinstance(error, Unwanted):
        return failed(str(error))
    outcome = put_off(attempts, str(error), now)
    return replace(outcome, send_at=now + error.pause) if isinstance(error, Busy) and outcome.send_at else outcome


def _post(owed: Posting, settings: Settings, now: datetime) -> None:
    try:
        if owed.channel == WEBHOOK:
            webhook.post(owed.notice, settings, now)
        else:
            chat.post(owed.notice, settings)
    except NotPosted as error:
        outcome = _judged(error, owed.attempts, now)
        log.warning("%s was not told of %s: %s", owed.channel, owed.key, error)
        owed.state, owed.last_error = outcome.state, outcome.reason
        owed.send_at = outcome.send_at or owed.send_at
    else:
        owed.state, owed.sent_at, owed.last_error = NoticeState.SENT, now, None
    owed.attempts += 1
