"""Writing the rows of an import, many in a statement: a portion takes the database for a moment only."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.actions.changing import change
from govdesk.accounts.importing.hands import Asking, ask_for_them
from govdesk.accounts.importing.matching import Known
from govdesk.accounts.importing.models import ImportRow, RowOutcome
from govdesk.accounts.importing.planning import Entry, Plan, match
from govdesk.accounts.importing.standing import Standing, ids_of
from govdesk.accounts.listing.listings import said_to_be_gone
from govdesk.accounts.models import AccountState, Custodianship, Ownership, SocialAccount, Tier, fold
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.db import insert_many
from govdesk.errors import Conflict
from govdesk.i18n import _

PORTION = 1_000
"""Rows written in one transaction: on a small machine some tenth of a second, in which nobody else writes."""
KEPT_COLUMNS = ("department", "owner", "deputy", "custodians")
"""Columns of which an account keeps the words that nobody understood, until somebody decides."""
TRIES = 3
IMPORTING = 0x676F76_01
"""By which PostgreSQL knows that rows of a file are being written: any number that nothing else of ours takes."""


@dataclass(frozen=True)
class Writing:
    """Where rows go, and what every event of an import carries."""

    session: Session
    import_id: int
    filename: str
    by: Actor | None
    now: datetime
    today: date
    platforms: Catalogue
    seen: dict[int, Entry] = field(default_factory=dict)
    """The accounts that rows so far mean: see `planning.match`."""


def write_rows(writing: Writing, entries: Sequence[Entry], known: Known) -> None:
    """Match a portion and do what it says; the register is as it was if that fails. Raises Conflict."""
    _one_at_a_time(writing.session)
    for _attempt in range(TRIES):
        try:
            with writing.session.begin_nested():
                match(writing.session, entries, known, writing.platforms, writing.seen)
                _write(writing, entries)
            return
        except IntegrityError:
            # Somebody else brought in one of these at the same moment: matched again, it is there.
            continue
    raise Conflict(_("Some of these accounts were brought in at the same moment. Try again."))


def _one_at_a_time(session: Session) -> None:
    """Whoever writes rows waits for whoever does, until that transaction ends.

    Two files that name the same accounts in another order would else each wait for the other. SQLite has one writer
    anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(IMPORTING)))


def _write(writing: Writing, entries: Sequence[Entry]) -> None:
    session = writing.session
    new = [entry for entry in entries if entry.outcome is RowOutcome.NEW]
    _register(writing, new)
    change(session, [e for e in entries if e.changes], by=writing.by, now=writing.now, today=writing.today)
    asking = Asking(writing.import_id, writing.filename, writing.by, writing.now)
    ask_for_them(session, (e.asked for e in entries), asking)
    insert_many(session, ImportRow, [row_of(writing.import_id, e) for e in entries if e.first is None])


def _register(writing: Writing, entries: Sequence[Entry]) -> None:
    """New accounts, with all that hangs on them."""
    if not entries:
        return
    session = writing.session
    insert_many(session, SocialAccount, [_account(writing, entry) for entry in entries])
    # Asking for the ids afterwards is much quicker than having each row give its own.
    ids = ids_of(session, [entry.identity.key for entry in entries])
    for entry in entries:
        entry.account_id = ids[entry.identity.key]
    insert_many(session, Ownership, [
        {"account_id": entry.account_id, "department_id": department, "position": position}
        for entry in entries for position, department in enumerate(entry.departments)
    ])  # fmt: skip
    insert_many(session, Custodianship, [
        {"account_id": entry.account_id, "person_id": person, "since_on": writing.today, "ended_on": None}
        for entry in entries for person in entry.custodians
    ])  # fmt: skip
    told = [(ids[entry.identity.key], _facts(writing, entry)) for entry in entries]
    audit.record_all(session, "accounts:account:imported", SocialAccount, told, at=writing.now, by=writing.by)


def _account(writing: Writing, entry: Entry) -> dict[str, Any]:
    meant = entry.identity
    is_dead = writing.platforms[meant.platform].retired_on is not None
    return {
        "identity": meant.key,
        "platform": meant.platform,
        "platform_id": meant.platform_id,
        "kind": meant.kind,
        "handle": meant.handle,
        "handle_key": fold(meant.handle),
        "url": meant.url,
        "name": entry.name,
        "name_key": fold(entry.name),
        "language": entry.row.language[:60] or None,
        "state": AccountState.RETIRED if is_dead else AccountState.ACTIVE,
        "tier": entry.tier or Tier.STANDARD,
        "owner_id": entry.owner,
        "deputy_id": entry.deputy,
        "accountable_id": next(iter(entry.departments), None),
        "source": writing.filename,
        "unmatched": {column: entry.unmatched[column] for column in KEPT_COLUMNS if column in entry.unmatched},
        "registered_at": writing.now,
        "version": 1,
    }


