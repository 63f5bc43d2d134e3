"""What one person has to do today, gathered from all rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from govdesk.access import Permission, Role, may
from govdesk.accounts.confirming import owners_unconfirmed
from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.accounts.orphans import (
    gathered,
    lost_to,
    ways_to_lack_a_department,
    ways_to_lose_an_owner,
    ways_to_need_an_owner,
)
from govdesk.administration import standing
from govdesk.campaigns import queries as campaigns
from govdesk.db import as_value, counted
from govdesk.desk import queries as desk
from govdesk.desk.models import Ticket
from govdesk.directory.models import Person, SyncRun
from govdesk.exposure import queries as exposure
from govdesk.exposure.forecast import Outlook
from govdesk.exposure.models import AccessException, AccountExposure
from govdesk.handover import queries as handovers
from govdesk.handover.models import Handover
from govdesk.handover.waiting import number_unasked
from govdesk.incidents.models import Suspicion
from govdesk.incidents.suspecting import open_suspicions
from govdesk.lifecycle import queries as requests
from govdesk.lifecycle.models import AccountRequest
from govdesk.notify.refusals import number_refused, number_undelivered
from govdesk.policies import queries as policies
from govdesk.policies.models import PolicyVersion
from govdesk.rotation import queries as rotation
from govdesk.rotation.bundles import Bundle, bundles, events_for
from govdesk.rotation.calendar.looking import Look
from govdesk.rotation.calendar.overdue import overdue
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.work.models import RotationWork
from govdesk.rotation.work.queries import waiting_for
from govdesk.rotation.work.second import is_asked

AHEAD = timedelta(days=30)
"""How far ahead a change of a password is part of somebody's day."""
MOST = 8
"""Lines of each kind; the rest is behind a link."""


@dataclass(frozen=True)
class Settle:
    """What communications have to settle in the register: how many accounts are nobody's."""

    without_department: int
    lost_owner: int
    """The owner has left."""
    without_owner: int
    unconfirmed: int
    """The owner has not said that they can sign in."""

    @property
    def is_nothing(self) -> bool:
        return not (self.without_department or self.lost_owner or self.without_owner or self.unconfirmed)


@dataclass(frozen=True)
class Doors:
    """What is to be settled about who can get in."""

    mine: Sequence[tuple[SocialAccount, AccountExposure]]
    """On accounts that the reader is responsible for, the worst first."""
    nobodys: int
    """How many accounts have nobody who is: for security."""
    in_danger: dict[Outlook, int]
    """How many hang by one person or by nobody: likewise."""
    exceptions: Sequence[AccessException]
    """That wait for the reader's approval."""


@dataclass(frozen=True)
class DirectoryDay:
    """How an administrator finds the directory in the morning."""

    last: SyncRun | None
    """The latest run that brought people up to date."""
    is_old: bool


@dataclass(frozen=True)
class MyDay:
    """What waits for the reader; None where it is not theirs to do."""

    suspicions: Sequence[Suspicion]
    """Reports that somebody else may be in an account: for security, who looks at them first of all."""
    campaigns: Sequence[campaigns.Waiting]
    rotations: Sequence[RotationSchedule]
    to_confirm: Sequence[RotationWork]
    """Changes that somebody else has made and that wait for the reader as the second person."""
    handovers: Sequence[Handover]
    """Those in which the next step is theirs."""
    unconfirmed: int
    """Accounts that name the reader, who has not said that they can sign in."""
    lost: Sequence[SocialAccount]
    """Accounts whose owner has left; the reader, their manager, is asked for another."""
    requests: Sequence[AccountRequest]
    """For accounts: those that are theirs to decide, to answer or to carry out."""
    policies: Sequence[PolicyVersion]
    asked: Sequence[Ticket]
    assigned: Sequence[Ticket]
    doors: Doors | None
    queue: desk.Load | None
    register: Settle | None
    to_settle: int | None
    """What owners asked for in campaigns and communications have not done."""
    overdue: int | None
    bundles: Sequence[Bundle]
    """What happened and is not all changed: for security."""
    directory: DirectoryDay | None
    unreached: int | None
    """Whom mail does not reach: for who looks after the house."""
    undelivered: int | None
    """What was given up lately, for them too."""

    @property
    def is_free(self) -> bool:
        """Nothing at all waits."""
        mine = (
            self.suspicions,
            self.campaigns,
            self.rotations,
            self.to_confirm,
            self.handovers,
            self.unconfirmed,
            self.requests,
            self.policies,
            self.asked,
            self.assigned,
        )
        return not any(mine) and self._nothing_of_all

    @property
    def _nothing_of_all(self) -> bool:
        is_desk_empty = self.queue is None or not self.queue.unassigned
        is_directory_fine = self.directory is None or not self.directory.is_old
        is_register_fine = self.register is None or self.register.is_nothing
        is_settled = (
            self.doors is None
            and not self.to_settle
            and not self.overdue
            and not self.bundles
            and not self.lost
            and not self.unreached
            and not self.undelivered
        )
        return is_desk_empty and is_directory_fine and is_register_fine and is_settled


