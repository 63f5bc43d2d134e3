"""What a source listed before: the memory by which an import knows what is gone from it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from govdesk.accounts.importing.matching import batches
from govdesk.accounts.importing.models import AccountImport, ImportRow, RowOutcome
from govdesk.accounts.importing.planning import Plan
from govdesk.accounts.importing.reading.named_still import digest_of
from govdesk.accounts.importing.standing import Standing, standing_by_id
from govdesk.accounts.models import AccountState, FormerHandle

AT_ONCE = 5_000


def remember(session: Session, plan: Plan, source: str, *, is_whole: bool) -> Iterator[int]:
    """Note in `plan` what `source` listed before and, where the file is the whole of it, what is gone.

    A retired account is nobody's question any more: it is not among the gone. Gives how many were looked at so far;
    reads only, and the caller may end the transaction after each step.
    """
    if not source:
        return
    plan.before, plan.gone = _listed(session, source), []
    listed = {entry.account_id for entry in plan.counted}
    missing = sorted(plan.before.keys() - listed) if is_whole else []
    for start in range(0, len(missing), AT_ONCE):
        yield start
        found = standing_by_id(session, missing[start : start + AT_ONCE])
        still = _named_by_refused_rows(session, plan, found)
        plan.gone += [
            account
            for account in found.values()
            if account.state is not AccountState.RETIRED and account.id not in still
        ]


def _named_by_refused_rows(session: Session, plan: Plan, missing: Mapping[int, Standing]) -> set[int]:
    """Those of `missing` that a row names of which nothing can be taken, by the handle of today or one before."""
    named = {digest for bad in plan.refused for digest in bad.named}
    if not named:
        return set()
    keys = [(account.identity, account.id) for account in missing.values()]
    former = select(FormerHandle.identity, FormerHandle.account_id)
    for portion in batches(missing):
        keys += [(key, id_) for key, id_ in session.execute(former.where(FormerHandle.account_id.in_(portion)))]
    found = {digest: id_ for key, id_ in keys if (digest := digest_of(key)) in named}
    plan.unread |= found
    return set(found.values())


def said_to_be_gone(session: Session, source: str) -> set[int]:
    """Ids of the accounts of which the last import of `source` said so already."""
    last = select(func.max(AccountImport.id)).where(_in_force(source)).scalar_subquery()
    rows = select(ImportRow.account_id).where(ImportRow.import_id == last, ImportRow.outcome == RowOutcome.GONE)
    return {account_id for account_id in session.scalars(rows) if account_id is not None}


def _listed(session: Session, source: str) -> dict[int, set[str]]:
    """All that counted since the last import of the whole; what that one called gone is still asked for."""
    whole = select(func.max(AccountImport.id)).where(_in_force(source), AccountImport.is_whole).scalar_subquery()
    rows = (
        select(ImportRow.account_id, ImportRow.record)
        .join(AccountImport, AccountImport.id == ImportRow.import_id)
        .where(_in_force(source), AccountImport.id >= func.coalesce(whole, 0))
    )
    found = defaultdict[int, set[str]](set)
    for account_id, record in session.execute(rows):
        if account_id is not None:
            found[account_id].add(record)
    return dict(found)


def _in_force(source: str) -> ColumnElement[bool]:
    return (
        (AccountImport.source == source) & AccountImport.finished_at.is_not(None) & AccountImport.undone_at.is_(None)
    )
