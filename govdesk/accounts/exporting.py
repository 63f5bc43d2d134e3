"""The register as a file, in the columns that an import takes back without changing anything."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts import queries
from govdesk.accounts.models import SocialAccount
from govdesk.web.sheets import BOM, as_csv
from govdesk.web.workbooks import as_xlsx

COLUMNS = (
    "platform", "url", "handle", "name", "department", "owner", "deputy", "custodians", "language", "state",
    "registered_at",
)  # fmt: skip
FORMATS = ("csv", "xlsx", "json")
AT_ONCE = 500


class Register:
    """What the trail says was exported: all of it."""

    __tablename__: ClassVar = "register"
    id: ClassVar = 1


def note_export(session: Session, form: str, now: datetime) -> None:
    """Put on record that somebody at the command line takes the register along, and commit."""
    audit.record(session, "accounts:register:exported", Register, by=None, at=now, format=form)
    session.commit()


def accounts_out(session: Session) -> Iterator[dict[str, Any]]:
    """Every account in order of registration; departments and custodians as lists, people by login."""
    query = select(SocialAccount).order_by(SocialAccount.id).options(*queries.WHOLE)
    for account in session.scalars(query.execution_options(yield_per=AT_ONCE)):
        yield {
            "platform": account.platform,
            "url": account.url,
            "handle": account.handle,
            "name": account.name,
            "department": [department.name for department in account.departments],
            "owner": account.owner.login if account.owner else None,
            "deputy": account.deputy.login if account.deputy else None,
            "custodians": sorted(person.login for person in account.custodians),
            "language": account.language,
            "state": account.state.value,
            "registered_at": account.registered_at.isoformat(),
        }


def written(accounts: Iterable[dict[str, Any]], form: str) -> bytes:
    """`accounts` as a file of one of FORMATS."""
    if form == "json":
        return (json.dumps(list(accounts), ensure_ascii=False, indent=1) + "\n").encode()
    rows = ([_cell(account[column]) for column in COLUMNS] for account in accounts)
    if form == "csv":
        return (BOM + as_csv([COLUMNS, *rows])).encode()
    return as_xlsx("Accounts", [COLUMNS, *rows])


def _cell(value: Any) -> str:
    """One text; lists parted by a bar, as the import reads them."""
    return "|".join(value) if isinstance(value, list) else value or ""
