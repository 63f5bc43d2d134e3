"""Accounts that another running campaign asks about already: told before a second one starts, and left out of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.campaigns.models import Campaign, CampaignItem, Kind
from govdesk.campaigns.queries import asked_already, is_running
from govdesk.i18n import _l
from govdesk.words import Labelled


class Others(Labelled):
    """What becomes of accounts that a running campaign asks about.

    That owners have yet to confirm an account is no reason to keep an urgent task from them, hence the first choice.
    """

    SAME_KIND = "same_kind", _l("Leave out where something like it is asked")
    ALL = "all", _l("Leave out whatever is asked")
    NONE = "none", _l("Ask about them, too")

    def leaves_out(self, asked: Kind, kind: Kind) -> bool:
        """Whether a campaign of `kind` passes over what one of kind `asked` asks about; none confirms twice."""
        return self is Others.ALL or (asked is kind and (self is Others.SAME_KIND or kind is Kind.RECERTIFICATION))

    def passes(self, kind: Kind) -> list[ColumnElement[bool]]:
        """What keeps an account in a campaign of `kind`."""
        return [~asked_already(asked) for asked in Kind if self.leaves_out(asked, kind)]


@dataclass(frozen=True)
class Overlap:
    """A running campaign that waits for answers about accounts that fit another."""

    campaign: Campaign
    number: int
    """Accounts that it asks about and that fit."""
    is_left_out: bool


def overlaps(session: Session, kind: Kind, fits: Sequence[ColumnElement[bool]], others: Others) -> list[Overlap]:
    """Of a campaign of `kind` about what `fits`, leaving nothing out: the largest first."""
    number = func.count(CampaignItem.id)
    query = (
        select(Campaign, number)
        .join(CampaignItem, CampaignItem.campaign_id == Campaign.id)
        .join(SocialAccount, SocialAccount.id == CampaignItem.account_id)
        .where(CampaignItem.answer.is_(None), is_running(), *fits)
        .group_by(Campaign.id)
        .order_by(number.desc(), Campaign.id)
    )
    return [Overlap(one, count, others.leaves_out(one.kind, kind)) for one, count in session.execute(query)]
