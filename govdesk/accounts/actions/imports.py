"""Bringing accounts in from a file: looked at first, then decided, then done a portion at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.actions.writing import (
    PORTION,
    Writing,
    write_gone,
    write_preview,
    write_rest,
    write_rows,
)
from govdesk.accounts.kept import pack, unpack
from govdesk.accounts.listings import remember
from govdesk.accounts.matching import Known
from govdesk.accounts.models import AccountImport, ImportRow
from govdesk.accounts.planning import match, words_of
from govdesk.accounts.platforms import Catalogue
from govdesk.accounts.reporting import report_of
from govdesk.accounts.source import Source, Wish, understood

TAKEN_UP_AGAIN_AFTER = timedelta(minutes=5)
"""An import that has not gone on for so long was cut off; pressing the button takes it up again."""


@dataclass(frozen=True)
class Moment:
    """Who brings a file in, and when."""

    by: Actor | None
    now: datetime
    today: date


def look(session: Session, source: Source, platforms: Catalogue) -> dict[str, Any]:
    """What a file would do to the register as it is now; reads only."""
    match(session, source.plan.counted, _known(session, source), platforms)
    remember(session, source.plan, source.name, is_whole=source.wish.is_whole)
    return report_of(source.plan, platforms)


def keep(
    session: Session,
    source: Source,
    report: dict[str, Any],
    *,
    by: Actor | None,
    now: datetime,
    platforms: Catalogue,
) -> AccountImport:
    """Keep the sound rows of a file that was looked at until somebody decides; the register stays as it is."""
    if by is not None:
        _forget_undecided(session, by)
    received = AccountImport(
        filename=source.filename, digest=source.digest, by_id=by.id if by else None, uploaded_at=now,
        content=pack(source.sheets, platforms),
    )  # fmt: skip
    session.add(received)
    _describe(session, received, source, report)
    return received


def look_again(session: Session, received: AccountImport, source: Source, report: dict[str, Any]) -> None:
    """Put what `source` says now in place of what the look before said."""
    session.execute(delete(ImportRow).where(ImportRow.import_id == received.id))
    _describe(session, received, source, report)


def wish_of(received: AccountImport) -> Wish:
    """How an import that waits is read: what was guessed and corrected before counts as said."""
    return Wish(received.sheet, received.meanings, received.source, received.is_whole, received.choices)


def kept_source(received: AccountImport, platforms: Catalogue, wish: Wish | None = None) -> Source:
    """The file of an import that still waits, understood as it was before or as `wish` says."""
    assert received.content is not None, "rows are kept until the import is done"
    sheets, wish = unpack(received.content), wish or wish_of(received)
    # Free text is not kept, so that nothing can be said of it any more.
    kept = {column for sheet in sheets for column in sheet.columns}
    meanings = {column: meaning for column, meaning in wish.meanings.items() if column in kept}
    return understood(received.filename, received.digest, sheets, platforms, replace(wish, meanings=meanings))


def bring(
    session: Session, source: Source, *, by: Actor | None, now: datetime, today: date, platforms: Catalogue
) -> tuple[AccountImport, Iterator[int]]:
    """Do what a file says at once: the import, and its progress in rows. The caller commits after each step."""
    received = AccountImport(
        filename=source.filename, digest=source.digest, by_id=by.id if by else None, uploaded_at=now,
        applied_at=now,
    )  # fmt: skip
    session.add(received)
    _note(received, source, {})
    session.flush()
    return received, _carry_out(session, received, source, Moment(by, now, today), platforms)


def apply(
    session: Session,
    received: AccountImport,
    *,
    by: Actor | None,
    now: datetime,
    today: date,
    platforms: Catalogue,
) -> Iterator[int]:
    """Do what the kept rows say, against the register as it is then; a second time does nothing.

    Gives the rows done so far; the caller commits after each step, so that others may write in between.
    """
    if received.content is None:
        return
    source = kept_source(received, platforms)
    if _claim(session, received, now):
        session.execute(delete(ImportRow).where(ImportRow.import_id == received.id))
        yield from _carry_out(session, received, source, Moment(by, now, today), platforms)


def apply_at_once(session: Session, received: AccountImport, **said: Any) -> None:
    """`apply` within the caller's one transaction."""
    for _done in apply(session, received, **said):
        pass


def _carry_out(
    session: Session, received: AccountImport, source: Source, moment: Moment, platforms: Catalogue
) -> Iterator[int]:
    plan, known = source.plan, _known(session, source)
    writing = Writing(session, received.id, received.filename[:200], moment.by, moment.now, moment.today, platforms)
    counted = plan.counted
    yield 0
    for start in range(0, len(counted), PORTION):
        write_rows(writing, counted[start : start + PORTION], known)
        yield min(start + PORTION, len(counted))
    write_rest(writing, plan)
    yield len(counted)
    remember(session, plan, source.name, is_whole=source.wish.is_whole)
    write_gone(writing, plan, source.name)
    received.report, received.content = report_of(plan, platforms), None
    received.finished_at = moment.now
    counts = {name: received.report[name] for name in ("new", "changed")}
    gone = {"gone": len(plan.gone)} if plan.gone else {}
    audit.record(session, "accounts:import:applied", received, by=moment.by, at=moment.now, **counts, **gone)
    yield len(counted)


def _known(session: Session, source: Source) -> Known:
    return Known(session, *words_of(source.plan.counted), choices=source.wish.choices)


def _describe(session: Session, received: AccountImport, source: Source, report: dict[str, Any]) -> None:
    """The report of a look, and its rows."""
    _note(received, source, report)
    session.flush()
    write_preview(session, received.id, source.plan)


def _note(received: AccountImport, source: Source, report: dict[str, Any]) -> None:
    received.source, received.is_whole = source.name, source.wish.is_whole
    received.sheet, received.meanings = source.sheet.name[:100], source.meanings
    received.choices = {kind: dict(words) for kind, words in source.wish.choices.items()}
    received.report = report


def _forget_undecided(session: Session, by: Actor) -> None:
    """One look at a time: a file that the same person looked at before and left is not kept."""
    session.execute(delete(AccountImport).where(AccountImport.by_id == by.id, AccountImport.applied_at.is_(None)))


def _claim(session: Session, received: AccountImport, now: datetime) -> bool:
    """Of two that press the button at once, one does it; one that was cut off is taken up again."""
    cut_off = (AccountImport.applied_at < now - TAKEN_UP_AGAIN_AFTER) & AccountImport.finished_at.is_(None)
    claim = (
        update(AccountImport)
        .where(AccountImport.id == received.id, AccountImport.digest == received.digest)
        .where(or_(AccountImport.applied_at.is_(None), cut_off))
        .values(applied_at=now)
        .returning(AccountImport.id)
    )
    return session.scalar(claim) is not None
