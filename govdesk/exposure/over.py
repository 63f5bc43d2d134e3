"""Whose time is over has no business with an account any more, though nobody has ended their access yet."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts import heeding
from govdesk.accounts.models import Custodianship
from govdesk.exposure.actions import occasion_of
from govdesk.exposure.models import AccessGrant
from govdesk.exposure.touched import of_way

Ways = Iterator[Custodianship | AccessGrant]


def tell_over(session: Session, account_ids: Collection[int], *, now: datetime, today: date, tz: ZoneInfo) -> None:
    """Let the other rooms hear of each way in whose planned last day is over; hearing twice is once."""
    for way in _over(session, account_ids, today):
        assert way.ends_on is not None
        ended_at = clock.office_moment(way.ends_on + timedelta(days=1), time.min, tz, late=True)
        touched, agency = replace(of_way(way), lost_at=ended_at), getattr(way, "agency", None)
        told = heeding.Exposed(
            way.account, (touched,), occasion_of(way, today), None, now, today, way.person, agency, tz
        )
        heeding.exposed(session, told)


def _over(session: Session, account_ids: Collection[int], today: date) -> Ways:
    kinds: tuple[Any, ...] = (Custodianship, AccessGrant)
    for kind in kinds:
        is_over = kind.account_id.in_(account_ids), kind.ended_on.is_(None), kind.ends_on < today
        yield from session.scalars(select(kind).where(*is_over).order_by(kind.id)).all()
