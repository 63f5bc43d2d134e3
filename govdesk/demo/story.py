"""What has happened in the sample company so far, told through the same actions that people use."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.actions.ownership import assign_owner
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.demo.campaigns import tell_campaigns
from govdesk.demo.story_of_calendar import plan_the_year
from govdesk.demo.story_of_changes import begin_changes
from govdesk.demo.story_of_desk import tell_desk
from govdesk.demo.story_of_doors import open_doors
from govdesk.demo.story_of_handovers import hand_over
from govdesk.demo.story_of_impostors import meet_impostors
from govdesk.demo.story_of_lars import leave_as_lars
from govdesk.demo.story_of_names import tell_names
from govdesk.demo.story_of_requests import tell_requests
from govdesk.demo.story_of_rules import tell_rules
from govdesk.demo.tickets import tell_tickets
from govdesk.desk.clocks.reading import read_desk
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import active_people, person_by_login
from govdesk.files import PolicyFiles
from govdesk.incidents.suspecting import suspect
from govdesk.policies.actions import acknowledge, publish
from govdesk.policies.queries import asked_for
from govdesk.rotation.actions import Terms, schedule_rotation
from govdesk.rotation.audience.actions import Wish, make
from govdesk.rotation.audience.models import Audience
from govdesk.rotation.audience.ready import READY
from govdesk.rotation.audience.rules import Rhythm, Unit
from govdesk.rotation.office import Office
from govdesk.rotation.rules import Credential
from govdesk.settings import Settings

HELD_BY_ADA = 6
"""Accounts of NOAA whose credentials Ada holds."""
LEFT_OPEN = 5
"""Every so many accounts have neither owner nor custodian, so that there is something to settle."""
DUE_IN_DAYS = (-4, -1, 0, 2, 6, 12, 20, 45, 60, 75, 90, 120, 150, 180, 240, 300)
"""When the passwords that Sam has scheduled so far are due, counted from the day of loading."""
HALF_A_YEAR = 182
REMINDED_IN = timedelta(days=3)
"""When all who hold access are reminded of something."""
READERS = 3
"""Every so many people have not acknowledged the policies yet."""


@dataclass(frozen=True)
class Telling:
    """Where and when the story is told."""

    session: Session
    now: datetime
    today: date


def tell(session: Session, settings: Settings, *, now: datetime) -> None:
    """Owners and custodians for most accounts, who gets in to some, a few rotations, policies that most have read.

    And some tickets, three hand-overs, four requests, what Lars left behind, and two changes on their way.
    """
    telling = Telling(session, now, clock.local_date(now, settings.timezone))
    held = _give_people(telling)
    _schedule(telling, held, Office.of(settings))
    tell_rules(session, held, PolicyFiles(settings.policies), now=now)
    _remind_holders(telling, settings)
    plan_the_year(session, Office.of(settings), now=now, today=telling.today)
    open_doors(session, held, now=now, today=telling.today)
    publish(session, PolicyFiles(settings.policies), now=now, today=telling.today)
    session.flush()
    _acknowledge(telling)
    tell_tickets(session, held, terms=read_desk(PolicyFiles(settings.policies), settings.timezone), now=now)
    tell_desk(session, held, now=now, today=telling.today, tz=settings.timezone)
    tell_names(session, catalogue(settings.policies), now=now)
    meet_impostors(session, catalogue(settings.policies), now=now)
    hand_over(session, held, now=now)
    _wonder(telling, held[0])
    tell_campaigns(session, settings, now=now)
    tell_requests(session, held, settings, catalogue(settings.policies), now=now)
    leave_as_lars(session, held, now=now, tz=settings.timezone)
    begin_changes(session, settings, now=now)


def _give_people(telling: Telling) -> list[SocialAccount]:
    """Grace names owners and custodians; gives the accounts that have them now, Ada's first."""
    session, now = telling.session, telling.now
    grace, ada = person_by_login(session, "grace"), person_by_login(session, "ada")
    adas: list[SocialAccount] = []
    others: list[SocialAccount] = []
    for number, account in enumerate(session.scalars(select(SocialAccount).order_by(SocialAccount.id)).all()):
        home = account.departments[-1] if account.departments else None
        if home is None or number % LEFT_OPEN == 0:
            continue
        is_adas = ada.department is not None and ada.department.parent_id == home.id and len(adas) < HELD_BY_ADA
        (adas if is_adas else others).append(account)
        staff = [ada] if is_adas else _staff(session, home)
        assign_owner(session, account, home.head, by=grace, now=now)
        add_custodian(session, account, staff[number % len(staff)], by=grace, now=now, today=telling.today)
    return adas + others


def _wonder(telling: Telling, account: SocialAccount) -> None:
    """Ada has seen something strange this morning; security is to look at it."""
    ada, seen = person_by_login(telling.session, "ada"), "A mail says that somebody signed in from abroad last night."
    suspect(telling.session, account, seen, by=ada, form_key="sample-suspicion", now=telling.now)


def _staff(session: Session, department: Department) -> list[Person]:
    return list(session.scalars(active_people().where(Person.department_id == department.id)))


def _schedule(telling: Telling, held: list[SocialAccount], office: Office) -> None:
    """Sam schedules the passwords of some accounts, every other of Ada's among them."""
    sam = person_by_login(telling.session, "sam")
    for days, account in zip(DUE_IN_DAYS, held[1 :: len(held) // len(DUE_IN_DAYS)], strict=False):
        terms = Terms(telling.today + timedelta(days), HALF_A_YEAR)
        schedule_rotation(
            telling.session, account, Credential.PASSWORD, terms, by=sam, now=telling.now, office=office
        )


def _remind_holders(telling: Telling, settings: Settings) -> None:
    """Every half a year Sam reminds who holds access of different passwords for different purposes."""
    sam, ready = person_by_login(telling.session, "sam"), READY["purposes"]
    rhythm = Rhythm(telling.today + REMINDED_IN, Unit.MONTHS, 6)
    wish = Wish(str(ready.subject), str(ready.text), Audience.HOLDERS, None, rhythm)
    make(telling.session, wish, by=sam, form_key=None, now=telling.now, tz=settings.timezone)


def _acknowledge(telling: Telling) -> None:
    """Most people have read the policies; the cast, who show it, have not."""
    people = telling.session.scalars(active_people()).all()
    for version in asked_for(telling.session, telling.today):
        for number, person in enumerate(people):
            if number % READERS and not person.roles and person.login not in ("ada", "olu"):
                acknowledge(
                    telling.session, version, person, digest=version.digest, now=telling.now, today=telling.today
                )
