"""Once a day and whenever somebody leaves: who has to be asked about what, and who has to be told of it.

Each step is a short transaction and may be repeated, so that a worker may die between two and several may try.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, select, update
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.access import Role
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.campaigns.models import Answer, Campaign, CampaignItem
from govdesk.campaigns.office import Office
from govdesk.campaigns.queries import has_asked_comms
from govdesk.campaigns.routing import to_route_anew
from govdesk.campaigns.rules import ESCALATED, OVERDUE, START, level_of
from govdesk.campaigns.starting import ASKED, close
from govdesk.directory.models import Person
from govdesk.directory.queries import active_people, people_with_role
from govdesk.notify.models import Notice, NoticeState

BATCH = 1000
"""Accounts in one transaction."""
PEOPLE = 500
"""Mails queued in one transaction."""


@dataclass(frozen=True)
class Look:
    """One look at a campaign."""

    stage: str
    """The stage in force."""
    owed_at: datetime | None
    """When it fell due: if that has changed meanwhile, another look is owed."""
    now: datetime


def owed_a_look(now: datetime) -> Select[Campaign]:
    """Campaigns to look at, the longest first."""
    return select(Campaign).where(Campaign.look_at <= now).order_by(Campaign.look_at, Campaign.id)


def route_some(session: Session, campaign: Campaign, stage: str, after: int) -> int | None:
    """Ask the right person about some accounts behind the item `after`; the last item, None when none was left."""
    level = level_of(stage)
    behind = to_route_anew(campaign, level).where(CampaignItem.id > after).order_by(CampaignItem.id)
    rows = session.execute(behind.limit(BATCH)).all()
    if rows:
        values = [{"id": r.id, "asked_id": r.asked_id, "asked_as": r.asked_as, "level": level} for r in rows]
        session.execute(update(CampaignItem), values)
    return rows[-1].id if rows else None


def miss_some(session: Session, campaign: Campaign, stage: str) -> bool:
    """Once the due day is over, note it on some accounts without an answer; whether any were left."""
    if not campaign.is_recertification or stage not in (OVERDUE, ESCALATED):
        return False
    missed = select(CampaignItem.id).where(
        CampaignItem.campaign_id == campaign.id, CampaignItem.answer.is_(None), CampaignItem.missed_on.is_(None)
    )
    noted = session.scalars(
        update(CampaignItem)
        .where(CampaignItem.id.in_(missed.limit(BATCH)))
        .values(missed_on=campaign.due_on)
        .returning(CampaignItem.id)
        .execution_options(synchronize_session=False)
    )
    return bool(noted.all())


def tell_some(session: Session, campaign: Campaign, stage: str, now: datetime) -> bool:
    """Queue a digest for some who have not been told at this stage; whether any were left to tell."""
    people = session.scalars(_untold(campaign, stage).limit(PEOPLE)).all()
    _queue(session, campaign, people, stage, now)
    return bool(people)


def tell_comms(session: Session, campaign: Campaign, stage: str, now: datetime) -> None:
    """Communications hear of accounts that nobody else can answer for, once at each stage."""
    if session.scalar(has_asked_comms(campaign)) is None:
        return
    _queue(session, campaign, session.scalars(people_with_role(Role.COMMS)).all(), stage, now)


def _queue(session: Session, campaign: Campaign, people: Iterable[Person], stage: str, now: datetime) -> None:
    keys = {f"campaign:{campaign.id}:{stage}:p{person.id}": person for person in people}
    notify.queue_all(
        session, ASKED, subject=campaign, to=keys, at=now, stage=stage, context={"stage": stage},
        is_urgent=stage == START,
    )  # fmt: skip


def begin_look(session: Session, campaign: Campaign, stage: str, now: datetime) -> None:
    """What the new stage changes about the campaign itself."""
    if campaign.stage != stage:
        notify.supersede(session, ASKED, subject=campaign, now=now)
    _drop_retired(session, campaign, now)


def end_look(session: Session, campaign: Campaign, look: Look, office: Office) -> None:
    """Look again tomorrow; what is answered through and through is closed."""
    is_open = select(CampaignItem.id).where(CampaignItem.campaign_id == campaign.id, CampaignItem.answer.is_(None))
    if session.scalar(is_open.limit(1)) is None:
        close(session, campaign, by=None, now=look.now)
        return
    # Woken meanwhile, as by a leaver: then it stays due.
    session.execute(
        update(Campaign)
        .where(Campaign.id == campaign.id, Campaign.look_at == look.owed_at)
        .values(stage=look.stage, look_at=office.next_look(look.now))
        .execution_options(synchronize_session=False)
    )


def wake(session: Session, person: Person, *, now: datetime) -> None:
    """Have the campaigns looked at that ask `person` anything: they have left, and others are to be asked."""
    asks = exists().where(
        CampaignItem.campaign_id == Campaign.id, CampaignItem.asked_id == person.id, CampaignItem.answer.is_(None)
    )
    session.execute(
        update(Campaign)
        .where(Campaign.closed_at.is_(None), asks)
        .values(look_at=now)
        .execution_options(synchronize_session=False)
    )


def _untold(campaign: Campaign, stage: str) -> Select[Person]:
    # A list made once: asked for each person anew, it would be read as often as there are people.
    told = select(Notice.person_id).where(
        Notice.subject_type == Campaign.__tablename__,
        Notice.subject_id == campaign.id,
        Notice.kind == ASKED,
        Notice.stage == stage,
        Notice.person_id.is_not(None),
        Notice.state != NoticeState.CANCELLED,
    )
    asked = select(CampaignItem.asked_id).where(
        CampaignItem.campaign_id == campaign.id, CampaignItem.answer.is_(None), CampaignItem.asked_id.is_not(None)
    )
    return active_people().where(Person.id.in_(asked), Person.id.not_in(told))


def _drop_retired(session: Session, campaign: Campaign, now: datetime) -> None:
    """Nobody is asked about an account that was retired meanwhile; the trail says so."""
    retired = select(SocialAccount.id).where(SocialAccount.state == AccountState.RETIRED)
    if campaign.criteria.get("state") == AccountState.RETIRED:
        return
    dropped = session.scalars(
        update(CampaignItem)
        .where(
            CampaignItem.campaign_id == campaign.id,
            CampaignItem.answer.is_(None),
            CampaignItem.account_id.in_(retired),
        )
        .values(answer=Answer.OUT_OF_USE, answered_at=now)
        .returning(CampaignItem.account_id)
        .execution_options(synchronize_session=False)
    ).all()
    told = [(account_id, {"campaign_id": campaign.id}) for account_id in dropped]
    audit.record_all(session, "campaigns:question:dropped", SocialAccount, told, at=now)
