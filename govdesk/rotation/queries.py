"""Reading schedules and what was done about them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk.access import Permission, may
from govdesk.accounts.importing.matching import batches
from govdesk.accounts.models import IN_USE, AccountState, Custodianship, SocialAccount
from govdesk.db import among, as_value
from govdesk.directory.models import Department, Person
from govdesk.errors import NotFound
from govdesk.i18n import _
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.models import Rotation, RotationLoss, RotationSchedule
from govdesk.web.guard import NO_SUCH_PAGE


def schedule(session: Session, schedule_id: int) -> RotationSchedule:
    """One schedule with its account. Raises NotFound."""
    found = session.scalar(_whole().where(RotationSchedule.id == schedule_id))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def schedule_to_change(session: Session, schedule_id: int) -> RotationSchedule:
    """The same, kept from others until the transaction ends: who comes second sees what the first did."""
    session.execute(select(RotationSchedule.id).where(RotationSchedule.id == schedule_id).with_for_update())
    return schedule(session, schedule_id)


def schedules_to_change(session: Session, account_ids: Iterable[int]) -> list[RotationSchedule]:
    """All schedules of these accounts, kept from others until the transaction ends; oldest first."""
    query = _whole().where(RotationSchedule.account_id.in_(account_ids)).order_by(RotationSchedule.id)
    return list(session.scalars(query.with_for_update(of=RotationSchedule)))


def these_to_change(session: Session, ids: Iterable[int]) -> list[RotationSchedule]:
    """These schedules on accounts in use with what stands open, kept from others likewise; oldest first."""
    in_use = RotationSchedule.account_id.in_(select(SocialAccount.id).where(SocialAccount.state.in_(IN_USE)))
    query = _whole().options(selectinload(RotationSchedule.open_losses)).where(RotationSchedule.id.in_(ids), in_use)
    locked = query.order_by(RotationSchedule.id).with_for_update(of=RotationSchedule)
    return list(session.scalars(locked.execution_options(populate_existing=True)))


def schedules_asked_of(session: Session, person: Person) -> Sequence[RotationSchedule]:
    """Those that name `person` as the one to ask, whether or not anything is owed."""
    return session.scalars(select(RotationSchedule).where(RotationSchedule.responsible_id == person.id)).all()


def schedule_for(session: Session, account: SocialAccount, credential: str) -> RotationSchedule | None:
    """The schedule of one credential of an account, all of the kind together; None when there is none."""
    return session.scalar(
        select(RotationSchedule).where(
            RotationSchedule.account_id == account.id,
            RotationSchedule.credential == credential,
            RotationSchedule.line_id.is_(None),
        )
    )


def schedules_by_credential(session: Session, account_ids: Iterable[int]) -> dict[tuple[int, str], RotationSchedule]:
    """Account and credential → its schedule, of those that are about all of the kind."""
    whole = _whole().where(RotationSchedule.line_id.is_(None))
    return {
        (schedule.account_id, schedule.credential): schedule
        for portion in batches(account_ids)
        for schedule in session.scalars(whole.where(RotationSchedule.account_id.in_(portion)))
    }


def schedules_of(session: Session, account: SocialAccount) -> Sequence[RotationSchedule]:
    """All schedules of an account, the next due first and those with nothing owed last."""
    mine = _whole().where(RotationSchedule.account_id == account.id)
    return session.scalars(mine.order_by(RotationSchedule.due_on.is_(None), RotationSchedule.due_on)).all()


def owed(until: date | None = None) -> Select[RotationSchedule]:
    """What has to be done on accounts in use, the earliest due day first; only up to `until` when given."""
    query = (
        _whole()
        .join(RotationSchedule.account)
        .where(RotationSchedule.due_on.is_not(None), as_value(SocialAccount.state).in_(IN_USE))
        .order_by(RotationSchedule.due_on, RotationSchedule.id)
    )
    return query if until is None else query.where(RotationSchedule.due_on <= until)


def of_mine(person: Person, query: Select[RotationSchedule]) -> Select[RotationSchedule]:
    """Those of `query` that `person` is asked to do."""
    by_name = select(RotationSchedule.id).where(RotationSchedule.responsible_id == person.id)
    as_custodian = select(RotationSchedule.id).where(
        held_by(person), as_value(RotationSchedule.responsible_id).is_(None)
    )
    mine = query.where(RotationSchedule.id.in_(by_name.union(as_custodian)))
    # Few: sorted by the day, not looked for among all days.
    return mine.order_by(None).order_by(as_value(RotationSchedule.due_on), RotationSchedule.id)


def behind(schedule: RotationSchedule, query: Select[RotationSchedule]) -> Select[RotationSchedule]:
    """Those of `query` that come after a schedule."""
    here = tuple_(RotationSchedule.due_on, RotationSchedule.id)
    return query.where(here > (schedule.due_on, schedule.id))


def accounts_that_open(session: Session, ids: Iterable[int]) -> dict[int, SocialAccount]:
    """Those among these that have credentials, in use or not: what is only asked for has none yet."""
    query = select(SocialAccount).where(SocialAccount.id.in_(ids), SocialAccount.state != AccountState.REQUESTED)
    return {account.id: account for account in session.scalars(query)}


WITH_EVENTS = selectinload(RotationSchedule.open_losses).joinedload(RotationLoss.event)
"""Also by what it became known."""
MOST_ASKED = 50


def schedule_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to names and pages, for the trail."""
    found = session.scalars(select(RotationSchedule).where(RotationSchedule.id.in_(ids)))
    return {
        row.id: (_("Rotation of %(account)s", account=row.account.handle), f"/rotations/{row.id}") for row in found
    }


