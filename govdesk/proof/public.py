"""What the public may know of an account: these facts and no others, and no person among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, select

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Department
from govdesk.proof.models import Outsider, Standing, Succession
from govdesk.proof.rules import OFFICIAL_STATES, Status, status_of

Json = dict[str, Any]
Shown = Select[*tuple[Any, ...]]


class Row(NamedTuple):
    """The columns of `SHOWN`."""

    id: int
    identity: str
    platform: str
    handle: str
    url: str
    state: str
    registered_at: datetime
    department: str | None
    until_on: date | None
    replaced_by_id: int | None
    poses: bool
    """Whether communications found that it pretends to be ours, whatever brought it into the register."""

    @property
    def status(self) -> Status:
        return Status.IMPOSTOR if self.poses else status_of(self.state)


# Communications looked at each impostor; what a sheet brings into the register nobody may have looked at.
POSES = exists().where(Outsider.identity == SocialAccount.identity, Outsider.standing == Standing.IMPOSTOR)
_OFFICIAL = SocialAccount.state.in_(OFFICIAL_STATES) & ~POSES

SHOWN: Shown = (
    select(
        SocialAccount.id,
        SocialAccount.identity,
        SocialAccount.platform,
        SocialAccount.handle,
        SocialAccount.url,
        SocialAccount.state,
        SocialAccount.registered_at,
        Department.name,
        Succession.until_on,
        Succession.replaced_by_id,
        POSES,
    )
    .outerjoin(Department, Department.id == SocialAccount.accountable_id)
    .outerjoin(Succession, Succession.account_id == SocialAccount.id)
)
"""One statement for the account, the department that answers for it, and what became of it."""


@dataclass(frozen=True)
class Speaker:
    """Puts rows into the words of the public answers."""

    platforms: Catalogue
    tz: ZoneInfo
    """Office time, in which an account became ours on a day."""

    def brief(self, row: "Row | Outsider") -> Json:
        """Which account it is."""
        return {
            "platform": row.platform,
            "platform_name": self.platforms.name_of(row.platform),
            "handle": row.handle,
            "url": row.url,
        }

    def ours(self, row: Row) -> Json:
        """An account of ours."""
        since = clock.local_date(row.registered_at, self.tz)
        return {**self.brief(row), "department": row.department, "since": since.isoformat()}

    def former(self, row: Row, replaced_by: Row | None) -> Json:
        """An account that was ours, until a day where that is known."""
        platform = self.platforms.platforms.get(row.platform)
        until = row.until_on or (platform.retired_on if platform else None)
        return {
            **self.ours(row),
            "until": until.isoformat() if until else None,
            "replaced_by": self.brief(replaced_by) if replaced_by else None,
        }


def rows(found: Sequence[Any]) -> list[Row]:
    """What a statement made of `SHOWN` brought."""
    return [Row(*one) for one in found]


def official() -> Shown:
    """All accounts that are ours now, in the order in which they were registered."""
    return SHOWN.where(_OFFICIAL).order_by(SocialAccount.id)


def official_of(department: Department) -> Shown:
    """Those of them that a department answers for."""
    return official().where(SocialAccount.accountable_id == department.id)


def official_places() -> Select[str, str]:
    """Kind and address of each of them."""
    query = select(SocialAccount.kind, SocialAccount.url)
    return query.where(_OFFICIAL).order_by(SocialAccount.id)
