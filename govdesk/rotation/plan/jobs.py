"""What the worker calls to keep the rules and the days that they lead to up to date."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.db import Sessions
from govdesk.errors import Conflict
from govdesk.files import FileError, PolicyFiles
from govdesk.rotation.office import Office
from govdesk.rotation.plan.applying import Applied, apply_some
from govdesk.rotation.plan.models import RotationPolicyVersion
from govdesk.rotation.plan.proposing import Proposing
from govdesk.rotation.plan.reading import Plan, plan_of
from govdesk.rotation.plan.versions import last_planned, newest, publish_file
from govdesk.settings import Settings

log = logging.getLogger(__name__)


def keep_plan(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Make a version of a changed file; once a day, and when there is a new version, set the days it leads to."""
    now = clock.utcnow()
    with sessions() as session:
        try:
            publish_file(session, PolicyFiles(settings.policies), now=now)
        except FileError as error:
            log.error("the rules in force stay: %s", error)
        except Conflict:
            session.rollback()  # another worker made the version at this moment
        session.commit()
    plan_all(sessions, settings, now=now, stopping=stopping)


@dataclass(frozen=True)
class _Look:
    """One look through all accounts."""

    version: int
    office: Office
    before: Plan
    anew: bool
    """Whether reminders may be due on other days than under the rules before."""

    @property
    def has_work(self) -> bool:
        return self.anew or bool(self.office.rules.scheduling or self.before.rules.scheduling)


def plan_all(
    sessions: Sessions,
    settings: Settings,
    *,
    now: datetime,
    again: bool = False,
    stopping: Callable[[], bool] = lambda: False,
) -> Applied:
    """Set all days that the rules in force lead to; a second time on the same day only if `again`."""
    applied = Applied()
    with sessions() as session:
        look = _look(session, settings, now, again)
    if look is None:
        return applied
    while look.has_work and not applied.is_done and not stopping():
        with sessions() as session:
            if not _is_ours(session, look.version):
                break
            proposing = Proposing.of(session, look.office, look.before.rules, look.office.today(now))
            apply_some(session, proposing, applied, now=now, anew=look.anew)
            session.commit()
    if applied.is_done or not look.has_work:
        with sessions() as session:
            _note(session, look, applied, now)
            session.commit()
    return applied


def _look(session: Session, settings: Settings, now: datetime, again: bool) -> _Look | None:
    """None when the rules in force were looked through today already."""
    version, office = newest(session), Office.in_force(session, settings)
    if version is None or (version.planned_on == office.today(now) and not again):
        return None
    earlier = last_planned(session)
    before = _plan_before(earlier)
    same = (before.rules, before.days) == (office.rules, office.days)
    return _Look(version.number, office, before, anew=earlier is not None and not same)


def _is_ours(session: Session, number: int) -> bool:
    """Whether no other worker sets days at this moment; none does until the transaction ends."""
    version = select(RotationPolicyVersion.id).where(RotationPolicyVersion.number == number)
    return session.scalar(version.with_for_update(skip_locked=True)) is not None


def _plan_before(version: RotationPolicyVersion | None) -> Plan:
    """What led so far; a version that is not understood any more led to nothing."""
    try:
        return plan_of(version.text) if version else Plan()
    except FileError:
        return Plan()


def _note(session: Session, look: _Look, applied: Applied, now: datetime) -> None:
    version = newest(session)
    if version is None or version.number != look.version:  # a newer one is looked through next
        return
    version.planned_on = look.office.today(now)
    if applied.set or applied.taken_back:
        audit.record(
            session, "rotation:rules:applied", version, by=None, at=now,
            version=version.number, set=applied.set, taken_back=applied.taken_back,
        )  # fmt: skip