def my_day(session: Session, person: Person, *, now: datetime, today: date, office: Office) -> MyDay:
    """What `person` has to do; at most `MOST` lines of each kind."""
    works_desk = Role.AGENT in person.roles
    return MyDay(
        suspicions=open_suspicions(session) if may(person, Permission.INCIDENT_LEAD) else (),
        campaigns=campaigns.waiting_for(session, person),
        rotations=session.scalars(rotation.of_mine(person, rotation.owed(today + AHEAD)).limit(MOST)).unique().all(),
        to_confirm=[one for one in waiting_for(session, person) if is_asked(session, one, person)][:MOST],
        handovers=session.scalars(handovers.waiting_for(person).limit(MOST)).all(),
        unconfirmed=number_unasked(session, person),
        lost=session.scalars(lost_to(person).limit(MOST)).all(),
        requests=requests.waiting_for(session, person)[:MOST],
        policies=policies.owed_by(session, person, today=today),
        asked=session.scalars(desk.queue(person, Ticket.requester_id == person.id).limit(MOST)).unique().all(),
        assigned=session.scalars(desk.assigned_to(person, person).limit(MOST)).unique().all() if works_desk else (),
        doors=_doors(session, person, today),
        queue=desk.load(session, person) if works_desk else None,
        register=_to_settle(session) if may(person, Permission.ACCOUNT_ASSIGN) else None,
        to_settle=campaigns.number_to_settle(session) if may(person, Permission.CAMPAIGN_START) else None,
        overdue=_overdue(session, person, today, office) if may(person, Permission.ROTATION_SCHEDULE) else None,
        bundles=_bundles(session, person) if may(person, Permission.ROTATION_SCHEDULE) else (),
        directory=_directory(session, now) if may(person, Permission.DIRECTORY_CHECK) else None,
        unreached=number_refused(session) if may(person, Permission.HOUSE_ALARMS) else None,
        undelivered=number_undelivered(session, now) if may(person, Permission.HOUSE_ALARMS) else None,
    )


def _to_settle(session: Session) -> Settle:
    in_use = as_value(SocialAccount.state).in_(IN_USE)
    return Settle(
        without_department=counted(session, gathered(ways_to_lack_a_department(), in_use)),
        lost_owner=counted(session, gathered(ways_to_lose_an_owner())),
        without_owner=counted(session, gathered(ways_to_need_an_owner())),
        unconfirmed=counted(session, owners_unconfirmed()),
    )


def _doors(session: Session, person: Person, today: date) -> Doors | None:
    rows = session.scalars(exposure.to_settle(person).limit(MOST)).all()
    accounts = exposure.handles_of(session, rows)
    mine = [(accounts[row.account_id], row) for row in rows]
    watches_all = may(person, Permission.ACCESS_KEEP)
    nobodys = exposure.nobodys(session) if watches_all else 0
    in_danger = exposure.in_danger(session) if watches_all else {}
    wanted = exposure.exceptions_to_decide(person, today).limit(MOST)
    waiting = session.scalars(wanted).all() if may(person, Permission.ACCESS_EXCEPT) else ()
    is_empty = not (mine or nobodys or in_danger or waiting)
    return None if is_empty else Doors(mine, nobodys, in_danger, waiting)


def _directory(session: Session, now: datetime) -> DirectoryDay:
    last = standing.last_done(session)
    return DirectoryDay(last, standing.is_old(last, now))


def _bundles(session: Session, person: Person) -> Sequence[Bundle]:
    events = session.scalars(events_for(person, open_only=True).limit(MOST)).all()
    return bundles(session, person, events) if events else ()


def _overdue(session: Session, person: Person, today: date, office: Office) -> int:
    """As the page of what is overdue counts it."""
    late = overdue(Look(session, person, today, office))
    return counted(session, late.with_only_columns(RotationSchedule.id, maintain_column_froms=True))
