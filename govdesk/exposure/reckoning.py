"""Keeps the row of each account that lists read: reckoned anew, in the same transaction, whenever a fact changes."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from govdesk.accounts import heeding
from govdesk.accounts.models import SocialAccount
from govdesk.exposure.findings import Weakness, questions, weaknesses
from govdesk.exposure.forecast import forecast
from govdesk.exposure.gathering import Known, gather
from govdesk.exposure.models import AccountExposure, ExceptionState
from govdesk.exposure.reading import Lines

ONE_DAY = timedelta(days=1)


def reckon(session: Session, account_ids: Collection[int], today: date) -> None:
    """Write the rows of these accounts. Two at once take turns: who comes second sees what the first did."""
    session.flush()
    ordered = sorted(account_ids)
    if not ordered:
        return
    locked = select(SocialAccount.id).where(SocialAccount.id.in_(ordered)).order_by(SocialAccount.id)
    there = session.scalars(locked.with_for_update()).all()
    _write(session, [_row(id_, known, today) for id_, known in gather(session, there).items()])


def unreckoned(after: int) -> Select[int]:
    """Ids above `after` of the accounts that have no row yet, such as those of an import."""
    known = select(AccountExposure.account_id).where(AccountExposure.account_id == SocialAccount.id)
    return select(SocialAccount.id).where(SocialAccount.id > after, ~known.exists()).order_by(SocialAccount.id)


def outdated(today: date, after: int) -> Select[int]:
    """Ids above `after` of the accounts whose access has ended by the calendar since they were reckoned."""
    exposures = select(AccountExposure.account_id).where(AccountExposure.recheck_on <= today)
    return exposures.where(AccountExposure.account_id > after).order_by(AccountExposure.account_id)


def excepted(lines: Lines, today: date) -> frozenset[Weakness]:
    """What may be weak on `today`."""
    approved = (e for e in lines.exceptions if e.state is ExceptionState.APPROVED and e.ends_on >= today)
    return frozenset(exception.weakness for exception in approved)


def _row(account_id: int, known: Known, today: date) -> dict[str, Any]:
    facts = known.facts(today)
    seen = forecast(facts)
    return {
        "account_id": account_id,
        "outlook": seen.outlook,
        "sign_in": seen.sign_in.sure,
        "sign_in_is_open": seen.sign_in.is_open,
        "recover": seen.recover.sure,
        "recover_is_open": seen.recover.is_open,
        "questions": len(questions(facts)),
        "weaknesses": len(set(weaknesses(facts)) - known.excepted(today)),
        "recheck_on": _next_end(known, today),
    }


def _next_end(known: Known, today: date) -> date | None:
    ends = (way.ends_on for way in known.ways if way.ends_on is not None and way.ends_on >= today)
    last_day = min(ends, default=None)
    return last_day + ONE_DAY if last_day else None


def _write(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(AccountExposure)
    fresh = {name: statement.excluded[name] for name in rows[0] if name != "account_id"}
    session.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=fresh), list(rows))


heeding.when_holders_change(reckon)
