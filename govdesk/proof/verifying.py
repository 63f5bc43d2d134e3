"""Is this address ours? Three statements for whatever is asked, and one more for an id or for a successor."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import FormerHandle, SocialAccount
from govdesk.proof.models import Outsider, Standing
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
    vouched = () if meant.is_seen_elsewhere else meant.keys
    impostors, ours, given_up = _impostors(session, meant.keys), _ours(session, vouched), _given_up(session, vouched)
    for key in meant.keys:
        if impostor := impostors.get(key):
            return Answer(url, Status.IMPOSTOR, _impostor(session, impostor, speaker))
        if row := ours.get(key):
            return _about(session, url, row, speaker)
        if old := given_up.get(key):
            return _about_handle(session, url, old, speaker)
    if meant.stable and (row := _with_id(session, *meant.stable)):
        return _about(session, url, row, speaker)
    return Answer(url, Status.UNKNOWN, None)


def _ours(session: Session, keys: Sequence[str]) -> dict[str, Row]:
    found = session.execute(SHOWN.where(SocialAccount.identity.in_(keys))).all()
    return {row.identity: row for row in rows(found)}


def _given_up(session: Session, keys: Sequence[str]) -> dict[str, FormerHandle]:
    """Handles that accounts of ours had before; of several the last one given up."""
    query = select(FormerHandle).where(FormerHandle.identity.in_(keys)).order_by(FormerHandle.id)
    return {old.identity: old for old in session.scalars(query)}


def _with_id(session: Session, platform: str, platform_id: str) -> Row | None:
    has_it = SocialAccount.platform == platform, SocialAccount.platform_id == platform_id
    return next(iter(rows(session.execute(SHOWN.where(*has_it)).all())), None)


def _about_handle(session: Session, url: str, old: FormerHandle, speaker: Speaker) -> Answer:
    """A handle that we gave up is nobody's proof: whoever has it now, it is not official."""
    [row] = _by_id(session, old.account_id)
    is_official = row.status is Status.OFFICIAL
    then = row._replace(handle=old.handle, url=old.url, until_on=old.until_on)
    return Answer(url, Status.FORMER, speaker.former(then, row if is_official else _successor(session, row)))


def _impostors(session: Session, keys: Sequence[str]) -> dict[str, Outsider]:
    confirmed = select(Outsider).where(Outsider.identity.in_(keys), Outsider.standing == Standing.IMPOSTOR)
    return {outsider.identity: outsider for outsider in session.scalars(confirmed)}


def _about(session: Session, url: str, row: Row, speaker: Speaker) -> Answer:
    status = row.status
    if status is Status.OFFICIAL:
        return Answer(url, status, speaker.ours(row))
    if status is Status.IMPOSTOR:
        return Answer(url, status, _impostor(session, _impostors(session, [row.identity])[row.identity], speaker))
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


def _impostor(session: Session, outsider: Outsider, speaker: Speaker) -> Json:
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
