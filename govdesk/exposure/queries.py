"""Reading access lists and what they come to."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk.accounts.models import IN_USE, Custodianship, Ownership, SocialAccount
from govdesk.accounts.orphans import gathered, ways_to_need_an_owner
from govdesk.accounts.queries import WHOLE, account
from govdesk.db import as_value, counted
from govdesk.directory.models import LEAVERS, Department, Person, PersonState
from govdesk.errors import NotFound
from govdesk.exposure.forecast import Outlook
from govdesk.exposure.models import (
    AccessException,
    AccessGrant,
    AccountExposure,
    ConnectedTool,
    Held,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
)
from govdesk.exposure.reading import WayIn
from govdesk.web.guard import NO_SUCH_PAGE

NAMED = (SocialAccount.owner_id, SocialAccount.deputy_id)
Way = TypeVar("Way", Custodianship, AccessGrant)
HELD: tuple[type[Held], ...] = (RecoveryMeans, SecondFactor, TrustedDevice, ConnectedTool)


def exposure_of(session: Session, subject: SocialAccount) -> AccountExposure | None:
    """What is known of an account in two numbers; None when it has not been reckoned yet."""
    query = select(AccountExposure).where(AccountExposure.account_id == subject.id)
    return session.scalar(query.execution_options(populate_existing=True))


def own_ways(session: Session, subject: SocialAccount, person: Person) -> list[WayIn]:
    """By what ways somebody gets in to an account themselves: their own lines of its list."""
    by_secret = session.scalars(_own(Custodianship, subject, person)).all()
    return [*by_secret, *session.scalars(_own(AccessGrant, subject, person)).all()]


def own_lines(session: Session, subject: SocialAccount, person: Person) -> list[Held]:
    """Second factors, ways to recover, devices and tools of an account that somebody holds themselves."""
    return [
        line
        for kind in HELD
        for line in session.scalars(select(kind).where(kind.account_id == subject.id, *held_by(kind, person)))
    ]


def _own(kind: type[Way], subject: SocialAccount, person: Person) -> Select[Way]:
    mine = kind.account_id == subject.id, kind.person_id == person.id, kind.ended_on.is_(None)
    return select(kind).where(*mine).order_by(kind.id)


def exception(session: Session, account_id: int, exception_id: int) -> AccessException:
    """One exception of one account, kept from others until the transaction ends. Raises NotFound."""
    subject = account(session, account_id)
    query = select(AccessException).where(AccessException.id == exception_id).with_for_update()
    found = session.scalar(query)
    if found is None or found.account_id != subject.id:
        raise NotFound(NO_SUCH_PAGE)
    return found


def touched_by(person: Person) -> Select[int]:
    """Ids of the accounts on whose list somebody stands, in any line in force."""
    ways = [
        select(kind.account_id).where(kind.person_id == person.id, kind.ended_on.is_(None))
        for kind in (Custodianship, AccessGrant)
    ]
    held = [select(kind.account_id).where(*held_by(kind, person)) for kind in HELD]
    return ways[0].union(*ways[1:], *held)  # type: ignore[return-value]  # a union of selects of one number


def held_by(kind: type[Held], person: Person) -> tuple[ColumnElement[bool], ...]:
    """The lines of one kind that somebody holds, alone or with another."""
    return or_(kind.holder_id == person.id, kind.backup_id == person.id), kind.ended_on.is_(None)


def accounts_by_id(session: Session, ids: Sequence[int]) -> Sequence[SocialAccount]:
    """These accounts with departments and people, by handle."""
    query = select(SocialAccount).where(SocialAccount.id.in_(ids)).options(*WHOLE)
    return session.scalars(query.order_by(func.lower(SocialAccount.handle), SocialAccount.id)).all()


def to_settle(person: Person) -> Select[AccountExposure]:
    """What is open on accounts in use that `person` is responsible for, the worst first."""
    return (
        select(AccountExposure)
        .join(SocialAccount, SocialAccount.id == AccountExposure.account_id)
        .where(
            SocialAccount.state.in_(IN_USE),
            or_(AccountExposure.questions > 0, AccountExposure.weaknesses > 0),
            SocialAccount.id.in_(_concerning(person)),
            is_responsible(person),
        )
        .order_by(AccountExposure.weaknesses.desc(), AccountExposure.questions.desc(), AccountExposure.account_id)
    )


def _concerning(person: Person) -> Select[int]:
    """Ids of the accounts among which to look, each part found by an index."""
    headed = (
        select(SocialAccount.id)
        .join(Department, Department.id == SocialAccount.accountable_id)
        .where(Department.head_id == person.id)
    )
    named = (select(SocialAccount.id).where(named == person.id) for named in NAMED)
    return headed.union(*named)  # type: ignore[return-value]  # a union of selects of one number


def is_responsible(person: Person) -> ColumnElement[bool]:
    """Whether an account is somebody's to settle: its owner, else its deputy, else the accountable head."""
    here = Person.state == PersonState.ACTIVE
    has_owner = exists().where(Person.id == SocialAccount.owner_id, here)
    has_deputy = exists().where(Person.id == SocialAccount.deputy_id, here)
    headed = (
        exists()
        .where(Ownership.account_id == SocialAccount.id, Ownership.position == 0)
        .where(Department.id == Ownership.department_id, Department.head_id == person.id)
    )
    return or_(
        SocialAccount.owner_id == person.id,
        and_(SocialAccount.deputy_id == person.id, ~has_owner),
        and_(headed, ~has_owner, ~has_deputy),
    )


