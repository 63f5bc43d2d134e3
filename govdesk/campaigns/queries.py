"""Reading campaigns: what is asked of whom, how far it has come, what an account was last said about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload

from govdesk.access import Role
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.campaigns.models import TASKS, Answer, AskedAs, Campaign, CampaignItem, Kind
from govdesk.directory.models import Department, Person
from govdesk.errors import NotFound
from govdesk.web.guard import NO_SUCH_PAGE

MOST_OF_ACCOUNT = 8
"""Lines that the page of an account shows."""


def campaign(session: Session, campaign_id: int) -> Campaign:
    """Raises NotFound."""
    found = session.get(Campaign, campaign_id)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def item(session: Session, item_id: int) -> CampaignItem:
    """One account of a campaign with all that its page shows. Raises NotFound."""
    found = session.scalar(items().where(CampaignItem.id == item_id))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def items() -> Select[CampaignItem]:
    """Items with all that a line of a list shows."""
    account = joinedload(CampaignItem.account)
    people = (CampaignItem.asked, CampaignItem.answered_by, CampaignItem.delegated_by, CampaignItem.settled_by)
    return select(CampaignItem).options(
        account.selectinload(SocialAccount.ownerships),
        account.selectinload(SocialAccount.custodianships),
        account.joinedload(SocialAccount.owner).lazyload(Person.granted),
        *(selectinload(person).lazyload(Person.granted) for person in people),
    )


def is_running() -> ColumnElement[bool]:
    return Campaign.closed_at.is_(None)


def open_items() -> Select[CampaignItem]:
    """Items of running campaigns that wait for an answer, the most urgent first."""
    return (
        items()
        .join(CampaignItem.campaign)
        .where(CampaignItem.answer.is_(None), is_running())
        .order_by(Campaign.due_on, Campaign.id, CampaignItem.id)
    )


def asked_of(person: Person) -> ColumnElement[bool]:
    """What `person` has to answer: what communications are asked, each of them is."""
    mine = CampaignItem.asked_id == person.id
    if Role.COMMS not in person.roles:
        return mine
    return or_(mine, CampaignItem.asked_id.is_(None))


@dataclass(frozen=True)
class Waiting:
    """How many accounts of one campaign somebody has to answer for."""

    campaign: Campaign
    number: int


def waiting_for(session: Session, person: Person) -> list[Waiting]:
    """What is asked of `person`, the most urgent campaign first."""
    rows = session.execute(
        select(CampaignItem.campaign_id, func.count())
        .join(CampaignItem.campaign)
        .where(CampaignItem.answer.is_(None), is_running(), asked_of(person))
        .group_by(CampaignItem.campaign_id)
    ).all()
    numbers = dict(rows)
    running = select(Campaign).where(Campaign.id.in_(numbers)).order_by(Campaign.due_on, Campaign.id)
    return [Waiting(one, numbers[one.id]) for one in session.scalars(running)]


def to_settle() -> Select[CampaignItem]:
    """What owners asked for and communications have not done yet, the oldest first."""
    return items().where(CampaignItem.answer.in_(TASKS), CampaignItem.settled_at.is_(None)).order_by(CampaignItem.id)


def number_to_settle(session: Session) -> int:
    return session.scalar(to_settle().order_by(None).with_only_columns(func.count())) or 0


@dataclass(frozen=True)
class Coverage:
    """How many of a campaign's accounts have an answer."""

    of: int
    answered: int
    to_settle: int

    @property
    def open(self) -> int:
        return self.of - self.answered

    @property
    def percent(self) -> int:
        """Rounded down, so that all but one is not all."""
        return self.answered * 100 // self.of if self.of else 100


_COUNTS = (
    func.count(CampaignItem.id),
    func.count(CampaignItem.answer),
    func.coalesce(
        func.sum(case((and_(CampaignItem.answer.in_(TASKS), CampaignItem.settled_at.is_(None)), 1), else_=0)), 0
    ),
)


def coverage_of(session: Session, campaigns: Iterable[Campaign]) -> dict[int, Coverage]:
    """Coverage by the id of the campaign; one statement."""
    ids = [campaign.id for campaign in campaigns]
    rows = session.execute(
        select(CampaignItem.campaign_id, *_COUNTS)
        .where(CampaignItem.campaign_id.in_(ids))
        .group_by(CampaignItem.campaign_id)
    )
    found = {row[0]: Coverage(*row[1:]) for row in rows}
    return {id_: found.get(id_, Coverage(0, 0, 0)) for id_ in ids}


@dataclass(frozen=True)
class DepartmentCoverage:
    department: Department | None
    """None for the accounts that no department owns."""
    coverage: Coverage


