"""Carrying out what a file says, a portion at a time; one that was cut off goes on behind what it recorded."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.importing.actions.writing import PORTION, Writing, write_gone, write_rest, write_rows
from govdesk.accounts.importing.hands import asked_before
from govdesk.accounts.importing.matching import Known
from govdesk.accounts.importing.models import AccountImport, ImportRow, RowOutcome
from govdesk.accounts.importing.planning import Entry, Plan, match_words, words_of
from govdesk.accounts.importing.reporting import report_of
from govdesk.accounts.importing.source import Source
from govdesk.accounts.listing.listings import remember
from govdesk.accounts.platforms.catalogue import Catalogue

DONE = (RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.SAME)
"""Rows that are not done a second time: of the others only the record is written anew."""


@dataclass(frozen=True)
class Moment:
    """Who brings a file in, and when."""

    by: Actor | None
    now: datetime
    today: date


def known_words(session: Session, source: Source, by: Actor | None) -> Known:
    """What the directory knows of a source's words, and what somebody chose for them: noted in the plan."""
    known = Known(session, *words_of(source.plan.counted), choices=source.wish.choices, by=by)
    source.plan.chosen, source.plan.namesakes = known.chosen, known.namesakes
    return known


def carry_out(
    session: Session, received: AccountImport, source: Source, moment: Moment, platforms: Catalogue
) -> Iterator[int]:
    """Gives the rows done so far; the caller commits after each step, so that others may write in between."""
    plan, known = source.plan, known_words(session, source, moment.by)
    writing = Writing(session, received.id, received.filename[:200], moment.by, moment.now, moment.today, platforms)
    told = _take_up(writing, plan, known)
    counted = len(plan.counted)
    open_ones = [entry for entry in plan.counted if entry.recorded is None]
    done = counted - len(open_ones)
    received.rows_total = counted
    yield done
    for start in range(0, len(open_ones), PORTION):
        portion = open_ones[start : start + PORTION]
        write_rows(writing, portion, known)
        done += len(portion)
        yield done
    for _looked in remember(session, plan, source.name, is_whole=source.wish.is_whole):
        yield counted
    for _portion in write_rest(writing, plan):
        yield counted
    yield counted
    # Long work for a long file: no transaction is open meanwhile.
    report = report_of(plan, platforms)
    for _portion in write_gone(writing, plan, source.name, told):
        yield counted
    _finish(session, received, report, len(plan.gone), moment)
    yield counted


def _take_up(writing: Writing, plan: Plan, known: Known) -> set[int]:
    """Note in `plan` what is done already; gives the accounts that were said to be gone."""
    rows = (
        select(ImportRow.number, ImportRow.column, ImportRow.outcome, ImportRow.account_id, ImportRow.changes)
        .where(ImportRow.import_id == writing.import_id)
        .order_by(ImportRow.id)
    )
    recorded = defaultdict[tuple[int, str], list[tuple[RowOutcome, int | None, dict[str, Any] | None]]](list)
    gone = set[int]()
    for number, column, outcome, account_id, changes in writing.session.execute(rows):
        if outcome in DONE:
            recorded[number, column].append((outcome, account_id, changes))
        elif outcome is RowOutcome.GONE and account_id is not None:
            gone.add(account_id)
    if recorded:
        for entry in plan.counted:
            if found := recorded.get((entry.row.number, entry.row.column)):
                _settle(writing, entry, *found.pop(0), known)
    besides = ImportRow.outcome.in_((RowOutcome.DUPLICATE, RowOutcome.REFUSED))
    writing.session.execute(delete(ImportRow).where(ImportRow.import_id == writing.import_id, besides))
    return gone


def _settle(
    writing: Writing, entry: Entry, outcome: RowOutcome, account_id: int | None, changes: Any, known: Known
) -> None:
    entry.recorded, entry.account_id = outcome, account_id
    match_words(entry, known, writing.platforms)
    entry.asked = asked_before(changes or {})
    if account_id is not None:
        writing.seen[account_id] = entry


def _finish(session: Session, received: AccountImport, report: dict[str, Any], gone: int, moment: Moment) -> None:
    received.report, received.content = report, None
    received.finished_at = moment.now
    counts = {name: report[name] for name in ("new", "changed")}
    told = {"gone": gone} if gone else {}
    audit.record(session, "accounts:import:applied", received, by=moment.by, at=moment.now, **counts, **told)
