"""Reading requests, and who is asked next."""

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk.access import Role
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import headed_by, people_with_role
from govdesk.errors import NotFound
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.rules import APPROVALS, ROLE_OF, STILL_OPEN, Kind, RequestState
from govdesk.web.guard import NO_SUCH_PAGE


def request_of(session: Session, request_id: int) -> AccountRequest:
    """One request with its account, people and steps. Raises NotFound."""
    found = session.scalar(whole().where(AccountRequest.id == request_id))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def request_to_change(session: Session, request_id: int) -> AccountRequest:
    """The same, kept from others until the transaction ends: who comes second sees what the first did."""
    session.execute(select(AccountRequest.id).where(AccountRequest.id == request_id).with_for_update())
    return request_of(session, request_id)


def sent_with(session: Session, person: Person, form_key: str) -> AccountRequest | None:
    """The request that this form has become already."""
    theirs = AccountRequest.requester_id == person.id, AccountRequest.form_key == form_key
    return session.scalar(whole().where(*theirs))


def under_way(session: Session, identity: str) -> AccountRequest | None:
    """The open request for this address, if there is one."""
    return session.scalar(open_ones().where(AccountRequest.identity == identity))


def open_about(session: Session, account: SocialAccount) -> list[AccountRequest]:
    """The open requests about an account, the oldest first."""
    return list(session.scalars(open_ones().where(AccountRequest.account_id == account.id)))


def open_ones() -> Select[AccountRequest]:
    """All that are open, the longest untouched first."""
    return whole().where(AccountRequest.state.in_(STILL_OPEN)).order_by(AccountRequest.changed_at, AccountRequest.id)


def all_of_them() -> Select[AccountRequest]:
    """What is open first, the longest untouched foremost; then what has ended."""
    is_open = AccountRequest.state.in_(STILL_OPEN)
    return whole().order_by(is_open.desc(), AccountRequest.changed_at, AccountRequest.id)


def of_mine(person: Person) -> Select[AccountRequest]:
    """What somebody asked for or is named in, the latest first."""
    named = (AccountRequest.requester_id, AccountRequest.owner_id, AccountRequest.deputy_id)
    gets_access = and_(AccountRequest.person_id == person.id, AccountRequest.kind == Kind.GRANT)
    is_theirs = or_(gets_access, *(column == person.id for column in named))
    return whole().where(is_theirs).order_by(AccountRequest.changed_at.desc(), AccountRequest.id.desc())


def waiting_for(session: Session, person: Person) -> list[AccountRequest]:
    """The open ones in which the next step is `person`'s, the longest untouched first.

    Whose turn it is depends on who is head today, so each that may be theirs is asked; an office has dozens of them.
    """
    mine = or_(
        AccountRequest.state.in_(_states_to_look_at(session, person)),
        (AccountRequest.state == RequestState.OWNER) & _is_about_an_account_of(person),
        (AccountRequest.state == RequestState.RETURNED) & (AccountRequest.requester_id == person.id),
        AccountRequest.state == RequestState.APPROVED,
    )
    return [row for row in session.scalars(open_ones().where(mine)) if _is_turn_of(session, row, person)]


def _states_to_look_at(session: Session, person: Person) -> set[RequestState]:
    """Those in which a request may wait for somebody whatever account it is about."""
    states = {state for state in APPROVALS if ROLE_OF[state] in person.roles}
    if Role.SECURITY in person.roles:
        states.add(RequestState.OWNER)
    if headed_by(session, person):
        states |= {RequestState.DEPARTMENT, RequestState.OWNER}
    return states


def _is_about_an_account_of(person: Person) -> ColumnElement[bool]:
    theirs = or_(SocialAccount.owner_id == person.id, SocialAccount.deputy_id == person.id)
    return AccountRequest.account_id.in_(select(SocialAccount.id).where(theirs))


def _is_turn_of(session: Session, row: AccountRequest, person: Person) -> bool:
    return row.awaits(person) if row.state.is_approval else person in next_ones(session, row)


def next_ones(session: Session, row: AccountRequest) -> list[Person]:
    """Whose turn it is, as of now; nobody once it has ended."""
    if row.state.is_approval:
        asked = row.asked_people or session.scalars(people_with_role(ROLE_OF[row.state])).all()
        instead = _security(session) if row.kind is Kind.REVOKE else []
        return [person for person in dict.fromkeys((*asked, *instead)) if row.awaits(person)]
    if row.state is RequestState.RETURNED:
        return [row.requester]
    return _doers(session, row) if row.state is RequestState.APPROVED else []


def _doers(session: Session, row: AccountRequest) -> list[Person]:
    """Who is to do what was approved: the owner, else communications; of access the owner or security.

    An account that somebody else is in is closed by security alone.
    """
    if row.kind is Kind.CLOSE and row.account and row.account.state is AccountState.COMPROMISED:
        return _security(session)
    owner = row.owner if row.kind is Kind.OPEN else row.account.owner if row.account else None
    here = [owner] if owner is not None and owner.is_employed else []
    if row.kind.is_access:
        return list(dict.fromkeys((*here, *_security(session))))
    return here or list(session.scalars(people_with_role(ROLE_OF[RequestState.COMMS])))


def _security(session: Session) -> list[Person]:
    return list(session.scalars(people_with_role(Role.SECURITY)))


def whole() -> Select[AccountRequest]:
    """With all that pages show, in a few statements."""
    people = (AccountRequest.requester, AccountRequest.owner, AccountRequest.deputy, AccountRequest.person)
    account = selectinload(AccountRequest.account)
    return select(AccountRequest).options(
        *(joinedload(person).lazyload(Person.granted) for person in people),
        joinedload(AccountRequest.department).joinedload(Department.head),
        account.selectinload(SocialAccount.ownerships),
        account.joinedload(SocialAccount.owner).lazyload(Person.granted),
        selectinload(AccountRequest.steps),
    )
