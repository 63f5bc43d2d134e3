"""Who can get in to the sample's accounts, as far as Sam has found out: some are safe, some hang by one person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.directory.queries import person_by_login
from govdesk.exposure.actions import add_line, grant_access
from govdesk.exposure.exceptions import Wish, approve_exception, ask_exception
from govdesk.exposure.findings import Weakness
from govdesk.exposure.models import ConnectedTool, Line, RecoveryMeans, SecondFactor, TrustedDevice, VaultEntry
from govdesk.exposure.rules import Belongs, FactorKind, Known, MeansKind, Way

TOLD_OF = 24
"""How many accounts Sam has asked about so far; of all others nobody knows."""
AGENCY = "Northlight Media"
LEFT_FOR_PHONES = (12, 45, 80)
"""Days until an exception of the sample ends, by turns."""


@dataclass(frozen=True)
class Door:
    """One account and the people of its story."""

    session: Session
    account: SocialAccount
    sam: Person
    lars: Person
    holder: Person
    """Who knows the password."""
    second: Person | None
    """The owner, where there is one."""
    now: datetime
    today: date

    def add(self, table: type[Line], **values: Any) -> None:
        add_line(self.session, self.account, table, values, by=self.sam, now=self.now, today=self.today)

    def let_in(self, way: Way, **values: Any) -> None:
        blank = dict.fromkeys(("person_id", "agency", "role", "ends_on", "evidence"))
        terms = {"way": way, "administers": Known.UNKNOWN, "since_on": self.today - timedelta(400)}
        told = {**blank, **terms, **values}
        grant_access(self.session, self.account, told, by=self.sam, now=self.now, today=self.today)

    def mailbox(self, holder: Person, backup: Person | None = None, belongs: Belongs = Belongs.ORGANISATION) -> None:
        at = holder.mail if belongs is Belongs.ORGANISATION else f"{holder.login}@mail.example"
        self.add(
            RecoveryMeans, kind=MeansKind.MAILBOX, sent_to=at, belongs=belongs, holder_id=holder.id,
            backup_id=backup.id if backup else None, verified_on=self.today - timedelta(90),
        )  # fmt: skip

    def factor(self, kind: FactorKind, holder: Person | None = None, backup: Person | None = None) -> None:
        people = {"holder_id": holder.id if holder else None, "backup_id": backup.id if backup else None}
        self.add(SecondFactor, kind=kind, **people)


def open_doors(session: Session, held: Sequence[SocialAccount], *, now: datetime, today: date) -> None:
    """Tell of the first accounts that have a custodian, Ada's among them, by turns."""
    sam = person_by_login(session, "sam")
    lars = session.scalars(select(Person).where(Person.login == "lars")).one()
    for number, account in enumerate(held[:TOLD_OF]):
        holder = account.custodians[0]
        second = account.owner if account.owner is not holder else None
        STORIES[number % len(STORIES)](Door(session, account, sam, lars, holder, second, now, today))


def _safe(door: Door) -> None:
    """Two who need nobody else."""
    if door.second is not None:
        door.let_in(Way.SHARED_SECRET, person_id=door.second.id)
    door.factor(FactorKind.APP, door.holder, door.second)
    door.mailbox(door.holder, door.second)
    door.add(VaultEntry, pointer="Company vault, folder Social media")
    door.add(ConnectedTool, name="Posting planner", holder_id=door.holder.id, expires_on=door.today + timedelta(25))


def _hangs_by_one(door: Door) -> None:
    """A second person knows the password, but the code is on one phone."""
    if door.second is not None:
        door.let_in(Way.SHARED_SECRET, person_id=door.second.id)
    door.factor(FactorKind.SMS, door.holder)
    door.mailbox(door.holder, belongs=Belongs.PERSONAL)
    door.add(VaultEntry, pointer="Company vault, folder Social media")


def _locked_out(door: Door) -> None:
    """The code went with Lars."""
    door.factor(FactorKind.APP, door.lars)
    door.mailbox(door.lars)
    door.add(TrustedDevice, name="Laptop of the duty desk", holder_id=door.holder.id)


def _excepted(door: Door) -> None:
    """Without a second factor until the new phones come."""
    door.factor(FactorKind.OFF)
    door.mailbox(door.holder, door.second)
    asker = door.second or door.holder
    days = LEFT_FOR_PHONES[door.account.id % len(LEFT_FOR_PHONES)]
    wish = Wish(Weakness.FACTOR_OFF, "The new phones are ordered.", door.today + timedelta(days))
    asked = ask_exception(door.session, door.account, wish, by=asker, form_key=None, now=door.now)
    approve_exception(door.session, asked, by=door.sam, now=door.now, today=door.today)


def _with_agency(door: Door) -> None:
    """An agency posts through a tool; nobody knows who else gets in."""
    door.let_in(
        Way.TOOL_SEAT, agency=AGENCY, role="Editor", administers=Known.NO, evidence="Contract 2025/17",
        ends_on=door.today + timedelta(120),
    )  # fmt: skip
    door.let_in(Way.UNKNOWN, since_on=None)
    door.factor(FactorKind.UNKNOWN)
    door.add(ConnectedTool, name="Newsroom suite", agency=AGENCY)


STORIES: tuple[Callable[[Door], None], ...] = (_safe, _hangs_by_one, _locked_out, _excepted, _with_agency)
