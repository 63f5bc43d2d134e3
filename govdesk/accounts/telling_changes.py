"""What rows of an import change, in words and names, for somebody who may not know who holds access."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Actor, Permission, may
from govdesk.accounts.importing.hands import ASKED
from govdesk.accounts.importing.models import ImportRow, RowOutcome
from govdesk.accounts.models import SocialAccount, Tier
from govdesk.accounts.queries import WHOLE
from govdesk.directory.queries import department_names, people_names
from govdesk.i18n import _, _l

LABELS = {
    "name": _l("Name"),
    "department_ids": _l("Departments"),
    "owner_id": _l("Owner"),
    "deputy_id": _l("Deputy"),
    "platform_id": _l("Id on the platform"),
    "tier": _l("Risk"),
    "custodian_ids": _l("Custodians"),
    f"{ASKED}department_ids": _l("Departments, by a hand-over"),
    f"{ASKED}owner_id": _l("Owner, by a hand-over"),
    f"{ASKED}deputy_id": _l("Deputy, by a hand-over"),
}
DEPARTMENTS = {"department_ids", f"{ASKED}department_ids"}
PEOPLE = {"owner_id", "deputy_id", "custodian_ids", f"{ASKED}owner_id", f"{ASKED}deputy_id"}


@dataclass(frozen=True)
class Told:
    """One field of an account; `before` is None where there was nothing to change: a new account, an addition."""

    label: str
    before: str | None
    after: str


def told(session: Session, rows: Sequence[ImportRow], reader: Actor) -> dict[int, list[Told]]:
    """Id of a row → its fields as `reader` may see them."""
    open_to = _accounts_open_to(session, rows, reader)
    departments = department_names(session, set(_ids(rows, DEPARTMENTS)))
    people = people_names(session, set(_ids(rows, PEOPLE)))

    def words(field: str, value: Any) -> str:
        if field == "tier":
            return str(Tier(value).label)
        if field not in DEPARTMENTS | PEOPLE:
            return str(value or "") or _("none")
        names = departments if field in DEPARTMENTS else people
        return ", ".join(names.get(id_, _("no longer here")) for id_ in _listed(value)) or _("none")

    def one(row: ImportRow, field: str, before: Any, after: Any) -> Told:
        adds = row.outcome is RowOutcome.NEW or field == "custodian_ids"
        return Told(str(LABELS[field]), None if adds else words(field, before), words(field, after))

    return {
        row.id: [
            one(row, field, *pair)
            for field, pair in (row.changes or {}).items()
            if field in LABELS and (field != "custodian_ids" or row.account_id in open_to)
        ]
        for row in rows
    }


def _accounts_open_to(session: Session, rows: Iterable[ImportRow], reader: Actor) -> set[int]:
    """The accounts among those to be held by others of which `reader` may know who holds them."""
    ids = {row.account_id for row in rows if "custodian_ids" in (row.changes or {})}
    found = session.scalars(select(SocialAccount).where(SocialAccount.id.in_(ids)).options(*WHOLE)) if ids else ()
    return {account.id for account in found if may(reader, Permission.ACCESS_READ, account)}


def _ids(rows: Iterable[ImportRow], fields: set[str]) -> Iterator[int]:
    for row in rows:
        for field in fields & (row.changes or {}).keys():
            for value in (row.changes or {})[field]:
                yield from _listed(value)


def _listed(value: Any) -> list[int]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
