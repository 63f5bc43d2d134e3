"""Bringing accounts in from a file: looked at first, then decided, then done a portion at a time."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.importing.actions.carrying import Moment, carry_out, known_words
from govdesk.accounts.importing.actions.progress import claim, stands_still
from govdesk.accounts.importing.actions.writing import PORTION, write_preview
from govdesk.accounts.importing.kept import pack, unpack
from govdesk.accounts.importing.models import AccountImport, ImportRow, ImportWork
from govdesk.accounts.importing.planning import Entry, match
from govdesk.accounts.importing.reading import Sheet
from govdesk.accounts.importing.reporting import report_of
from govdesk.accounts.importing.source import Source, Wish, digest_of, understood
from govdesk.accounts.listing.listings import remember
from govdesk.accounts.platforms.catalogue import Catalogue


def look(session: Session, source: Source, platforms: Catalogue, *, by: Actor | None = None) -> dict[str, Any]:
    """What a file would do to the register as it is now if `by` brought it in; reads only."""
    for _done in look_on(session, source, platforms, by=by):
        pass
    return report_of(source.plan, platforms)


def look_on(session: Session, source: Source, platforms: Catalogue, *, by: Actor | None) -> Iterator[int]:
    """The same a portion at a time, for a long file: gives the rows done so far; then see `reporting.report_of`."""
    counted, known, seen = source.plan.counted, known_words(session, source, by), dict[int, Entry]()
    for start in range(0, len(counted), PORTION):
        yield start
        match(session, counted[start : start + PORTION], known, platforms, seen)
    yield len(counted)
    for _looked in remember(session, source.plan, source.name, is_whole=source.wish.is_whole):
        yield len(counted)


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
        content=pack(source.sheets, platforms), rows_total=rows_in(source.sheets),
    )  # fmt: skip
    session.add(received)
    _describe(session, received, source, report)
    return received


def keep_unread(
    session: Session, filename: str, content: bytes, sheets: list[Sheet], wish: Wish, *, by: Actor, now: datetime,
    platforms: Catalogue,
) -> AccountImport:  # fmt: skip
    """Keep the sound rows of a long file, and have the worker look at them."""
    _forget_undecided(session, by)
    received = AccountImport(
        filename=filename[:300], digest=digest_of(content), by_id=by.id, uploaded_at=now,
        content=pack(sheets, platforms), source=wish.source_of(filename), is_whole=wish.is_whole,
        sheet=wish.sheet, meanings=dict(wish.meanings), choices=_as_kept(wish), awaits=ImportWork.LOOK,
        asked_by_id=by.id, rows_total=rows_in(sheets),
    )  # fmt: skip
    session.add(received)
    return received


def rows_in(sheets: list[Sheet]) -> int:
    """Rows of the longest sheet."""
    return max(len(sheet.lines) + len(sheet.refused) for sheet in sheets)


def look_again(session: Session, received: AccountImport, source: Source, report: dict[str, Any]) -> None:
    """Put what `source` says now in place of what the look before said."""
    session.execute(delete(ImportRow).where(ImportRow.import_id == received.id))
    _describe(session, received, source, report)


def look_long(
    session: Session, received: AccountImport, platforms: Catalogue, departments: Collection[str]
) -> Iterator[int]:
    """Look at a file that was kept unread; gives the rows done so far. The caller commits after each step.

    Raises Invalid when it cannot be read as somebody wished.
    """
    session.commit()
    source = kept_source(received, platforms, departments=departments)
    yield from look_on(session, source, platforms, by=received.asked_by)
    session.execute(delete(ImportRow).where(ImportRow.import_id == received.id))
    _note(received, source, report_of(source.plan, platforms))
    yield received.rows_total
    for _portion in write_preview(session, received.id, source.plan):
        yield received.rows_total


def ask(received: AccountImport, work: ImportWork, *, by: Actor, wish: Wish | None = None) -> None:
    """Have the worker do it; a second wish while one waits changes nothing."""
    if received.awaits is not None:
        return
    received.awaits, received.asked_by_id = work, by.id
    received.rows_done, received.failure, received.went_on_at = 0, "", None
    if wish is not None:
        received.sheet, received.meanings = wish.sheet, dict(wish.meanings)
        received.source, received.is_whole = wish.source, wish.is_whole
        received.choices = _as_kept(wish)


def wish_of(received: AccountImport) -> Wish:
    """How an import that waits is read: what was guessed and corrected before counts as said."""
    return Wish(received.sheet, received.meanings, received.source, received.is_whole, received.choices)


def kept_source(
    received: AccountImport, platforms: Catalogue, wish: Wish | None = None, departments: Collection[str] = ()
) -> Source:
    """The file of an import that still waits, understood as it was before or as `wish` says."""
    assert received.content is not None, "rows are kept until the import is done"
    sheets, wish = unpack(received.content), wish or wish_of(received)
    # Free text is not kept, so that nothing can be said of it any more.
    kept = {column for sheet in sheets for column in sheet.columns}
    meanings = {column: meaning for column, meaning in wish.meanings.items() if column in kept}
    return understood(
        received.filename, received.digest, sheets, platforms, replace(wish, meanings=meanings), departments
    )


def bring(
    session: Session, source: Source, *, by: Actor | None, now: datetime, today: date, platforms: Catalogue
) -> tuple[AccountImport, Iterator[int]]:
    """Do what a file says at once: the import, and its progress in rows. The caller commits after each step.

    The same file goes on where it was cut off before.
    """
    received = _cut_off(session, source, by)
    if received is None:
        received = AccountImport(
            filename=source.filename, digest=source.digest, by_id=by.id if by else None, uploaded_at=now,
            applied_at=now,
        )  # fmt: skip
        session.add(received)
        _note(received, source, {})
    received.went_on_at = now
    session.flush()
    return received, carry_out(session, received, source, Moment(by, now, today), platforms)


def _cut_off(session: Session, source: Source, by: Actor | None) -> AccountImport | None:
    """An import of this very file, read in the same way, that never came to its end."""
    found = session.scalars(
        select(AccountImport)
        .where(AccountImport.digest == source.digest, AccountImport.source == source.name)
        .where(AccountImport.applied_at.is_not(None), AccountImport.finished_at.is_(None))
        .where(AccountImport.content.is_(None), AccountImport.by_id == (by.id if by else None))
        .order_by(AccountImport.id.desc())
    )
    same = (source.sheet.name[:100], source.meanings, source.wish.is_whole)
    return next((old for old in found if (old.sheet, old.meanings, old.is_whole) == same), None)


def apply(
    session: Session,
    received: AccountImport,
    *,
    by: Actor | None,
    now: datetime,
    today: date,
    platforms: Catalogue,
    is_mine: bool = False,
) -> Iterator[int]:
    """Do what the kept rows say, against the register as it is then; a second time does nothing.

    Gives the rows done so far; the caller commits after each step, so that others may write in between. One that
    was cut off goes on behind what it recorded. `is_mine`: the caller has claimed it.
    """
    if received.content is None:
        return
    source, is_open = kept_source(received, platforms), AccountImport.finished_at.is_(None)
    if not is_mine and not claim(session, received, is_open, stands_still(now), now=now):
        return
    if received.applied_at is None:
        received.applied_at = now
        session.execute(delete(ImportRow).where(ImportRow.import_id == received.id))
    yield from carry_out(session, received, source, Moment(by, now, today), platforms)


def apply_at_once(session: Session, received: AccountImport, **said: Any) -> None:
    """`apply` within the caller's one transaction."""
    for _done in apply(session, received, **said):
        pass


def _describe(session: Session, received: AccountImport, source: Source, report: dict[str, Any]) -> None:
    """The report of a look, and its rows."""
    _note(received, source, report)
    session.flush()
    for _portion in write_preview(session, received.id, source.plan):
        pass


def _note(received: AccountImport, source: Source, report: dict[str, Any]) -> None:
    received.source, received.is_whole = source.name, source.wish.is_whole
    received.sheet, received.meanings = source.sheet.name[:100], source.meanings
    received.choices = _as_kept(source.wish)
    received.report = report


def _as_kept(wish: Wish) -> dict[str, dict[str, int]]:
    return {kind: dict(words) for kind, words in wish.choices.items()}


def _forget_undecided(session: Session, by: Actor) -> None:
    """One look at a time: a file that the same person looked at before and left is not kept."""
    session.execute(delete(AccountImport).where(AccountImport.by_id == by.id, AccountImport.applied_at.is_(None)))
