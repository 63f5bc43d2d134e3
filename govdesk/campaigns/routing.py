"""Of whom an account is asked: its owner, else their manager, else the department's head, else communications."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, literal, null, or_, select
from sqlalchemy.orm import aliased

from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.campaigns.models import AskedAs, Campaign, CampaignItem
from govdesk.campaigns.rules import Level
from govdesk.directory.models import Department, Person, PersonState

owner, manager, head, asked = aliased(Person), aliased(Person), aliased(Person), aliased(Person)
accountable, department = aliased(Ownership), aliased(Department)


def _works_here(person: Any) -> ColumnElement[bool]:
    return and_(person.id.is_not(None), person.state == PersonState.ACTIVE)


def _candidates(level: Level) -> list[tuple[ColumnElement[bool], Any, AskedAs]]:
    """When somebody can be asked, who, and as what; the first that holds counts."""
    of_owner = (_works_here(owner), owner.id, AskedAs.OWNER)
    # The owner was asked already: as their own manager or head they are not asked again.
    other = owner.id.is_distinct_from
    above = [
        (and_(_works_here(manager), other(manager.id)), manager.id, AskedAs.MANAGER),
        (and_(_works_here(head), other(head.id)), head.id, AskedAs.HEAD),
    ]
    return {Level.OWNER: [of_owner, *above], Level.MANAGER: above, Level.COMMS: []}[level]


def asked_columns(level: Level) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Id of who is asked and as what; for a query from `accounts_with_people`."""
    candidates = _candidates(level)
    if not candidates:
        return null(), literal(AskedAs.COMMS.value)
    return (
        case(*((holds, person_id) for holds, person_id, _asked_as in candidates), else_=None),
        case(*((holds, asked_as.value) for holds, _id, asked_as in candidates), else_=AskedAs.COMMS.value),
    )


def with_people(query: Select[Any]) -> Select[Any]:
    """A query of accounts, joined with everybody who may be asked about them."""
    return (
        query.outerjoin(owner, owner.id == SocialAccount.owner_id)
        .outerjoin(manager, manager.id == owner.manager_id)
        .outerjoin(accountable, and_(accountable.account_id == SocialAccount.id, accountable.position == 0))
        .outerjoin(department, department.id == accountable.department_id)
        .outerjoin(head, head.id == department.head_id)
    )


def to_route_anew(campaign: Campaign, level: Level) -> Select[Any]:
    """Open items that somebody else has to be asked about from now on: `id`, `asked_id`, `asked_as`."""
    asked_id, asked_as = asked_columns(level)
    query = (
        select(CampaignItem.id, asked_id.label("asked_id"), asked_as.label("asked_as"))
        .join(SocialAccount, SocialAccount.id == CampaignItem.account_id)
        .outerjoin(asked, asked.id == CampaignItem.asked_id)
    )
    return with_people(query).where(
        CampaignItem.campaign_id == campaign.id, CampaignItem.answer.is_(None), or_(*_reasons(level))
    )


def _reasons(level: Level) -> list[ColumnElement[bool]]:
    """Why an item is asked of somebody else: each is over once it is routed anew."""
    reasons = [
        CampaignItem.level != level,
        and_(asked.id.is_not(None), asked.state != PersonState.ACTIVE),
    ]
    if level is Level.OWNER:
        reasons += [
            and_(CampaignItem.asked_as == AskedAs.OWNER, CampaignItem.asked_id.is_distinct_from(owner.id)),
            and_(CampaignItem.asked_as.not_in([AskedAs.OWNER, AskedAs.DELEGATE]), _works_here(owner)),
        ]
    return reasons
