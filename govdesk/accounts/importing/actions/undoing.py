"""Taking a whole import back: what nobody touched since; the rest stays, and is named with the reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, delete, select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.actions.changing import accounts_of, put
from govdesk.accounts.actions.custody import end_custodianship
from govdesk.accounts.importing.actions.calling_off import call_off
from govdesk.accounts.importing.actions.progress import claim, stands_still
from govdesk.accounts.importing.hands import ASKED, HANDOVER
from govdesk.accounts.importing.matching import batches
from govdesk.accounts.importing.models import AccountImport, ImportRow, RowOutcome
from govdesk.accounts.models import Custodianship, FormerHandle, Ownership, SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.db import RECKONED, Base
from govdesk.errors import Conflict
from govdesk.i18n import _

PORTION = 500
"""Rows taken back in one transaction: each may take rows of many tables with it."""
OWN = ("accounts:account:imported", "accounts:account:gone")
"""Events that an import itself writes: they do not mean that somebody took care of the account."""
PARTS = {part.__tablename__ for part in (Ownership, Custodianship, FormerHandle, ImportRow)}
"""Tables whose rows belong to an account and go with it."""


@dataclass
class Undone:
    """What undoing did so far."""

    removed: int = 0
    put_back: int = 0
    kept: list[dict[str, str]] = field(default_factory=list)
    """`account` (address) and `reason` of each account that stays as it is."""


def undo(
    session: Session, received: AccountImport, *, by: Actor | None, now: datetime, today: date, is_mine: bool = False
) -> Iterator[Undone]:
    """Take back what an import did; the caller commits after each step. Raises Conflict before it is finished.

    Doing it again does no harm: only what still is as the import left it is touched. One that was cut off goes on.
    `is_mine`: the caller has claimed it.
    """
    if received.undone_at is not None:
        return
    _close(session, received, now, is_mine=is_mine)
    before = dict(received.undone)
    below = before.pop("below", None)
    undone, listed_since = Undone(**before), _listed_since(session, received)
    for rows in _portions(session, received, below):
        _take_back(session, [row for row in rows if row.outcome is RowOutcome.NEW], listed_since, undone, by, now)
        _put_back(session, [row for row in rows if row.outcome is not RowOutcome.NEW], undone, by, now, today)
        received.undone = {**asdict(undone), "below": rows[-1].id}
        session.flush()
        yield undone
    received.undone_at, received.undone_by_id = now, by.id if by else None
    received.undone = asdict(undone)
    audit.record(
        session, "accounts:import:undone", received, by=by, at=now, removed=undone.removed, put_back=undone.put_back
    )
    yield undone


def _close(session: Session, received: AccountImport, now: datetime, *, is_mine: bool) -> None:
    """An import that was cut off does not go on any more. Raises Conflict while somebody works on it."""
    if received.finished_at is not None:
        return
    if received.applied_at is None or not (is_mine or claim(session, received, stands_still(now), now=now)):
        raise Conflict(_("This import is not finished. Nothing can be taken back yet."))
    received.finished_at, received.content = now, None


def _portions(session: Session, received: AccountImport, below: int | None) -> Iterator[Sequence[ImportRow]]:
    """Rows that changed the register, newest first, so that the register goes back the way it came."""
    # A row that only named custodians counts as the same.
    named = (ImportRow.outcome == RowOutcome.SAME) & cast(ImportRow.changes, String).contains("custodian_ids")
    changed = ImportRow.outcome.in_((RowOutcome.NEW, RowOutcome.CHANGED)) | named
    query = select(ImportRow.id).where(ImportRow.import_id == received.id, changed).order_by(ImportRow.id.desc())
    ids = session.scalars(query if below is None else query.where(ImportRow.id < below)).all()
    for start in range(0, len(ids), PORTION):
        portion = ids[start : start + PORTION]
        yield [row for part in batches(portion) for row in session.scalars(_rows(part))]


def _rows(ids: Sequence[int]) -> Any:
    return select(ImportRow).where(ImportRow.id.in_(ids)).order_by(ImportRow.id.desc())


def _take_back(
    session: Session,
    rows: Sequence[ImportRow],
    listed_since: set[int],
    undone: Undone,
    by: Actor | None,
    now: datetime,
) -> None:
    """Remove the accounts that this import made and nobody touched; whoever did, keeps them."""
    ids = {row.account_id for row in rows if row.account_id is not None}
    touched, used = _touched(session, ids), _used(session, ids)
    removed = []
    for row in rows:
        if row.account_id is None:
            undone.kept.append({"account": row.url, "reason": _("It is not in the register any more.")})
        elif row.account_id in listed_since:
            undone.kept.append({"account": row.url, "reason": _("A later import lists it, too.")})
        elif row.account_id in touched or row.account_id in used:
            undone.kept.append({"account": row.url, "reason": _("Somebody has worked with it since.")})
        else:
            removed.append((row.account_id, {"import_id": row.import_id, "address": row.url}))
    audit.record_all(session, "accounts:account:taken-back", SocialAccount, removed, at=now, by=by)
    for portion in batches([id_ for id_, _facts in removed]):
        session.execute(delete(SocialAccount).where(SocialAccount.id.in_(portion)))
    undone.removed += len(removed)


def _touched(session: Session, ids: Iterable[int]) -> set[int]:
    """Accounts of which the trail tells more than that an import brought them in."""
    told = select(AuditEvent.subject_id).where(
        AuditEvent.subject_type == SocialAccount.__tablename__, AuditEvent.action.not_in(OWN)
    )
    return {
        id_ for portion in batches(ids) for id_ in session.scalars(told.where(AuditEvent.subject_id.in_(portion)))
    }


def _used(session: Session, ids: Iterable[int]) -> set[int]:
    """Accounts to which a row of any other room refers: a schedule, a ticket."""
    wanted = list(ids)
    columns = [
        key.parent
        for table in Base.metadata.sorted_tables
        if table.name not in PARTS and RECKONED not in table.info
        for key in table.foreign_keys
        if key.column.table.name == SocialAccount.__tablename__
    ]
    return {
        id_
        for column in columns
        for portion in batches(wanted)
        for id_ in session.scalars(select(column).where(column.in_(portion)))
    }


def _listed_since(session: Session, received: AccountImport) -> set[int]:
    """Accounts that an import after this one found in its file."""
    later = (
        select(ImportRow.account_id)
        .join(AccountImport, AccountImport.id == ImportRow.import_id)
        .where(AccountImport.id > received.id, AccountImport.finished_at.is_not(None))
        .where(AccountImport.undone_at.is_(None), ImportRow.outcome != RowOutcome.GONE)
    )
    return {id_ for id_ in session.scalars(later) if id_ is not None}


def _put_back(
    session: Session, rows: Sequence[ImportRow], undone: Undone, by: Actor | None, now: datetime, today: date
) -> None:
    """Give the fields back what they had before, where they still have what the import gave them."""
    accounts, called_off = accounts_of(session, (row.account_id for row in rows)), call_off(session, rows, by, now)
    for row in rows:
        account, changes = accounts.get(row.account_id), _changed(row)
        if account is None:
            undone.kept.append({"account": row.url, "reason": _("It is not in the register any more.")})
            continue
        current = _current(account)
        unchanged = {name: pair[0] for name, pair in changes.items() if current.get(name) == pair[1]}
        put(session, account, unchanged, by=by, now=now)
        _end_custody(session, account, changes.get("custodian_ids", ([], []))[1], by, now, today)
        # Not counted for a custodian alone: who held the access already would be told by it.
        undone.put_back += bool(unchanged) or row.id in called_off
        if row.id not in called_off and HANDOVER in (row.changes or {}):
            undone.kept.append({"account": row.url, "reason": _("Somebody has acted on the hand-over it asked for.")})
        if left := changes.keys() - unchanged.keys() - {"custodian_ids"}:
            reason = _("Somebody has changed it since: %(fields)s.", fields=", ".join(sorted(map(_label, left))))
            undone.kept.append({"account": row.url, "reason": reason})


def _changed(row: ImportRow) -> dict[str, Any]:
    """What the row changed; what it only asked for is called off by itself."""
    said = row.changes or {}
    return {name: pair for name, pair in said.items() if name != HANDOVER and not name.startswith(ASKED)}


def _current(account: SocialAccount) -> dict[str, Any]:
    return {
        "name": account.name,
        "platform_id": account.platform_id,
        "department_ids": [department.id for department in account.departments],
        "owner_id": account.owner_id,
        "deputy_id": account.deputy_id,
        "tier": account.tier.value,
    }


def _end_custody(
    session: Session, account: SocialAccount, added: Sequence[int], by: Actor | None, now: datetime, today: date
) -> None:
    """The credential goes back from those whom the import named; that they know it stays on record."""
    for custodianship in [held for held in account.custodianships if held.person_id in added]:
        end_custodianship(session, custodianship, by=by, now=now, today=today)


def _label(field_: str) -> str:
    labels = {
        "name": _("name"), "department_ids": _("departments"), "owner_id": _("owner"), "deputy_id": _("deputy"),
        "platform_id": _("id on the platform"), "tier": _("risk"),
    }  # fmt: skip
    return labels[field_]
