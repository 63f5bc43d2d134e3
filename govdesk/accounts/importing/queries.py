"""Reading imports and their rows."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session, joinedload

from govdesk.accounts.importing.actions.progress import stands_still
from govdesk.accounts.importing.hands import ASKED
from govdesk.accounts.importing.matching import batches
from govdesk.accounts.importing.models import AccountImport, ImportRow, RowOutcome
from govdesk.directory.models import Department, Person
from govdesk.errors import NotFound
from govdesk.web.guard import NO_SUCH_PAGE

HANDOVERS = "handovers"
"""Not an outcome of its own: rows by which a hand-over is asked for."""
LATEST_LISTS = 50
"""How many are looked at for one with the same columns."""


def account_import(session: Session, import_id: int) -> AccountImport:
    """Raises NotFound."""
    found = session.get(AccountImport, import_id)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def done_imports() -> Select[AccountImport]:
    """The imports that were decided, the latest first; their files' rows are not loaded."""
    return (
        select(AccountImport)
        .where(AccountImport.applied_at.is_not(None))
        .order_by(AccountImport.id.desc())
        .options(joinedload(AccountImport.by).lazyload(Person.granted))
    )


def waiting(now: datetime) -> Select[int]:
    """Ids of the imports that wait for the worker, the oldest first."""
    awaited = AccountImport.awaits.is_not(None) & stands_still(now)
    return select(AccountImport.id).where(awaited).order_by(AccountImport.id)


def nobody_works_on(session: Session, received: AccountImport, now: datetime) -> bool:
    """Whether it was cut off, or is over."""
    return (
        session.scalar(select(AccountImport.id).where(AccountImport.id == received.id, stands_still(now))) is not None
    )


def sources() -> Select[str]:
    """The sources that were imported before, by name."""
    return select(AccountImport.source).where(AccountImport.source != "").distinct().order_by(AccountImport.source)


def remembered(session: Session, source: str) -> dict[str, dict[str, int]]:
    """`department` and `person`: the words for which somebody chose when `source` was last brought in → the ids."""
    last = (
        select(AccountImport.choices)
        .where(AccountImport.source == source, AccountImport.applied_at.is_not(None))
        .order_by(AccountImport.id.desc())
        .limit(1)
    )
    return session.scalar(last) or {}


def read_before(session: Session, source: str, columns: Collection[str]) -> dict[str, str]:
    """Column → what somebody said that it means when a list with these columns was last brought in.

    The last list of `source` counts before those of others.
    """
    lists = (
        select(AccountImport.meanings, AccountImport.report["corrected"])
        .where(AccountImport.applied_at.is_not(None))
        .order_by(AccountImport.source != source, AccountImport.id.desc())
        .limit(LATEST_LISTS)
    )
    wanted = set(columns)
    return next((said or {} for meanings, said in session.execute(lists) if meanings.keys() == wanted), {})


def rows_of(received: AccountImport, outcome: str) -> Select[ImportRow]:
    """The rows of an import in the order of its file, all of them or those of one outcome."""
    rows = select(ImportRow).where(ImportRow.import_id == received.id)
    if outcome in RowOutcome.__members__.values():
        rows = rows.where(ImportRow.outcome == RowOutcome(outcome))
    elif outcome == HANDOVERS:
        rows = rows.where(cast(ImportRow.changes, String).contains(f'"{ASKED}', autoescape=True))
    return rows.order_by(ImportRow.number == 0, ImportRow.number, ImportRow.id)


def gone_of(received: AccountImport) -> Select[ImportRow]:
    """What the source did not list any more."""
    return rows_of(received, RowOutcome.GONE)


def outcomes_of(session: Session, received: AccountImport) -> dict[str, int]:
    """How many rows came out how."""
    counted = select(ImportRow.outcome, func.count()).where(ImportRow.import_id == received.id)
    return {outcome.value: number for outcome, number in session.execute(counted.group_by(ImportRow.outcome))}


def logins(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The logins of people, by id."""
    return {
        id_: login
        for portion in batches(ids)
        for id_, login in session.execute(select(Person.id, Person.login).where(Person.id.in_(portion)))
    }


def department_keys(session: Session) -> set[str]:
    """The names of all departments, as names are compared."""
    return set(session.scalars(select(Department.key)))