def coverage_by_department(session: Session, campaign: Campaign) -> list[DepartmentCoverage]:
    """By accountable department, the worst first; two statements."""
    rows = session.execute(
        select(Ownership.department_id, *_COUNTS)
        .select_from(CampaignItem)
        .outerjoin(Ownership, and_(Ownership.account_id == CampaignItem.account_id, Ownership.position == 0))
        .where(CampaignItem.campaign_id == campaign.id)
        .group_by(Ownership.department_id)
    ).all()
    ids = [row[0] for row in rows if row[0] is not None]
    known = {d.id: d for d in session.scalars(select(Department).where(Department.id.in_(ids)))}
    found = [DepartmentCoverage(known.get(row[0]), Coverage(*row[1:])) for row in rows]
    return sorted(found, key=lambda row: (row.coverage.percent, row.department.name if row.department else ""))


def campaigns() -> Select[Campaign]:
    """The running ones first, then the newest."""
    return (
        select(Campaign)
        .order_by(Campaign.closed_at.is_not(None), Campaign.id.desc())
        .options(joinedload(Campaign.started_by).lazyload(Person.granted))
    )


@dataclass(frozen=True)
class Confirmation:
    """What the register knows of an account's last confirmation."""

    last: CampaignItem | None
    """The newest time that somebody confirmed it."""
    missed_on: date | None
    """The due day that has gone by unanswered since; None when it is in order."""
    lines: Sequence[CampaignItem]
    """What campaigns asked about it, the newest first."""


def confirmation_of(session: Session, account: SocialAccount) -> Confirmation:
    """For the account's page; two or three statements."""
    mine = (
        select(CampaignItem)
        .where(CampaignItem.account_id == account.id)
        .order_by(CampaignItem.id.desc())
        .options(
            *(selectinload(who).lazyload(Person.granted) for who in (CampaignItem.asked, CampaignItem.answered_by)),
            lazyload(CampaignItem.account),
        )
    )
    missed = session.scalar(
        select(func.min(CampaignItem.missed_on)).where(CampaignItem.account_id == account.id, is_missed())
    )
    attested = mine.where(CampaignItem.answer == Answer.ATTESTED).order_by(None)
    last = session.scalar(attested.order_by(CampaignItem.answered_at.desc(), CampaignItem.id.desc()).limit(1))
    return Confirmation(last, missed, session.scalars(mine.limit(MOST_OF_ACCOUNT)).all())


def is_missed() -> ColumnElement[bool]:
    return and_(CampaignItem.answer.is_(None), CampaignItem.missed_on.is_not(None))


def not_confirmed() -> Select[int]:
    """Ids of the accounts that were to be confirmed by a day that has gone by, and were not since."""
    return select(CampaignItem.account_id).where(is_missed()).distinct()


def asked_already(kind: Kind = Kind.RECERTIFICATION) -> ColumnElement[bool]:
    """Of an account: a running campaign of `kind` asks about it, so that a second one would only ask twice."""
    return exists().where(
        CampaignItem.account_id == SocialAccount.id,
        CampaignItem.answer.is_(None),
        CampaignItem.campaign_id == Campaign.id,
        Campaign.kind == kind,
        is_running(),
    )


def has_asked_comms(campaign: Campaign) -> Select[int]:
    """The id of an open item that nobody but communications can answer."""
    return (
        select(CampaignItem.id)
        .where(
            CampaignItem.campaign_id == campaign.id,
            CampaignItem.answer.is_(None),
            CampaignItem.asked_as == AskedAs.COMMS,
        )
        .limit(1)
    )


def campaign_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Ids to titles, for the history."""
    return dict(session.execute(select(Campaign.id, Campaign.title).where(Campaign.id.in_(list(ids)))).all())


def campaign_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to titles and pages, for the trail."""
    return {id_: (title, f"/campaigns/{id_}") for id_, title in campaign_names(session, ids).items()}


def items_of(campaign: Campaign, shown: str) -> Select[CampaignItem]:
    """The lines of a campaign that are `open`, `tasks` for communications, or `answered`."""
    mine = items().where(CampaignItem.campaign_id == campaign.id)
    if shown == "tasks":
        return mine.where(CampaignItem.answer.in_(TASKS), CampaignItem.settled_at.is_(None)).order_by(CampaignItem.id)
    if shown == "answered":
        return mine.where(CampaignItem.answer.is_not(None)).order_by(CampaignItem.answered_at.desc(), CampaignItem.id)
    return mine.where(CampaignItem.answer.is_(None)).order_by(CampaignItem.id)
