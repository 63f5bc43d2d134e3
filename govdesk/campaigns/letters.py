"""The mails of this room: one digest for each person and campaign, however many accounts it asks about."""

from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from govdesk.campaigns.answering import DELEGATED
from govdesk.campaigns.models import AskedAs, Campaign, CampaignItem
from govdesk.campaigns.queries import asked_of, open_items
from govdesk.campaigns.starting import ASKED
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.notify import Digested, writes
from govdesk.notify.models import Notice

MOST_LISTED = 20
"""Accounts that a mail names; the page has all of them."""


def digest(session: Session, notice: Notice) -> dict[str, Any] | None:
    """What still waits for the reader when the mail goes out; None when nothing does."""
    assert notice.person is not None, "campaigns ask people"
    campaign = session.get_one(Campaign, notice.subject_id)
    mine = open_items().where(CampaignItem.campaign_id == campaign.id, asked_of(notice.person))
    number = session.scalar(mine.order_by(None).with_only_columns(func.count(CampaignItem.id))) or 0
    if number == 0:
        return None
    listed = session.scalars(mine.limit(MOST_LISTED)).unique().all()
    return {
        "campaign": campaign,
        "accounts": [item.account for item in listed],
        "number": number,
        "more": number - len(listed),
        "is_stand_in": all(item.asked_as is not AskedAs.OWNER for item in listed),
        "path": f"/campaigns/mine#campaign-{campaign.id}",
    }


def delegated(session: Session, notice: Notice) -> dict[str, Any] | None:
    """The same for who was asked to answer for somebody."""
    names = digest(session, notice)
    return None if names is None else {**names, "asker": session.get_one(Person, notice.context["by_id"])}


writes(
    ASKED,
    digest,
    why=_l("you answer for these accounts, or are asked in their owner's place."),
    digested=Digested(_l("Questions about your accounts"), place=20),
)
writes(DELEGATED, delegated, why=_l("somebody asked you to answer in their place."))