def _facts(writing: Writing, entry: Entry) -> dict[str, Any]:
    """What the event says of a new account: only what there is."""
    said = {
        "department_ids": entry.departments and ((), entry.departments),
        "owner_id": entry.owner and (None, entry.owner),
        "deputy_id": entry.deputy and (None, entry.deputy),
        "custodian_ids": entry.custodians and ((), entry.custodians),
        "tier": entry.tier and (None, entry.tier.value),
    }
    facts = {field: pair for field, pair in said.items() if pair}
    return {"import_id": writing.import_id, "row": entry.row.number, **facts}


def write_rest(writing: Writing, plan: Plan) -> Iterator[int]:
    """The rows that change nothing, duplicates and refused ones; a step for each portion."""
    yield from put_rows(writing.session, rows_besides(writing.import_id, plan))


def write_gone(writing: Writing, plan: Plan, source: str, told: Collection[int]) -> Iterator[int]:
    """Say of each account that is gone from its source that it is, once; nothing else happens to it.

    `told` are those of which this import has done so already.
    """
    known = said_to_be_gone(writing.session, source)
    gone = [account for account in plan.gone if account.id not in told]
    for start in range(0, len(gone), PORTION):
        portion = gone[start : start + PORTION]
        events = [(account.id, {"import_id": writing.import_id}) for account in portion if account.id not in known]
        audit.record_all(
            writing.session, "accounts:account:gone", SocialAccount, events, at=writing.now, by=writing.by
        )
        insert_many(writing.session, ImportRow, [row_gone(writing.import_id, plan, account) for account in portion])
        yield len(portion)


def write_preview(session: Session, import_id: int, plan: Plan) -> Iterator[int]:
    """All rows as they would come out; a step for each portion."""
    yield from put_rows(session, [row_of(import_id, entry) for entry in plan.counted])
    yield from put_rows(session, rows_besides(import_id, plan))
    yield from put_rows(session, [row_gone(import_id, plan, account) for account in plan.gone])


def put_rows(session: Session, rows: Sequence[dict[str, Any]]) -> Iterator[int]:
    """Write rows of the record, a portion at a time; gives how many each has."""
    for start in range(0, len(rows), PORTION):
        portion = rows[start : start + PORTION]
        insert_many(session, ImportRow, portion)
        yield len(portion)


def row_of(import_id: int, entry: Entry) -> dict[str, Any]:
    """One row of the record of an import."""
    first = entry.counts if entry.first is not None else None
    return {
        "import_id": import_id,
        "number": entry.row.number,
        "column": entry.row.column,
        "outcome": entry.outcome,
        "account_id": first.account_id if first else entry.account_id,
        "url": entry.standing.url if entry.standing else entry.identity.url,
        "record": entry.row.record[:100],
        "first_number": first.row.number if first else None,
        "reason": " ".join(filter(None, _reasons(entry)))[:500],
        "changes": entry.said or None,
    }


def _reasons(entry: Entry) -> tuple[str, ...]:
    return (entry.caution, _known_as(entry), entry.asked.words, entry.standing_words, entry.ownerless_words)


def _known_as(entry: Entry) -> str:
    """A word about a row that means an account by another address than it has now."""
    if entry.first is not None or entry.standing is None or entry.standing.identity == entry.identity.key:
        return ""
    if entry.standing.platform_id is None or entry.standing.platform_id != entry.identity.platform_id:
        return _("its former address")
    return _("known by the platform's own id; the file calls it %(url)s", url=entry.identity.url)[:500]


def rows_besides(import_id: int, plan: Plan) -> list[dict[str, Any]]:
    """Duplicates, and what was refused: of that only the place and the reason."""
    bare = {
        "import_id": import_id,
        "account_id": None,
        "url": "",
        "record": "",
        "first_number": None,
        "changes": None,
    }
    return [row_of(import_id, entry) for entry in plan.entries if entry.first is not None] + [
        {
            **bare,
            # So that the source's next list knows that this one named it.
            "account_id": next((plan.unread[digest] for digest in bad.named if digest in plan.unread), None),
            "number": bad.number,
            "column": bad.column,
            "outcome": RowOutcome.REFUSED,
            "reason": bad.reason[:500],
        }
        for bad in plan.refused
    ]


def row_gone(import_id: int, plan: Plan, account: Standing) -> dict[str, Any]:
    """What the source does not list any more, with the number of the line in which it stood."""
    return {
        "import_id": import_id, "number": 0, "column": "", "outcome": RowOutcome.GONE, "account_id": account.id,
        "url": account.url, "record": min(plan.before[account.id]), "first_number": None, "reason": "",
        "changes": None,
    }  # fmt: skip
