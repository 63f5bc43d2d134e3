"""Which accounts a report is about, and what every line about an account says of it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from govdesk.accounts.criteria import department_and_below
from govdesk.accounts.models import IN_USE, Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.i18n import _l
from govdesk.reports.scene import Scene
from govdesk.reports.tables import Cell, Column, Kind, who

ACCOUNT = (  # a page shows the platform below the name
    Column("account", _l("Account")),
    Column("platform", _l("Platform"), in_page=False),
    Column("handle", _l("Handle"), in_page=False),
    Column("url", _l("Address"), in_page=False),
    Column("department", _l("Accountable department")),
    Column("owner", _l("Owner")),
)
STATE = Column("state", _l("State"), Kind.STATE, in_page=False)
accountable = aliased(Department)
by_handle = (SocialAccount.handle_key, SocialAccount.id)
ORDERS = {
    "account": (SocialAccount.name_key, SocialAccount.id),
    "platform": (SocialAccount.platform, *by_handle),
    # Databases disagree on where nothing stands among names.
    "department": (accountable.name.is_not(None), accountable.name, *by_handle),
}
"""What every list of accounts can be sorted by; accounts without a department stand first."""


def in_use() -> ColumnElement[bool]:
    """Of an account: somebody has to look after it."""
    return SocialAccount.state.in_(IN_USE)


def chosen(scene: Scene) -> Iterator[ColumnElement[bool]]:
    """What the reader's choice demands of an account."""
    if scene.chosen.platform:
        yield SocialAccount.platform == scene.chosen.platform
    if scene.chosen.department_id is not None:
        below = department_and_below(scene.chosen.department_id)
        owned = select(Ownership.account_id).where(Ownership.position == 0, Ownership.department_id.in_(below))
        yield SocialAccount.id.in_(owned)


def accounts(scene: Scene, *conditions: ColumnElement[bool]) -> Select[SocialAccount]:
    """The chosen accounts in use, unordered, each with departments and owner."""
    return (
        select(SocialAccount)
        .outerjoin(accountable, accountable.id == SocialAccount.accountable_id)
        .where(in_use(), *chosen(scene), *conditions)
        .options(selectinload(SocialAccount.ownerships), joinedload(SocialAccount.owner).lazyload(Person.granted))
    )


def count(scene: Scene, *conditions: ColumnElement[bool]) -> int:
    """How many of the chosen accounts in use there are."""
    query = select(func.count()).select_from(SocialAccount).where(in_use(), *chosen(scene), *conditions)
    return scene.session.scalar(query) or 0


def about(account: SocialAccount, scene: Scene) -> dict[str, Cell]:
    """The cells of `ACCOUNT` and `STATE`."""
    accountable = account.accountable
    return {
        "account": account.name,
        "platform": scene.platforms.name_of(account.platform),
        "handle": account.handle,
        "url": account.url,
        "department": accountable.name if accountable else None,
        "owner": who(account.owner),
        "state": account.state,
    }


def page_of(account: SocialAccount) -> str:
    return f"/accounts/{account.id}"


def first_of(rows: Any) -> list[SocialAccount]:
    """The accounts of rows that begin with one."""
    return [row[0] for row in rows]
