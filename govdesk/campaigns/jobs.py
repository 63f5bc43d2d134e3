"""What the worker calls: start what is due by itself, and look after the campaigns that run."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import update
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.campaigns import sweeping
from govdesk.campaigns.models import Campaign
from govdesk.campaigns.office import Office
from govdesk.campaigns.periods import start_periods
from govdesk.db import Sessions
from govdesk.settings import Settings

Given = TypeVar("Given")
log = logging.getLogger(__name__)

BAD_ROW_RESTS = timedelta(hours=1)
BREATH_SECONDS = 0.005
"""Between two transactions: on SQLite whoever waits to write would otherwise hardly ever find a gap."""


def run_campaigns(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """All that is due now. Raises FileError when `campaigns.yml` cannot be used."""
    look_after(sessions, now=clock.utcnow(), office=Office.of(settings), stopping=stopping)


def look_after(
    sessions: Sessions, *, now: datetime, office: Office, stopping: Callable[[], bool] = lambda: False
) -> None:
    """The same at `now`. What fails is logged and tried again an hour later."""
    with sessions() as session:
        start_periods(session, now=now, office=office)
        session.commit()
    with sessions() as session:
        due = session.scalars(sweeping.owed_a_look(now).with_only_columns(Campaign.id)).all()
    for campaign_id in due:
        if stopping():
            return
        try:
            _look_at(sessions, campaign_id, now, office)
        except (OperationalError, ProgrammingError):  # the database's fault, not this campaign's
            raise
        except Exception:
            log.exception("campaign %d could not be looked after; next try in an hour", campaign_id)
            _put_off(sessions, campaign_id, now + BAD_ROW_RESTS)


def _look_at(sessions: Sessions, campaign_id: int, now: datetime, office: Office) -> None:
    def step(work: Callable[[Session, Campaign], Given]) -> Given:
        """One short transaction."""
        with sessions() as session:
            given = work(session, session.get_one(Campaign, campaign_id))
            session.commit()
        time.sleep(BREATH_SECONDS)
        return given

    with sessions() as session:
        seen = session.get_one(Campaign, campaign_id)
    stage = office.terms.stage_on(seen.due_on, office.today(now))
    step(lambda session, campaign: sweeping.begin_look(session, campaign, stage, now))
    while step(lambda session, campaign: sweeping.miss_some(session, campaign, stage)):
        pass
    routed: int | None = 0
    while routed is not None:
        routed = step(partial(sweeping.route_some, stage=stage, after=routed))
    again = f"again {seen.asked_again_on}" if seen.asked_again_on == office.today(now) else None
    for told in [stage, again] if again else [stage]:
        while step(partial(sweeping.tell_some, stage=told, now=now)):
            pass
        step(partial(sweeping.tell_comms, stage=told, now=now))
    done = sweeping.Look(stage, seen.look_at, now)
    step(lambda session, campaign: sweeping.end_look(session, campaign, done, office))


def _put_off(sessions: Sessions, campaign_id: int, until: datetime) -> None:
    with sessions() as session:
        session.execute(update(Campaign).where(Campaign.id == campaign_id).values(look_at=until))
        session.commit()
