"""The register as a file, in the columns that an import takes back without changing anything."""

import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts import queries
from govdesk.accounts.models import AccountState, SocialAccount, Tier
from govdesk.directory.models import Person
from govdesk.web.sheets import BOM, as_csv, write_csv
from govdesk.web.workbooks import Sheet, as_xlsx, write_workbook

COLUMNS = (
    "platform", "url", "handle", "name", "department", "owner", "deputy", "custodians", "language", "state", "tier",
    "registered_at",
)  # fmt: skip
FORMATS = ("csv", "xlsx", "json")
AT_ONCE = 500
WIDTHS = (14, 44, 26, 34, 40, 16, 16, 12, 12, 12, 26)


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
            "tier": account.tier.value,
            "registered_at": account.registered_at.isoformat(),
        }


def note_taking(session: Session, form: str, by: Actor, now: datetime) -> None:
    """Put on record that somebody takes the list along as the page shows it to them, and commit."""
    session.commit()  # first in its transaction: on SQLite one that has read may not get to write
    audit.record(session, "accounts:list:exported", Register, by=by, at=now, format=form)
    session.commit()


def listed_out(session: Session, accounts: Select[SocialAccount], *, with_people: bool) -> Iterator[list[str]]:
    """The head, then a row for each of `accounts`, by name: without who can sign in, and `with_people` or without."""
    hidden = {"custodians"} if with_people else {"custodians", "owner", "deputy"}
    columns = [column for column in COLUMNS if column not in hidden]
    yield columns
    people = (SocialAccount.owner, SocialAccount.deputy) if with_people else ()
    query = accounts.order_by(SocialAccount.name_key, SocialAccount.id).options(
        selectinload(SocialAccount.ownerships), *(joinedload(one).lazyload(Person.granted) for one in people)
    )
    for account in session.scalars(query.execution_options(yield_per=AT_ONCE)):
        yield [_cell(_value(account, column)) for column in columns]


def _value(account: SocialAccount, column: str) -> Any:
    if column == "department":
        return [department.name for department in account.departments]
    value = getattr(account, column)
    if isinstance(value, Person):
        return value.login
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, AccountState | Tier) else value


def write_list(rows: Iterable[list[str]], form: str, file: IO[bytes]) -> None:
    """A row at a time, as CSV or XLSX; no cell is a formula."""
    if form == "xlsx":
        write_workbook([Sheet("Accounts", rows, WIDTHS, has_head=True)], file)
        return
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BOM)
    write_csv(rows, text)
    text.detach()


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
