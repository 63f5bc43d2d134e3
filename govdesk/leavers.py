"""What follows, room by room, when somebody leaves and when somebody is back: told by the worker, in this order.

Sessions and tokens have ended with the change itself. Policies need not be told: they count who works here.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.access import Role
from govdesk.accounts.actions.heralding import herald_leaver
from govdesk.accounts.actions.leaving import end_holdings, note_return
from govdesk.campaigns.sweeping import wake
from govdesk.db import Sessions
from govdesk.desk.leaving import give_back
from govdesk.directory.models import ChangeKind, Person, PersonChange
from govdesk.directory.queries import active_people, people_with_role
from govdesk.exposure.leaving import end_access
from govdesk.exposure.reckoning import reckon
from govdesk.handover.leaving import go_on_without
from govdesk.handover.orphaned import ask_for_owners
from govdesk.lifecycle.leaving import ask_others
from govdesk.rotation.exposure import tell_security
from govdesk.rotation.leaving import Loss, demand_changes
from govdesk.rotation.office import Office
from govdesk.settings import Settings

HERALD_BEFORE = timedelta(days=7)
"""How long before a known leaving day security and communications hear of it."""


def tell_of_leaver(session: Session, change: PersonChange, now: datetime, office: Office) -> None:
    """Custodianships and own access end, forecasts are reckoned anew, credentials fall due, tickets go back, notices
    are taken back, what was asked of them is asked of others, hand-overs and requests go on without
    them, security is told.
    """
    leaver, occasion = change.person, str(change.id)
    loss = Loss(leaver, change.changed_at, now, office, occasion)
    holdings = end_holdings(session, leaver, left_on=loss.left_on, now=now)
    had = end_access(session, leaver, left_on=loss.left_on, now=now)
    touched = {one.account_id for one in had} | {holding.account.id for holding in holdings}
    reckon(session, touched, office.today(now))
    bundle = demand_changes(session, loss, holdings, had)
    give_back(session, leaver, occasion=occasion, now=now)
    wake(session, leaver, now=now)
    notify.cancel_all_to(session, leaver, now=now)
    go_on_without(session, leaver, now=now)
    ask_others(session, leaver, now=now)
    ask_for_owners(session, leaver, holdings, occasion=occasion, now=now)
    tell_security(session, loss, holdings, bundle)


def tell_of_returner(session: Session, change: PersonChange, now: datetime, office: Office) -> None:
    """Nothing is given back by itself; the trail says so, and what was held before."""
    note_return(session, change.person, left_on=_left_before(session, change, office), now=now)


def _left_before(session: Session, change: PersonChange, office: Office) -> date | None:
    """The office day on which the returner had left; None when that was before anybody wrote it down."""
    left_at = session.scalar(
        select(PersonChange.changed_at)
        .where(
            PersonChange.person_id == change.person_id,
            PersonChange.kind == ChangeKind.LEFT,
            PersonChange.id < change.id,
        )
        .order_by(PersonChange.id.desc())
        .limit(1)
    )
    return office.today(left_at) if left_at else None


def herald_leavers(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Tell security and communications, once each, who holds credentials and leaves within the next days."""
    now = clock.utcnow()
    with sessions() as session:
        leaving = session.scalars(leaving_soon(clock.local_date(now, settings.timezone))).all()
        readers = _readers(session) if leaving else []
    for person in leaving:
        if stopping():
            return
        with sessions() as session:
            herald_leaver(session, person, readers, now=now)
            session.commit()


def leaving_soon(today: date) -> Select[Person]:
    """Who works here, and will not after a day within the next ones."""
    return active_people().where(Person.leaves_on.between(today, today + HERALD_BEFORE))


def _readers(session: Session) -> list[Person]:
    found = [person for role in (Role.SECURITY, Role.COMMS) for person in session.scalars(people_with_role(role))]
    return list(dict.fromkeys(found))