def responsible_for(subject: SocialAccount) -> Person | None:
    """The same for one account: whom to tell; None when there is nobody."""
    head = subject.departments[0].head if subject.departments else None
    asked = (person for person in (subject.owner, subject.deputy, head) if person and person.is_employed)
    return next(asked, None)


def nobodys(session: Session) -> int:
    """How many accounts in use have something open and nobody responsible (`db.counted`): security's to settle."""
    gone = select(Person.id).where(Person.state.in_(LEAVERS))
    works_here = exists().where(Person.id == Department.head_id, Person.state == PersonState.ACTIVE)
    headed = select(Department.id).where(works_here)
    deputy, accountable = as_value(SocialAccount.deputy_id), as_value(SocialAccount.accountable_id)
    open_ones = gathered(
        ways_to_need_an_owner(),
        AccountExposure.account_id == SocialAccount.id,
        AccountExposure.questions + AccountExposure.weaknesses > 0,
        or_(deputy.is_(None), deputy.in_(gone)),
        or_(accountable.is_(None), accountable.not_in(headed)),
    )
    return counted(session, open_ones)


def accounts_with_outlook(outlook: str) -> list[Select[int]]:
    """Ids of the accounts of one forecast; what has come in since the worker last looked is unknown."""
    reckoned = select(AccountExposure.account_id).where(AccountExposure.outlook == Outlook(outlook))
    if outlook != Outlook.UNKNOWN:
        return [reckoned]
    last = select(func.coalesce(func.max(AccountExposure.account_id), 0)).scalar_subquery()
    return [reckoned, select(SocialAccount.id).where(SocialAccount.id > last)]


def exceptions_to_decide(person: Person, today: date) -> Select[AccessException]:
    """Those that somebody else at security has to decide, the oldest first."""
    return (
        select(AccessException)
        .join(SocialAccount, SocialAccount.id == AccessException.account_id)
        .where(
            AccessException.ended_on.is_(None),
            AccessException.approved_by_id.is_(None),
            AccessException.ends_on >= today,
            AccessException.asked_by_id != person.id,
            SocialAccount.state.in_(IN_USE),
        )
        .order_by(AccessException.id)
        .options(joinedload(AccessException.account))
    )


def in_danger(session: Session) -> dict[Outlook, int]:
    """How many accounts in use hang by one person or by nobody (`db.counted`)."""
    in_use = (
        select(AccountExposure.account_id)
        .join(SocialAccount, SocialAccount.id == AccountExposure.account_id)
        .where(as_value(SocialAccount.state).in_(IN_USE))
    )
    numbers = {
        outlook: counted(session, in_use.where(AccountExposure.outlook == outlook))
        for outlook in (Outlook.BLACK, Outlook.RED)
    }
    return {outlook: number for outlook, number in numbers.items() if number}


def handles_of(session: Session, rows: Sequence[AccountExposure]) -> dict[int, SocialAccount]:
    """The accounts of these rows, by id."""
    ids = [row.account_id for row in rows]
    found = session.scalars(select(SocialAccount).where(SocialAccount.id.in_(ids)))
    return {subject.id: subject for subject in found}


def exceptions_that_end(today: date) -> Select[AccessException]:
    """Exceptions whose last day is over and that nobody has ended; rows of other workers are passed over."""
    return (
        select(AccessException)
        .where(AccessException.ended_on.is_(None), AccessException.ends_on < today)
        .order_by(AccessException.ends_on, AccessException.id)
        .options(
            selectinload(AccessException.account).selectinload(SocialAccount.ownerships),
            joinedload(AccessException.asked_by).lazyload(Person.granted),
        )
        .with_for_update(skip_locked=True, of=AccessException)
    )
