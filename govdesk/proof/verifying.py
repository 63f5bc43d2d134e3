"""Is this address ours? One statement for whatever is asked; few answers need another."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import FormerHandle, SocialAccount
from govdesk.proof.mentions import How, Mention, mentioned
from govdesk.proof.models import Outsider
from govdesk.proof.places import meant_by
from govdesk.proof.public import SHOWN, Json, Row, Speaker, rows
from govdesk.proof.rules import Status

MOST_SUCCESSORS = 5
"""How far from account to account a replacement is followed."""


@dataclass(frozen=True)
class Answer:
    """What anybody is told about an address."""

    url: str
    """As it was asked."""
    status: Status
    account: Json | None

    def as_json(self) -> Json:
        """In the shape of contract.md."""
        return {"url": self.url, "status": self.status.value, "account": self.account}


def verify(session: Session, url: str, speaker: Speaker) -> Answer:
    """The answer for what somebody pasted; text that is no address is unknown."""
    meant = meant_by(url, speaker.platforms)
    if mention := mentioned(session, meant):
        return _told(session, url, mention, speaker)
    if meant.stable and (row := _with_id(session, *meant.stable)):
        return _about(session, url, row, speaker)
    return Answer(url, Status.UNKNOWN, None)


def _told(session: Session, url: str, mention: Mention, speaker: Speaker) -> Answer:
    if mention.account is None:
        return Answer(url, Status.IMPOSTOR, _impostor(session, Outsider.id == mention.id, speaker))
    if mention.how is How.GIVEN_UP:
        return _about_handle(session, url, session.get_one(FormerHandle, mention.id), mention.account, speaker)
    return _about(session, url, mention.account, speaker)


def _with_id(session: Session, platform: str, platform_id: str) -> Row | None:
    has_it = SocialAccount.platform == platform, SocialAccount.platform_id == platform_id
    return next(iter(rows(session.execute(SHOWN.where(*has_it)).all())), None)


def _about_handle(session: Session, url: str, old: FormerHandle, row: Row, speaker: Speaker) -> Answer:
    """A handle that we gave up is nobody's proof: whoever has it now, it is not official."""
    is_official = row.status is Status.OFFICIAL
    then = row._replace(handle=old.handle, url=old.url, until_on=old.until_on)
    return Answer(url, Status.FORMER, speaker.former(then, row if is_official else _successor(session, row)))


def _about(session: Session, url: str, row: Row, speaker: Speaker) -> Answer:
    status = row.status
    if status is Status.OFFICIAL:
        return Answer(url, status, speaker.ours(row))
    if status is Status.IMPOSTOR:
        return Answer(url, status, _impostor(session, Outsider.identity == row.identity, speaker))
    if status is Status.FORMER:
        return Answer(url, status, speaker.former(row, _successor(session, row)))
    return Answer(url, Status.UNKNOWN, None)


def _successor(session: Session, row: Row) -> Row | None:
    """The account that is ours today at the end of the way from one replacement to the next."""
    for _step in range(MOST_SUCCESSORS):
        if row.replaced_by_id is None:
            return None
        [row] = _by_id(session, row.replaced_by_id)
        if row.status is Status.OFFICIAL:
            return row
    return None


def _by_id(session: Session, account_id: int) -> list[Row]:
    return rows(session.execute(SHOWN.where(SocialAccount.id == account_id)).all())


def _impostor(session: Session, is_it: ColumnElement[bool], speaker: Speaker) -> Json:
    outsider = session.scalars(select(Outsider).where(is_it)).one()
    assert outsider.decided_at is not None, "an impostor was confirmed at some moment"
    imitated = _by_id(session, outsider.imitates_id) if outsider.imitates_id else []
    official = [row for row in imitated if row.status is Status.OFFICIAL]
    since = clock.local_date(outsider.decided_at, speaker.tz)
    return {
        **speaker.brief(outsider),
        "department": None,
        "since": since.isoformat(),
        "imitates": speaker.brief(official[0]) if official else None,
    }
