"""Reading incidents."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk.access import Permission, may
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.queries import WHOLE, account
from govdesk.directory.models import Department, Person
from govdesk.errors import NotFound
from govdesk.incidents.models import Incident, IncidentEntry, ReachedAccount
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.web.guard import NO_SUCH_PAGE


def incident(session: Session, incident_id: int) -> Incident:
    """One incident with its account. Raises NotFound."""
    found = session.scalar(_whole().where(Incident.id == incident_id))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def account_to_change(session: Session, account_id: int) -> SocialAccount:
    """One account whose access list stays as it is until the transaction ends. Raises NotFound."""
    session.execute(select(SocialAccount.id).where(SocialAccount.id == account_id).with_for_update())
    return account(session, account_id)


def incident_to_change(session: Session, incident_id: int) -> Incident:
    """The same, kept from others until the transaction ends."""
    session.execute(select(Incident.id).where(Incident.id == incident_id).with_for_update())
    return incident(session, incident_id)


def open_one_of(session: Session, account: SocialAccount) -> Incident | None:
    """The incident that is going on about an account itself."""
    return session.scalar(select(Incident).where(Incident.account_id == account.id, Incident.closed_at.is_(None)))


def latest_of(session: Session, account: SocialAccount) -> Sequence[Incident]:
    """Its incidents, the latest first: at most five."""
    query = select(Incident).where(Incident.account_id == account.id).order_by(Incident.id.desc())
    return session.scalars(query.limit(5)).all()


def open_ones_with(session: Session, account_ids: Collection[int]) -> Sequence[Incident]:
    """Incidents going on that one of these accounts is in."""
    reached = select(ReachedAccount.incident_id).where(*_is_in(account_ids))
    query = select(Incident).where(Incident.closed_at.is_(None), Incident.id.in_(reached)).order_by(Incident.id)
    return session.scalars(query.options(selectinload(Incident.reached))).all()


def at_rest(session: Session, account_ids: Collection[int]) -> Collection[int]:
    """Those of these accounts that are in an incident that is going on."""
    reached = select(ReachedAccount.account_id).join(Incident, Incident.id == ReachedAccount.incident_id)
    return set(session.scalars(reached.where(Incident.closed_at.is_(None), *_is_in(account_ids))))


def incidents_for(reader: Person) -> Select[Incident]:
    """Those that `reader` may see, what goes on first, then the latest."""
    query = _whole().order_by(Incident.closed_at.is_not(None), Incident.opened_at.desc(), Incident.id.desc())
    if may(reader, Permission.INCIDENT_READ):
        return query
    return query.where(Incident.account_id.in_(answered_for_by(reader)))


def answered_for_by(person: Person) -> Select[int]:
    """Ids of the accounts that somebody owns, stands in for, or heads the accountable department of."""
    headed = select(Department.id).where(Department.head_id == person.id)
    return select(SocialAccount.id).where(
        or_(
            SocialAccount.owner_id == person.id,
            SocialAccount.deputy_id == person.id,
            SocialAccount.accountable_id.in_(headed),
        )
    )


def event_without_incident(session: Session, account: SocialAccount) -> RotationEvent | None:
    """What was opened when the account was declared compromised without anybody looking at what that reaches."""
    used = select(Incident.event_id)
    query = select(RotationEvent).where(
        RotationEvent.kind == RotationReason.COMPROMISE,
        RotationEvent.account_id == account.id,
        RotationEvent.id.not_in(used),
        RotationEvent.losses.any(RotationLoss.cleared_by_id.is_(None)),
    )
    return session.scalar(query.order_by(RotationEvent.id.desc()).limit(1))


def without_incident(session: Session) -> Sequence[SocialAccount]:
    """Accounts that count as compromised while nobody has looked at what that reaches; a page of them."""
    going_on = select(Incident.account_id).where(Incident.closed_at.is_(None))
    lost = select(SocialAccount).where(
        SocialAccount.state == AccountState.COMPROMISED, SocialAccount.id.not_in(going_on)
    )
    return session.scalars(lost.order_by(SocialAccount.handle_key).limit(50)).all()


def losses_of(session: Session, subject: Incident) -> Sequence[RotationLoss]:
    """All that is to be changed because of it."""
    schedule = joinedload(RotationLoss.schedule)
    query = select(RotationLoss).where(RotationLoss.event_id == subject.event_id).order_by(RotationLoss.id)
    query = query.options(
        schedule.joinedload(RotationSchedule.account).selectinload(SocialAccount.custodianships),
        schedule.joinedload(RotationSchedule.account).selectinload(SocialAccount.ownerships),
        schedule.joinedload(RotationSchedule.responsible),
        joinedload(RotationLoss.cleared_by),
    )
    return session.scalars(query).all()


def still_open(losses: Sequence[RotationLoss]) -> list[RotationLoss]:
    """Those that are still to be changed, on accounts in use."""
    return [loss for loss in losses if loss.cleared_by_id is None and loss.schedule.account.state.is_in_use]


def entries_of(session: Session, subject: Incident) -> Sequence[IncidentEntry]:
    """The whole log in the order of time."""
    query = select(IncidentEntry).where(IncidentEntry.incident_id == subject.id)
    return session.scalars(query.options(joinedload(IncidentEntry.by)).order_by(IncidentEntry.id)).all()


def reached_by(session: Session, subject: Incident) -> Sequence[ReachedAccount]:
    """All accounts that it reaches, with what a line shows of each."""
    query = select(ReachedAccount).where(ReachedAccount.incident_id == subject.id).order_by(ReachedAccount.id)
    return session.scalars(query.options(joinedload(ReachedAccount.account))).all()


def _is_in(account_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return ReachedAccount.account_id.in_(account_ids), ReachedAccount.left_out.is_(None)


def _whole() -> Select[Incident]:
    account = joinedload(Incident.account)
    return select(Incident).options(
        account.options(*WHOLE),
        joinedload(Incident.opened_by),
        joinedload(Incident.closed_by),
        selectinload(Incident.reached),
    )
