"""Two campaigns of the sample company: owners who were to confirm their accounts, and X that changes its rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.campaigns.answering import answer, delegate
from govdesk.campaigns.models import Answer, Campaign, CampaignItem, Kind
from govdesk.campaigns.queries import items
from govdesk.campaigns.said import Said
from govdesk.campaigns.starting import Wish, start
from govdesk.directory.models import Person
from govdesk.directory.queries import person_by_login
from govdesk.settings import Settings

ASKED_AGO, OVERDUE_FOR = timedelta(days=25), timedelta(days=4)
LATE = 4
"""Every so many accounts have no answer although the day is over."""
X_ENDS_CODES = (
    "X ends codes by text message. Sign in, open Security, then Two-factor authentication, and choose an "
    "authentication app or a security key; let a second person add theirs. Then put it on record here."
)


def tell_campaigns(session: Session, settings: Settings, *, now: datetime) -> None:
    """Most have confirmed their accounts, some are late; Ada does what X demands for the accounts she holds."""
    today = clock.local_date(now, settings.timezone)
    grace = person_by_login(session, "grace")
    wish = Wish(
        Kind.RECERTIFICATION, "Whose is it, and who has it?", today - OVERDUE_FOR, criteria={"state": "active"}
    )
    _confirm(session, start(session, wish, by=grace, now=now - ASKED_AGO), now=now - ASKED_AGO / 2)
    wish = Wish(
        Kind.PLATFORM, "X ends codes by text message", today + timedelta(days=10), X_ENDS_CODES,
        {"platform": "x", "state": "active"},
    )  # fmt: skip
    _hand_to_ada(session, start(session, wish, by=grace, now=now), now=now)


def _confirm(session: Session, campaign: Campaign, *, now: datetime) -> None:
    """Owners confirm what is theirs; one has something corrected, another wants an account retired."""
    asked = [item for item in _items(session, campaign) if item.asked and item.account.owner]
    for person, theirs in groupby(sorted(asked, key=lambda item: (item.asked_id, item.id)), lambda item: item.asked):
        assert isinstance(person, Person)
        in_time = [item for item in theirs if item.id % LATE]
        said = [
            Said(Answer.CORRECTION, "The press office has it, not we."),
            Said(Answer.RETIRE, "Nobody posts here."),
        ]
        for item, words in zip(in_time, said[: len(in_time) // 4], strict=False):
            answer(session, [item], words, by=person, now=now)
        rest = [item for item in in_time if item.answer is None]
        if rest:
            answer(session, rest, Said(Answer.ATTESTED), by=person, now=now)


def _hand_to_ada(session: Session, campaign: Campaign, *, now: datetime) -> None:
    """Whoever owns the accounts that Ada holds asks her; she has done the first."""
    ada = person_by_login(session, "ada")
    hers = [item for item in _items(session, campaign) if ada in item.account.custodians and item.asked]
    for person, theirs in groupby(hers, lambda item: item.asked):
        assert isinstance(person, Person)
        delegate(session, list(theirs), ada, by=person, now=now)
    if len(hers) > 1:
        answer(session, hers[:1], Said(Answer.DONE), by=ada, now=now)


def _items(session: Session, campaign: Campaign) -> Sequence[CampaignItem]:
    mine = items().where(CampaignItem.campaign_id == campaign.id).order_by(CampaignItem.id)
    return session.scalars(mine).unique().all()
