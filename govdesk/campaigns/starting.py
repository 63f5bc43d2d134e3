"""Starting a campaign, for any number of accounts in one statement, and ending it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.access import Actor
from govdesk.accounts.criteria import conditions, note_picked, told_of_access
from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.campaigns.models import Campaign, CampaignItem, Kind
from govdesk.campaigns.office import Office
from govdesk.campaigns.overlaps import Others
from govdesk.campaigns.routing import asked_columns, with_people
from govdesk.campaigns.rules import Level
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _

ASKED = "campaign_asked"
"""The digest of what one person has to answer in one campaign."""


@dataclass(frozen=True)
class Wish:
    """What communications want to know or have done."""

    kind: Kind
    title: str
    due_on: date
    instructions: str = ""
    criteria: Mapping[str, str] = field(default_factory=dict)
    others: Others = Others.SAME_KIND
    """What becomes of accounts that another running campaign asks about."""


def fitting(kind: Kind, criteria: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """What makes an account part of such a campaign. Of all states, only what is in use is to be confirmed."""
    chosen = conditions(criteria)
    if kind is not Kind.RECERTIFICATION or criteria.get("state"):
        return chosen
    return [*chosen, SocialAccount.state.in_(IN_USE)]


def ask_again(session: Session, campaign: Campaign, *, by: Actor, now: datetime, office: Office) -> None:
    """Have everybody reminded who has not answered, once a day; the worker does it. Raises Conflict."""
    today = office.today(now)
    asking = (
        update(Campaign)
        .where(
            Campaign.id == campaign.id,
            Campaign.closed_at.is_(None),
            or_(Campaign.asked_again_on.is_(None), Campaign.asked_again_on < today),
        )
        .values(asked_again_on=today, look_at=now)
        .returning(Campaign.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(asking) is None:
        raise Conflict(_("This campaign is closed, or they were reminded today already."))
    session.refresh(campaign)
    audit.record(session, "campaigns:campaign:asked-again", campaign, by=by, at=now)


def start(session: Session, wish: Wish, *, by: Actor, now: datetime, form_key: str | None = None) -> Campaign:
    """Ask about all accounts that fit; the same form twice is one campaign. Raises Invalid when none fits."""
    if form_key and (known := session.scalar(select(Campaign).where(Campaign.form_key == form_key))):
        return known
    campaign = new_campaign(wish, now, started_by_id=by.id, form_key=form_key)
    try:
        with session.begin_nested():
            session.add(campaign)
    except IntegrityError:
        raise Conflict(_("This form is being used at this very moment. Reload the page.")) from None
    fits = [*fitting(wish.kind, wish.criteria), *wish.others.passes(wish.kind)]
    if ask_about(session, campaign, fits, by=by, now=now) == 0:
        raise Invalid(_("No account fits, or all that fit are being asked about already."))
    if told_of_access(wish.criteria):
        picked = session.scalars(select(CampaignItem.account_id).where(CampaignItem.campaign_id == campaign.id)).all()
        note_picked(session, picked, wish.criteria, by=by, now=now)
    return campaign


def close(session: Session, campaign: Campaign, *, by: Actor | None, now: datetime) -> None:
    """Ask nobody any more; what was not answered stays on record as such. Raises Conflict if it is closed."""
    closing = (
        update(Campaign)
        .where(Campaign.id == campaign.id, Campaign.closed_at.is_(None))
        .values(closed_at=now, look_at=None)
        .returning(Campaign.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(closing) is None:
        raise Conflict(_("This campaign is closed already."))
    session.refresh(campaign)
    open_ones = select(func.count(CampaignItem.id)).where(
        CampaignItem.campaign_id == campaign.id, CampaignItem.answer.is_(None)
    )
    unanswered = session.scalar(open_ones) or 0
    if campaign.is_recertification:
        miss(session, campaign)
    notify.cancel(session, ASKED, subject=campaign, now=now)
    audit.record(session, "campaigns:campaign:closed", campaign, by=by, at=now, unanswered=unanswered)


def miss(session: Session, campaign: Campaign) -> None:
    """Note on each account without an answer that it has none."""
    session.execute(
        update(CampaignItem)
        .where(
            CampaignItem.campaign_id == campaign.id, CampaignItem.answer.is_(None), CampaignItem.missed_on.is_(None)
        )
        .values(missed_on=campaign.due_on)
        .execution_options(synchronize_session=False)
    )


def new_campaign(wish: Wish, now: datetime, **values: Any) -> Campaign:
    chosen = {key: value for key, value in wish.criteria.items() if value}
    return Campaign(
        kind=wish.kind, title=wish.title, instructions=wish.instructions, criteria=chosen,
        due_on=wish.due_on, started_at=now, look_at=now, **values,
    )  # fmt: skip


def ask_about(
    session: Session, campaign: Campaign, fits: list[ColumnElement[bool]], *, by: Actor | None, now: datetime
) -> int:
    """Write a line for each account that fits, in one statement; gives their number."""
    lines = insert(CampaignItem).from_select(
        ["campaign_id", "account_id", "asked_id", "asked_as", "level", "note"], _lines(campaign, fits),
        include_defaults=False,
    )  # fmt: skip
    session.execute(lines)
    number = session.scalar(select(func.count(CampaignItem.id)).where(CampaignItem.campaign_id == campaign.id)) or 0
    audit.record(
        session, "campaigns:campaign:started", campaign, by=by, at=now,
        accounts=number, due_on=campaign.due_on, **_told(campaign.criteria),
    )  # fmt: skip
    return number


def _told(criteria: Mapping[str, str]) -> dict[str, Any]:
    """The criteria as the trail keeps them: a department by its id, so that its name is found."""
    department = criteria.get("department")
    others = {key: value for key, value in criteria.items() if key != "department"}
    return {**others, "department_ids": [int(department)]} if department else others


def _lines(campaign: Campaign, fits: list[ColumnElement[bool]]) -> Select[Any]:
    asked_id, asked_as = asked_columns(Level.OWNER)
    level = literal(Level.OWNER.value)
    query = select(literal(campaign.id), SocialAccount.id, asked_id, asked_as, level, literal(""))
    return with_people(query).where(*fits).order_by(SocialAccount.id)
