"""Bringing registered accounts in line with a file; what the file does not say stays."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts import queries
from govdesk.accounts.actions.custody import see_to_custodian
from govdesk.accounts.actions.naming import record_platform_id
from govdesk.accounts.actions.ownership import assign_departments, assign_deputy, assign_owner
from govdesk.accounts.actions.ranking import set_tier
from govdesk.accounts.importing.planning import Entry
from govdesk.accounts.models import SocialAccount, Tier
from govdesk.directory.models import Department, Person

SET = {"owner_id": assign_owner, "deputy_id": assign_deputy}


def change(session: Session, entries: Sequence[Entry], *, by: Actor | None, now: datetime, today: date) -> None:
    """Do to each entry's account what its `changes` say."""
    accounts = accounts_of(session, (entry.account_id for entry in entries))
    for entry in entries:
        account, changes = accounts[entry.account_id], entry.changes
        put(session, account, {field: after for field, (_before, after) in changes.items()}, by=by, now=now)
        for person_id in changes.get("custodian_ids", ((), ()))[1]:
            person = session.get_one(Person, person_id)
            see_to_custodian(session, account, person, by=by, now=now, today=today)


def accounts_of(session: Session, ids: Iterable[int | None]) -> dict[int | None, SocialAccount]:
    """The accounts of these ids with their departments and people, by id."""
    query = select(SocialAccount).where(SocialAccount.id.in_(set(ids))).options(*queries.WHOLE)
    return {account.id: account for account in session.scalars(query.execution_options(populate_existing=True))}


def put(session: Session, account: SocialAccount, values: dict[str, Any], *, by: Actor | None, now: datetime) -> None:
    """Give fields these values, each with its event; custodians are not among them."""
    if "name" in values:
        audit.record(session, "accounts:account:renamed", account, by=by, at=now, name=(account.name, values["name"]))
        account.name = values["name"]
    if "platform_id" in values:
        record_platform_id(session, account, values["platform_id"], by=by, now=now)
    if "tier" in values:
        set_tier(session, account, Tier(values["tier"]), by=by, now=now)
    if "department_ids" in values:
        departments = [session.get_one(Department, id_) for id_ in values["department_ids"]]
        assign_departments(session, account, departments, by=by, now=now)
    for field, assign in SET.items():
        if field in values:
            person = session.get_one(Person, values[field]) if values[field] else None
            assign(session, account, person, by=by, now=now)
