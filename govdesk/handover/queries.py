"""Reading hand-overs."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from govdesk.access import Role
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person, PersonState
from govdesk.directory.queries import people_with_role
from govdesk.errors import NotFound
from govdesk.handover.models import HELPED, Handover, HandoverBatch
from govdesk.handover.rules import STILL_OPEN, HandoverState
from govdesk.i18n import _
from govdesk.web.guard import NO_SUCH_PAGE

MOST_SHOWN = 5
"""Former hand-overs on the page of an account."""


def handover(session: Session, handover_id: int) -> Handover:
    """One hand-over with its account and people. Raises NotFound."""
    found = session.scalar(_whole().where(Handover.id == handover_id))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def handover_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to names and pages, for the trail."""
    query = select(Handover.id, SocialAccount.handle).join(Handover.account).where(Handover.id.in_(ids))
    return {
        id_: (_("Hand-over of %(handle)s", handle=handle), f"/handovers/{id_}")
        for id_, handle in session.execute(query)
    }


def handover_to_change(session: Session, handover_id: int) -> Handover:
    """The same, kept from others until the transaction ends: who comes second sees what the first did."""
    session.execute(select(Handover.id).where(Handover.id == handover_id).with_for_update())
    return handover(session, handover_id)


def handovers_to_change(session: Session, ids: Collection[int]) -> Sequence[Handover]:
    """Several, in one order for all, so that two who mark the same ones take turns."""
    wanted = Handover.id.in_(ids)
    session.execute(select(Handover.id).where(wanted).order_by(Handover.id).with_for_update())
    return session.scalars(_whole().where(wanted).order_by(Handover.id)).all()


def batch(session: Session, batch_id: int) -> HandoverBatch:
    """Several that were opened together, with their accounts and people. Raises NotFound."""
    found = session.get(HandoverBatch, batch_id)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    session.scalars(_whole().where(Handover.batch_id == batch_id)).all()
    return found


def batch_to_change(session: Session, batch_id: int) -> HandoverBatch:
    """The same, kept from others until the transaction ends."""
    rows = select(Handover.id).where(Handover.batch_id == batch_id).order_by(Handover.id)
    session.execute(rows.with_for_update())
    return batch(session, batch_id)


def open_one(session: Session, account: SocialAccount) -> Handover | None:
    """The open hand-over of an account, if there is one; who is only asked to confirm does not count."""
    return session.scalar(open_ones().where(Handover.account_id == account.id, ~Handover.only_confirms))


def confirming_ones(account: SocialAccount) -> Select[Handover]:
    """Who was named for an account and is asked to confirm it."""
    return open_ones().where(Handover.account_id == account.id, Handover.only_confirms)


def former_ones(session: Session, account: SocialAccount) -> Sequence[Handover]:
    """What has ended, the latest first: at most `MOST_SHOWN`."""
    ended = _whole().where(Handover.account_id == account.id, Handover.state.not_in(STILL_OPEN))
    return session.scalars(ended.order_by(Handover.id.desc()).limit(MOST_SHOWN)).all()


@cache
def open_ones() -> Select[Handover]:
    """All that are open, the longest untouched first."""
    return _whole().where(Handover.state.in_(STILL_OPEN)).order_by(Handover.changed_at, Handover.id)


def waiting_for(person: Person) -> Select[Handover]:
    """The open ones in which the next step is `person`'s."""
    return open_ones().where(or_(_to_list(person), _to_confirm(person), _to_close(person)))


def concerning(person: Person) -> Select[Handover]:
    """The open ones that somebody opened, hands over or takes over, or whose manager they are."""
    report = _somebody()
    reports = select(report.id).where(report.manager_id == person.id)
    return open_ones().where(
        or_(
            Handover.opened_by_id == person.id,
            Handover.outgoing_id == person.id,
            Handover.incoming_id == person.id,
            Handover.incoming_id.in_(reports),
            _to_list(person),
        )
    )


def next_ones(session: Session, handover: Handover) -> list[Person]:
    """Whose turn it is; nobody once it has ended."""
    comms = [one for one in session.scalars(people_with_role(Role.COMMS)) if one is not handover.incoming]
    outgoing, manager = handover.outgoing, handover.incoming.manager
    if handover.state is HandoverState.LISTING and outgoing is not None:
        return _first_here(outgoing, outgoing.manager) or comms
    if handover.state is HandoverState.CONFIRMING:
        return _first_here(handover.incoming)
    if handover.state is HandoverState.CLOSING:
        free = [one for one in comms if not handover.bars_from_closing(one)]
        return _first_here(manager if manager and not handover.bars_from_closing(manager) else None) or free
    return []


def departments_of(session: Session, handover: Handover) -> list[Department]:
    """The owning departments it leads to, the accountable one first."""
    found = {d.id: d for d in session.scalars(select(Department).where(Department.id.in_(handover.department_ids)))}
    return [found[id_] for id_ in handover.department_ids if id_ in found]


def _first_here(*people: Person | None) -> list[Person]:
    """The first who works here, as a list."""
    return [person for person in people if person is not None and person.is_employed][:1]


def _to_list(person: Person) -> ColumnElement[bool]:
    outgoing = _somebody()
    left = [outgoing.manager_id == person.id] if Role.COMMS not in person.roles else []
    stood_in_for = select(outgoing.id).where(outgoing.state != PersonState.ACTIVE, *left)
    reports = select(outgoing.id).where(outgoing.manager_id == person.id)
    helped = and_(Handover.nudged.in_(HELPED), Handover.incoming_id != person.id, Handover.outgoing_id.in_(reports))
    is_mine = or_(Handover.outgoing_id == person.id, Handover.outgoing_id.in_(stood_in_for), helped)
    return and_(Handover.state == HandoverState.LISTING, is_mine)


def _to_confirm(person: Person) -> ColumnElement[bool]:
    return and_(Handover.state == HandoverState.CONFIRMING, Handover.incoming_id == person.id)


def _to_close(person: Person) -> ColumnElement[bool]:
    """Those whose manager somebody is, and of communications all; see `Handover.bars_from_closing`."""
    incoming = _somebody()
    reports = Handover.incoming_id.in_(select(incoming.id).where(incoming.manager_id == person.id))
    others = true() if Role.COMMS in person.roles else false()
    asked = and_(Handover.outgoing_id == person.id, func.coalesce(Handover.opened_by_id, 0) == person.id)
    is_free = and_(Handover.incoming_id != person.id, or_(Handover.outgoing_id.is_(None), ~asked))
    return and_(Handover.state == HandoverState.CLOSING, or_(reports, others), is_free)


@cache
def _somebody() -> type[Person]:
    """A second look at people, for subqueries. One for all of them: whatever SQLAlchemy works out about it is kept,
    which for a new one on every page took a tenth of the page's time."""
    return aliased(Person)


@cache
def _whole() -> Select[Handover]:
    people = (Handover.outgoing, Handover.incoming)
    return select(Handover).options(
        *(joinedload(person).lazyload(Person.granted) for person in people),
        selectinload(Handover.account).selectinload(SocialAccount.ownerships),
        selectinload(Handover.account).selectinload(SocialAccount.custodianships),
    )