def asked_of(session: Session, person: Person) -> Sequence[RotationSchedule]:
    """What `person` is asked to do, the earliest first, for their page: at most `MOST_ASKED`."""
    return session.scalars(of_mine(person, owed()).limit(MOST_ASKED)).all()


def seen_by(person: Person, query: Select[RotationSchedule]) -> Select[RotationSchedule]:
    """Those of `query` that `person` may read, by role or by a relation to the account."""
    if may(person, Permission.ROTATION_READ):
        return query
    return query.where(concerns(person))


def concerns(person: Person) -> ColumnElement[bool]:
    """Of a schedule joined with its account: whether `person` has a relation to it."""
    headed = select(Department.id).where(Department.head_id == person.id)
    return or_(
        RotationSchedule.responsible_id == person.id,
        held_by(person),
        SocialAccount.owner_id == person.id,
        SocialAccount.deputy_id == person.id,
        SocialAccount.accountable_id.in_(headed),
    )


def schedules_to_write_of(session: Session, ids: Sequence[int]) -> Sequence[RotationSchedule]:
    """These with all that a mail says of them, read in one go."""
    return session.scalars(_whole_of_many().where(among(session, RotationSchedule.id, ids))).all()


def owing_a_reminder(now: datetime) -> Select[RotationSchedule]:
    """Schedules whose reminder is owed, the longest first; rows that another worker holds are passed over."""
    return (
        _whole_of_many()
        .options(selectinload(RotationSchedule.open_losses))
        .where(RotationSchedule.remind_at <= now)
        .order_by(RotationSchedule.remind_at, RotationSchedule.id)
        .with_for_update(skip_locked=True, of=RotationSchedule)
    )


def rotations_of(session: Session, schedule: RotationSchedule) -> Sequence[Rotation]:
    """What was recorded, newest first."""
    return session.scalars(
        select(Rotation)
        .options(joinedload(Rotation.by))
        .where(Rotation.schedule_id == schedule.id)
        .order_by(Rotation.id.desc())
        .limit(50)
    ).all()


def notices_of(session: Session, schedule: RotationSchedule) -> Sequence[Notice]:
    """Who was or will be told, newest first; not what was taken back or overtaken before it went out."""
    return session.scalars(
        select(Notice)
        .options(joinedload(Notice.person), joinedload(Notice.department))
        .where(
            Notice.subject_type == RotationSchedule.__tablename__,
            Notice.subject_id == schedule.id,
            Notice.state.not_in([NoticeState.SUPERSEDED, NoticeState.CANCELLED]),
        )
        .order_by(Notice.id.desc())
        .limit(20)
    ).all()


def held_by(person: Person) -> ColumnElement[bool]:
    """Of a schedule: whether `person` holds the credential of its account."""
    held = select(Custodianship.account_id).where(
        Custodianship.person_id == person.id, Custodianship.ended_on.is_(None)
    )
    return RotationSchedule.account_id.in_(held)


def _whole_of_many() -> Select[RotationSchedule]:
    """The same in as few and short statements as can be: there may be very many schedules."""
    account = joinedload(RotationSchedule.account, innerjoin=True)
    return select(RotationSchedule).options(
        account.selectinload(SocialAccount.custodianships),
        account.selectinload(SocialAccount.ownerships),
        joinedload(RotationSchedule.responsible),
    )


def _whole() -> Select[RotationSchedule]:
    """Schedules with all that a line of a list shows."""
    account = selectinload(RotationSchedule.account)
    return select(RotationSchedule).options(
        account.selectinload(SocialAccount.custodianships),
        account.selectinload(SocialAccount.ownerships),
        joinedload(RotationSchedule.responsible),
    )
